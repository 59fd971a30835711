//! The file as rows: CSV with a heading, bounded in bytes, rows and fields. A row that is none is refused by itself.

use dataflow::events::AnswerId;

use super::{RatingFault, RatingsError, Rejected};
use crate::bank::is_control;
use crate::heading::places;

/// Largest file, in bytes.
pub const BYTES_MAX: usize = 32 * 1024 * 1024;
/// Most rows of a file.
pub const ROWS_MAX: usize = 200_000;
/// The columns in the order in which they are best written; `round` may be left out.
pub const COLUMNS: [&str; 6] = ["rater", "answer", "rubric", "criterion", "score", "round"];
/// How many of them every file has.
const NEEDED: usize = 5;
/// Longest text of a field, in characters.
const FIELD_CHARS_MAX: usize = 100;
/// Most rounds.
const ROUND_MAX: u32 = 1_000;

/// A score of one criterion.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Row {
    pub(super) line: u64,
    pub(super) rater: String,
    pub(super) answer: AnswerId,
    pub(super) rubric: String,
    pub(super) criterion: String,
    /// In hundredths of a point.
    pub(super) score_centi: u32,
    pub(super) round: u32,
    /// As it was written, in the order of [`COLUMNS`].
    pub(super) fields: Vec<String>,
}

impl Row {
    /// What the rows of one rating have in common.
    pub(super) fn rating(&self) -> (String, AnswerId, String, u32) {
        (self.rater.clone(), self.answer, self.rubric.clone(), self.round)
    }

    /// Whether a row that is none seems to belong to the same rating.
    pub(super) fn is_of_same_rating(&self, fields: &[String]) -> bool {
        let same = |place: usize| fields.get(place).is_some() && fields.get(place) == self.fields.get(place);
        same(0) && same(1) && same(2) && same(5)
    }
}

/// Rows, and what is none.
pub(super) struct Read {
    pub(super) rows: Vec<Row>,
    pub(super) rejected: Vec<Rejected>,
}

pub(super) fn read(bytes: &[u8], file: &str) -> Result<Read, RatingsError> {
    let file = || file.to_owned();
    if bytes.len() > BYTES_MAX {
        return Err(RatingsError::TooLarge { file: file(), bytes_max: BYTES_MAX });
    }
    let bytes = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(bytes);
    let mut reader = csv::ReaderBuilder::new().trim(csv::Trim::All).flexible(true).from_reader(bytes);
    let wrong = |fault| RatingsError::Heading { file: file(), fault };
    let heading = reader.headers().map_err(|_| wrong(RatingFault::Malformed))?.clone();
    if heading.is_empty() {
        return Err(RatingsError::NoRows { file: file() });
    }
    let places = places(&heading, &COLUMNS, NEEDED).map_err(|fault| wrong(fault.into()))?;
    let mut read = Read { rows: Vec::new(), rejected: Vec::new() };
    for record in reader.records() {
        if read.rows.len() + read.rejected.len() >= ROWS_MAX {
            return Err(RatingsError::TooManyRows { file: file(), rows_max: ROWS_MAX });
        }
        match record {
            Ok(record) => {
                let line = record.position().map_or(1, csv::Position::line);
                let field =
                    |place: &Option<usize>| place.and_then(|place| record.get(place)).unwrap_or_default().to_owned();
                let fields: Vec<String> = places.iter().map(field).collect();
                let width = (record.len() == heading.len())
                    .then_some(())
                    .ok_or(RatingFault::Fields { fields: record.len(), columns: heading.len() });
                match width.and_then(|()| row(line, fields.clone())) {
                    Ok(row) => read.rows.push(row),
                    Err(fault) => read.rejected.push(Rejected { line, fault, fields }),
                }
            }
            Err(error) => {
                let line = error.position().map_or(1, csv::Position::line);
                read.rejected.push(Rejected { line, fault: RatingFault::Malformed, fields: Vec::new() });
            }
        }
    }
    if read.rows.is_empty() && read.rejected.is_empty() {
        return Err(RatingsError::NoRows { file: file() });
    }
    Ok(read)
}

fn row(line: u64, fields: Vec<String>) -> Result<Row, RatingFault> {
    let text = |place: usize, field: &'static str| {
        let text = fields.get(place).map(String::as_str).unwrap_or_default();
        if text.is_empty() {
            return Err(RatingFault::Empty { field });
        }
        if text.chars().count() > FIELD_CHARS_MAX || text.chars().any(is_control) {
            return Err(RatingFault::Text { field, chars_max: FIELD_CHARS_MAX });
        }
        Ok(text.to_owned())
    };
    let rater = text(0, "rater")?;
    let answer = text(1, "answer")?.parse().map_err(|_| RatingFault::NotAnId)?;
    let (rubric, criterion) = (text(2, "rubric")?, text(3, "criterion")?);
    let score_centi = centi(&text(4, "score")?).ok_or(RatingFault::NotAScore)?;
    let round = match fields.get(5).map(String::as_str) {
        None | Some("") => 0,
        Some(round) => {
            let round = round.parse().ok().filter(|round| *round <= ROUND_MAX);
            round.ok_or(RatingFault::NotARound { round_max: ROUND_MAX })?
        }
    };
    Ok(Row { line, rater, answer, rubric, criterion, score_centi, round, fields })
}

/// A number of points with at most two decimals, in hundredths. Nothing is rounded.
fn centi(text: &str) -> Option<u32> {
    let (whole, rest) = text.split_once('.').unwrap_or((text, ""));
    let are_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if whole.is_empty() || whole.len() > 6 || rest.len() > 2 || !are_digits(whole) || !are_digits(rest) {
        return None;
    }
    let rest = format!("{rest:0<2}");
    Some(whole.parse::<u32>().ok()? * 100 + rest.parse::<u32>().ok()?)
}
