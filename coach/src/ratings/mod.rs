//! Ratings that people give: a file of scores as facts about answers, and what is wrong with it, line by line.
//!
//! A row is one score of one criterion of one answer by one rater; the rows of a rater, an answer, a rubric and a round are
//! one rating, which is taken or refused as a whole. What a rubric allows is checked here; which answers there are
//! only the log knows, so whoever reads the log refuses more, and [`rejects`] writes down all that was refused. Lists for
//! people who rate blind are dealt here too, and the key that tells what their codes are.

mod deal;
mod error;
mod file;
mod key;

use std::collections::BTreeMap;

use dataflow::events::{AnswerAssessed, AnswerId, CriterionScore};
use dataflow::views::scores::OVERALL;

pub use self::deal::{Candidate, Dealing, Item, blank};
pub use self::error::{RatingFault, RatingsError};
pub use self::file::{BYTES_MAX, COLUMNS, ROWS_MAX};
use self::file::{Read, Row};
pub use self::key::{Key, KeyError};
use crate::rubrics::{Rubric, Rubrics};

/// One rating of one answer.
#[derive(Clone, Debug, PartialEq)]
pub struct Rating {
    /// Of what.
    pub answer: AnswerId,
    /// Who scored what how; the revision is the round.
    pub scores: AnswerAssessed,
    rows: Vec<Row>,
}

/// A row that is not taken.
#[derive(Clone, Debug, PartialEq)]
pub struct Rejected {
    /// Where, from 1.
    pub line: u64,
    /// Why.
    pub fault: RatingFault,
    fields: Vec<String>,
}

/// What a file says.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Ratings {
    /// What may be taken, in the order of the file.
    pub sound: Vec<Rating>,
    /// What may not, in the order of the file.
    pub rejected: Vec<Rejected>,
}

impl Ratings {
    /// Reads a file. `name` is what messages call it.
    ///
    /// # Errors
    /// It is no file of ratings at all: too large, no heading, columns that are not known.
    pub fn read(bytes: &[u8], name: &str, rubrics: &Rubrics) -> Result<Self, RatingsError> {
        let Read { rows, rejected } = file::read(bytes, name)?;
        let mut ratings = Ratings { sound: Vec::new(), rejected };
        let mut by_rating: BTreeMap<_, Vec<Row>> = BTreeMap::new();
        for row in rows {
            by_rating.entry(row.rating()).or_default().push(row);
        }
        let mut grouped: Vec<Vec<Row>> = by_rating.into_values().collect();
        grouped.sort_by_key(|rows| rows.first().map(|row| row.line));
        for rows in grouped {
            match rating(&rows, rubrics) {
                Ok(scores) => ratings.sound.extend(scores.map(|(answer, scores)| Rating { answer, scores, rows })),
                Err((line, fault)) => ratings.refuse_rows(rows, line, &fault),
            }
        }
        // A rating of which some row was no row at all is refused with it: half a rating says something else.
        let lost: Vec<(u64, Vec<String>)> = ratings.rejected.iter().map(|row| (row.line, row.fields.clone())).collect();
        for (line, fields) in lost {
            let (broken, whole) = std::mem::take(&mut ratings.sound)
                .into_iter()
                .partition(|rating| rating.rows.first().is_some_and(|row| row.is_of_same_rating(&fields)));
            ratings.sound = whole;
            let broken: Vec<Rating> = broken;
            broken.into_iter().for_each(|rating| ratings.refuse_rows(rating.rows, 0, &RatingFault::Beside { line }));
        }
        ratings.rejected.sort_by_key(|rejected| rejected.line);
        Ok(ratings)
    }

    /// Takes those ratings out that the log cannot hold.
    pub fn refuse(&mut self, mut fault: impl FnMut(&Rating) -> Option<RatingFault>) {
        for rating in std::mem::take(&mut self.sound) {
            match fault(&rating) {
                Some(fault) => {
                    let line = rating.rows.first().map_or(0, |row| row.line);
                    self.refuse_rows(rating.rows, line, &fault);
                }
                None => self.sound.push(rating),
            }
        }
        self.rejected.sort_by_key(|rejected| rejected.line);
    }

    /// All rows of a rating go: that line for its fault, the others for being beside it.
    fn refuse_rows(&mut self, rows: Vec<Row>, line: u64, fault: &RatingFault) {
        let rejected = rows.into_iter().map(|row| {
            let is_it = row.line == line || line == 0;
            let fault = if is_it { fault.clone() } else { RatingFault::Beside { line } };
            Rejected { line: row.line, fault, fields: row.fields }
        });
        self.rejected.extend(rejected);
    }
}

/// What the rows of one rating say together.
fn rating(rows: &[Row], rubrics: &Rubrics) -> Result<Option<(AnswerId, AnswerAssessed)>, (u64, RatingFault)> {
    let Some(first) = rows.first() else { return Ok(None) };
    let at = |fault| (first.line, fault);
    let known = || rubrics.all().iter().map(Rubric::name).collect::<Vec<_>>().join(", ");
    let rubric = rubrics.all().iter().find(|rubric| rubric.name() == first.rubric);
    let rubric =
        rubric.ok_or_else(|| at(RatingFault::UnknownRubric { rubric: first.rubric.clone(), known: known() }))?;
    let mut criteria: BTreeMap<usize, CriterionScore> = BTreeMap::new();
    let mut score_centi = None;
    for row in rows {
        let at = |fault| (row.line, fault);
        if row.criterion == OVERALL {
            let score = points(row.score_centi, u32::from(rubric.max) * 100, 50).map_err(at)?;
            if score_centi.replace(score).is_some() {
                return Err(at(RatingFault::Twice { criterion: row.criterion.clone() }));
            }
            continue;
        }
        let place = rubric.criteria.iter().position(|rule| rule.name == row.criterion);
        let rule = place.and_then(|place| Some((place, rubric.criteria.get(place)?)));
        let Some((place, rule)) = rule else {
            let known: Vec<&str> = rubric.criteria.iter().map(|rule| rule.name.as_str()).chain([OVERALL]).collect();
            return Err(at(RatingFault::UnknownCriterion {
                criterion: row.criterion.clone(),
                known: known.join(", "),
            }));
        };
        let centi = points(row.score_centi, u32::from(rule.max) * 100, 100).map_err(at)?;
        let score = u16::try_from(centi / 100).unwrap_or(u16::MAX);
        let scored = CriterionScore { criterion: rule.name.clone(), score, low: score, high: score, max: rule.max };
        if criteria.insert(place, scored).is_some() {
            return Err(at(RatingFault::Twice { criterion: row.criterion.clone() }));
        }
    }
    let scores = AnswerAssessed {
        rater: first.rater.clone(),
        rubric: first.rubric.clone(),
        revision: first.round,
        criteria: criteria.into_values().collect(),
        score_centi,
        low_centi: None,
        high_centi: None,
        max_centi: u32::from(rubric.max) * 100,
    };
    Ok(Some((first.answer, scores)))
}

/// A score that the scale has.
fn points(centi: u32, max_centi: u32, step_centi: u32) -> Result<u32, RatingFault> {
    if centi > max_centi {
        return Err(RatingFault::OutOfRange { max: max_centi / 100 });
    }
    if !centi.is_multiple_of(step_centi) {
        return Err(RatingFault::BetweenSteps { is_half: step_centi == 50 });
    }
    Ok(centi)
}

/// The rows that were refused as CSV: as they were, with their line and reason before them.
pub fn rejects(rejected: &[Rejected]) -> Vec<u8> {
    let mut writer = csv::WriterBuilder::new().flexible(true).from_writer(Vec::new());
    let heading = ["line", "reason"].into_iter().chain(COLUMNS);
    // Writing into memory does not fail.
    let _ = writer.write_record(heading);
    for Rejected { line, fault, fields } in rejected {
        let (line, reason) = (line.to_string(), fault.to_string());
        let _ = writer.write_record([line, reason].iter().chain(fields));
    }
    writer.into_inner().unwrap_or_default()
}
