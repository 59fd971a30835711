//! The figures of each criterion and group, with what is withheld and what is not met.
//!
//! The limits are those of D. M. Williamson, X. Xi and F. J. Breyer, *A framework for evaluation and use of automated
//! scoring*, Educational Measurement: Issues and Practice 31 (2012): correlation and quadratic weighted kappa with a
//! human of at least 0.70 and at most 0.10 below those of two humans, and a standardised difference of at most 0.15,
//! or 0.10 within a group. They are rules of thumb for tests that matter; a note says that one is not met, no more.

use std::collections::BTreeSet;
use std::fmt;

use super::statistics::varies;
use super::{
    Pair, Rated, Ratings, difference_sd, mean_difference, pearson, pearson_interval, pooled_sd,
    quadratic_weighted_kappa, spearman, standardised_difference,
};

/// Fewest pairs of which anything is said.
pub const PAIRS_MIN: usize = 5;

const AGREEMENT_MIN: f64 = 0.70;
const DEGRADATION_MAX: f64 = 0.10;
const DIFFERENCE_MAX: f64 = 0.15;
const DIFFERENCE_MAX_IN_GROUP: f64 = 0.10;

/// How the judge and people agree about one criterion, over all answers or those of one group.
#[derive(Clone, Debug, PartialEq)]
pub struct Agreement {
    /// What was scored.
    pub criterion: String,
    /// The group; none for all answers.
    pub group: Option<String>,
    /// The judge and the human.
    pub judge: Figures,
    /// The two humans, over the answers that both scored.
    pub humans: Option<Figures>,
    /// The judge and itself; none where no answer was judged more than once.
    pub spread: Option<Spread>,
    /// Limits that are not met.
    pub notes: Vec<Note>,
}

/// What pairs of scores say. A difference is what the judge (or the second human) gave minus what the human gave.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Figures {
    /// Pairs.
    pub n: usize,
    /// Pearson's correlation.
    pub pearson: Option<Correlation>,
    /// Spearman's rank correlation.
    pub spearman: Option<f64>,
    /// Quadratic weighted kappa.
    pub kappa: Option<f64>,
    /// Mean difference in standard deviations.
    pub standardised_difference: Option<f64>,
    /// Mean difference in points.
    pub mean_difference: Option<f64>,
    /// Standard deviation of the differences, in points.
    pub difference_sd: Option<f64>,
    /// Why figures are missing.
    pub withheld: Vec<Withheld>,
}

/// A correlation with its 95 % interval.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Correlation {
    /// The correlation.
    pub r: f64,
    /// Lower end.
    pub low: f64,
    /// Upper end.
    pub high: f64,
}

/// How far the judge's scores of the same answer lie apart.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Spread {
    /// Answers that were judged more than once.
    pub answers: usize,
    /// Those among them that got the same score each time.
    pub same: usize,
    /// Standard deviation within an answer, pooled over the answers, in points.
    pub sd: f64,
}

/// Why figures are missing.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Withheld {
    /// Every figure, because the pairs are too few.
    TooFew {
        /// How many there are.
        pairs: usize,
    },
    /// What rests on differences between answers, because one side gave all the same.
    NoVariance {
        /// What it gave.
        score: f64,
        /// Whether it was the first human, else the judge or the second one.
        is_human: bool,
    },
    /// Kappa, because it is about a scale of whole numbers.
    NotWhole,
}

/// A limit that is not met.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Note {
    /// A correlation or kappa that is too low.
    Low {
        /// Which.
        figure: &'static str,
        /// Its value.
        value: f64,
    },
    /// A correlation or kappa too far below that of two humans.
    Degraded {
        /// Which.
        figure: &'static str,
        /// How far.
        by: f64,
    },
    /// A standardised difference that is too large.
    Shifted {
        /// Its value.
        value: f64,
        /// The limit.
        limit: f64,
    },
}

impl fmt::Display for Withheld {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Withheld::TooFew { pairs } => write!(f, "{pairs} pairs are too few, {PAIRS_MIN} are needed"),
            Withheld::NoVariance { score, is_human } => {
                let whose = if *is_human { "the human's scores" } else { "the other scores" };
                write!(f, "{whose} are all {score}: no correlation, kappa or standardised difference")
            }
            Withheld::NotWhole => {
                write!(f, "scores are not whole numbers: no kappa; multiply half points by two to have it")
            }
        }
    }
}

impl fmt::Display for Note {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Note::Low { figure, value } => write!(f, "{figure} {value:.2} is under {AGREEMENT_MIN:.2}"),
            Note::Degraded { figure, by } => {
                write!(f, "{figure} is {by:.2} under that of two humans, more than {DEGRADATION_MAX:.2}")
            }
            Note::Shifted { value, limit } => {
                write!(f, "standardised difference {value:.2} is beyond {limit:.2} to either side")
            }
        }
    }
}

/// The figures of each criterion: over all answers, then of each group by name.
pub fn report(ratings: &Ratings) -> Vec<Agreement> {
    let of_criterion = |criterion: &str| -> Vec<Agreement> {
        let rated = || ratings.rated().iter().filter(|rated| rated.criterion == criterion);
        let groups: BTreeSet<&str> = rated().filter_map(|rated| rated.group.as_deref()).collect();
        let of_group = |group: Option<&str>| {
            let members: Vec<&Rated> =
                rated().filter(|rated| group.is_none() || rated.group.as_deref() == group).collect();
            agreement(criterion, group, &members)
        };
        std::iter::once(None).chain(groups.into_iter().map(Some)).map(of_group).collect()
    };
    ratings.criteria().into_iter().flat_map(of_criterion).collect()
}

fn agreement(criterion: &str, group: Option<&str>, rated: &[&Rated]) -> Agreement {
    let judge = Figures::of(&rated.iter().filter_map(|rated| rated.pair()).collect::<Vec<Pair>>());
    let human_pairs: Vec<Pair> = rated.iter().filter_map(|rated| rated.human_pair()).collect();
    let humans = (!human_pairs.is_empty()).then(|| Figures::of(&human_pairs));
    Agreement {
        criterion: criterion.to_owned(),
        group: group.map(str::to_owned),
        notes: notes(&judge, humans.as_ref(), group.is_some()),
        spread: Spread::of(rated),
        judge,
        humans,
    }
}

impl Figures {
    /// The figures of some pairs.
    pub fn of(pairs: &[Pair]) -> Self {
        let n = pairs.len();
        if n < PAIRS_MIN {
            return Figures { n, withheld: vec![Withheld::TooFew { pairs: n }], ..Figures::default() };
        }
        let sides: [fn(&Pair) -> f64; 2] = [|pair| pair.human, |pair| pair.judge];
        let constant = |side: fn(&Pair) -> f64| pairs.first().map(side).filter(|_| !varies(pairs.iter().map(side)));
        let mut withheld: Vec<Withheld> = [true, false]
            .into_iter()
            .zip(sides)
            .filter_map(|(is_human, side)| Some(Withheld::NoVariance { score: constant(side)?, is_human }))
            .collect();
        let varies = withheld.is_empty();
        let is_whole = pairs.iter().all(|pair| pair.human.fract() == 0.0 && pair.judge.fract() == 0.0);
        if varies && !is_whole {
            withheld.push(Withheld::NotWhole);
        }
        let pearson = pearson(pairs).and_then(|r| {
            let (low, high) = pearson_interval(r, n)?;
            Some(Correlation { r, low, high })
        });
        Figures {
            n,
            pearson,
            spearman: spearman(pairs),
            kappa: quadratic_weighted_kappa(pairs).filter(|_| varies && is_whole),
            standardised_difference: standardised_difference(pairs).filter(|_| varies),
            mean_difference: mean_difference(pairs),
            difference_sd: difference_sd(pairs),
            withheld,
        }
    }
}

impl Spread {
    /// None where no answer was judged more than once.
    fn of(rated: &[&Rated]) -> Option<Self> {
        let judged = rated.iter().map(|rated| rated.judgements.iter().filter_map(|one| one.score).collect());
        let repeated: Vec<Vec<f64>> = judged.filter(|scores: &Vec<f64>| scores.len() > 1).collect();
        let sd = pooled_sd(repeated.iter().map(Vec::as_slice))?;
        let same = repeated.iter().filter(|scores| !varies(scores.iter().copied())).count();
        Some(Spread { answers: repeated.len(), same, sd })
    }
}

fn notes(judge: &Figures, humans: Option<&Figures>, is_group: bool) -> Vec<Note> {
    let agreement = |figures: &Figures| [figures.pearson.map(|correlation| correlation.r), figures.kappa];
    let by_humans = humans.map_or([None, None], agreement);
    let mut notes = Vec::new();
    for ((figure, value), by_humans) in ["PCC", "QWK"].into_iter().zip(agreement(judge)).zip(by_humans) {
        let Some(value) = value else { continue };
        if value < AGREEMENT_MIN {
            notes.push(Note::Low { figure, value });
        }
        if let Some(by) = by_humans.map(|by_humans| by_humans - value).filter(|by| *by > DEGRADATION_MAX) {
            notes.push(Note::Degraded { figure, by });
        }
    }
    let limit = if is_group { DIFFERENCE_MAX_IN_GROUP } else { DIFFERENCE_MAX };
    let shift = judge.standardised_difference.filter(|value| value.abs() > limit);
    notes.extend(shift.map(|value| Note::Shifted { value, limit }));
    notes
}
