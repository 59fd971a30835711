//! The scores of each answer and criterion: what people gave, and every judgement of the judge.

use std::collections::{BTreeMap, BTreeSet};

use dataflow::events::AnswerId;

use super::rows::{Row, read};
use super::{CalibrationError, Fault, Pair};
use crate::heading::quoted;

/// Most different criteria, most different groups, and most runs of one answer.
const NAMES_MAX: usize = 100;

/// What was given to one criterion of one answer.
#[derive(Clone, Debug, PartialEq)]
pub struct Rated {
    /// The answer, by whatever name.
    pub answer: String,
    /// What was scored.
    pub criterion: String,
    /// What a person gave.
    pub human: f64,
    /// What a second person gave.
    pub second: Option<f64>,
    /// What the answer belongs to, as in the speaker's first language.
    pub group: Option<String>,
    /// What the judge gave, each time, in the order of the file.
    pub judgements: Vec<Judgement>,
    /// The first line that says so.
    line: u64,
}

/// What the judge gave once.
#[derive(Clone, Debug, PartialEq)]
pub struct Judgement {
    /// Which time; none if it says nothing.
    pub run: Option<String>,
    /// The score; none until it is looked up, and after that if there is none.
    pub score: Option<f64>,
    line: u64,
}

/// The scores of a file.
#[derive(Clone, Debug, PartialEq)]
pub struct Ratings {
    file: String,
    rated: Vec<Rated>,
}

impl Rated {
    /// The human's score beside that of the first judgement that has one.
    pub fn pair(&self) -> Option<Pair> {
        let judge = self.judgements.iter().find_map(|judgement| judgement.score)?;
        Some(Pair { human: self.human, judge })
    }

    /// The scores of the two people; the second stands in the judge's place.
    pub fn human_pair(&self) -> Option<Pair> {
        self.second.map(|second| Pair { human: self.human, judge: second })
    }
}

impl Ratings {
    /// Reads CSV or JSON Lines. `file` is the name for messages.
    ///
    /// # Errors
    /// The text is no such file, or two rows of one answer and criterion contradict each other.
    pub fn read(bytes: &[u8], file: &str) -> Result<Self, CalibrationError> {
        let in_line = |(line, fault)| CalibrationError::Line { file: file.to_owned(), line, fault };
        let mut rated: Vec<Rated> = Vec::new();
        let mut place_by_key: BTreeMap<(String, String), usize> = BTreeMap::new();
        for row in read(bytes, file)? {
            let key = (row.criterion.clone(), row.answer.clone());
            let place = *place_by_key.entry(key).or_insert(rated.len());
            match rated.get_mut(place) {
                Some(known) => take(known, row).map_err(in_line)?,
                None => rated.push(first(row)),
            }
        }
        has_few_names("criterion", rated.iter().map(|rated| (rated.line, rated.criterion.as_str())))
            .map_err(in_line)?;
        let groups = rated.iter().filter_map(|rated| rated.group.as_deref().map(|group| (rated.line, group)));
        has_few_names("group", groups).map_err(in_line)?;
        Ok(Ratings { file: file.to_owned(), rated })
    }

    /// What was given, in the order of the file.
    pub fn rated(&self) -> &[Rated] {
        &self.rated
    }

    /// The criteria, in the order of the file.
    pub fn criteria(&self) -> Vec<&str> {
        let mut seen = BTreeSet::new();
        self.rated.iter().map(|rated| rated.criterion.as_str()).filter(|criterion| seen.insert(*criterion)).collect()
    }

    /// Leaves only one criterion.
    pub fn keep(&mut self, criterion: &str) {
        self.rated.retain(|rated| rated.criterion == criterion);
    }

    /// How many judgements have no score.
    pub fn unjudged(&self) -> usize {
        self.rated.iter().flat_map(|rated| &rated.judgements).filter(|judgement| judgement.score.is_none()).count()
    }

    /// Looks the scores up that the file leaves to the log, by answer and criterion; those it does not find stay out.
    ///
    /// # Errors
    /// A judgement without a score whose answer is no answer id.
    pub fn fill(&mut self, score: impl Fn(AnswerId, &str) -> Option<f64>) -> Result<(), CalibrationError> {
        for Rated { answer, criterion, judgements, .. } in &mut self.rated {
            for judgement in judgements.iter_mut().filter(|judgement| judgement.score.is_none()) {
                let id: AnswerId = answer.parse().map_err(|_| CalibrationError::Line {
                    file: self.file.clone(),
                    line: judgement.line,
                    fault: Fault::NoJudge { answer: quoted(answer) },
                })?;
                judgement.score = score(id, criterion);
            }
        }
        Ok(())
    }
}

fn first(row: Row) -> Rated {
    let Row { line, answer, criterion, human, second, judge, group, run } = row;
    let judgements = vec![Judgement { run, score: judge, line }];
    Rated { answer, criterion, human, second, group, judgements, line }
}

/// Adds one more judgement of the same.
fn take(known: &mut Rated, row: Row) -> Result<(), (u64, Fault)> {
    let fields = [
        ("human", known.human == row.human),
        ("human2", known.second == row.second),
        ("group", known.group == row.group),
    ];
    if let Some((field, _)) = fields.into_iter().find(|(_, is_same)| !is_same) {
        return Err((row.line, Fault::Differs { field, line: known.line }));
    }
    if let Some(same) = known.judgements.iter().find(|judgement| judgement.run == row.run) {
        return Err((row.line, Fault::RunTwice { line: same.line }));
    }
    if known.judgements.len() >= NAMES_MAX {
        return Err((row.line, Fault::TooManyNames { field: "run", names_max: NAMES_MAX }));
    }
    known.judgements.push(Judgement { run: row.run, score: row.judge, line: row.line });
    Ok(())
}

fn has_few_names<'a>(field: &'static str, names: impl Iterator<Item = (u64, &'a str)>) -> Result<(), (u64, Fault)> {
    let mut seen = BTreeSet::new();
    for (line, name) in names {
        seen.insert(name);
        if seen.len() > NAMES_MAX {
            return Err((line, Fault::TooManyNames { field, names_max: NAMES_MAX }));
        }
    }
    Ok(())
}
