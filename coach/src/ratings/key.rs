//! The key of lists that were rated blind: which code is which answer, and who was given it.

use std::collections::BTreeMap;

use dataflow::events::AnswerId;

use super::deal::Item;
use super::{BYTES_MAX, RatingFault, Ratings};
use crate::heading::{HeadingFault, places};

/// The columns of a key.
const COLUMNS: [&str; 3] = ["code", "rater", "answer"];
/// Most codes of a key.
const CODES_MAX: usize = 100_000;

/// Which code is which answer.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Key {
    codes: BTreeMap<AnswerId, (String, AnswerId)>,
}

/// It is no key.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum KeyError {
    /// More than is read.
    #[error(
        "the key is larger than {BYTES_MAX} bytes or {CODES_MAX} codes, the limits; it is no key of `ratings lists`"
    )]
    TooLarge,
    /// The heading is none.
    #[error("the key, line 1: {0}")]
    Heading(#[from] HeadingFault),
    /// A row is none.
    #[error("the key, line {line}: not a code, a rater and an answer; take the file as `ratings lists` wrote it")]
    Row {
        /// Which line.
        line: u64,
    },
    /// Two rows say what one code is.
    #[error("the key, line {line}: the code stands there twice; give the keys of two calls one after the other")]
    Twice {
        /// Which line.
        line: u64,
    },
}

impl Key {
    /// The key of these lists, each with its rater.
    pub fn of<'a>(lists: impl IntoIterator<Item = (&'a String, &'a Vec<Item>)>) -> Self {
        let items = lists.into_iter().flat_map(|(rater, list)| list.iter().map(move |item| (rater, item)));
        Key { codes: items.map(|(rater, item)| (item.code, (rater.clone(), item.of.answer))).collect() }
    }

    /// Reads a key.
    ///
    /// # Errors
    /// It is none.
    pub fn read(bytes: &[u8]) -> Result<Self, KeyError> {
        if bytes.len() > BYTES_MAX {
            return Err(KeyError::TooLarge);
        }
        let mut reader = csv::ReaderBuilder::new().trim(csv::Trim::All).from_reader(bytes);
        let heading = reader.headers().map_err(|_| KeyError::Row { line: 1 })?.clone();
        let places = places(&heading, &COLUMNS, COLUMNS.len())?;
        let mut key = Key::default();
        for (record, line) in reader.records().zip(2_u64..) {
            let record = record.map_err(|_| KeyError::Row { line })?;
            let field = |place: usize| places.get(place).copied().flatten().and_then(|at| record.get(at));
            let id = |place: usize| field(place).and_then(|text| text.parse::<AnswerId>().ok());
            let (Some(code), Some(rater), Some(answer)) = (id(0), field(1), id(2)) else {
                return Err(KeyError::Row { line });
            };
            if key.codes.insert(code, (rater.to_owned(), answer)).is_some() {
                return Err(KeyError::Twice { line });
            }
            if key.codes.len() > CODES_MAX {
                return Err(KeyError::TooLarge);
            }
        }
        Ok(key)
    }

    /// As a file.
    pub fn write(&self) -> Vec<u8> {
        let mut writer = csv::Writer::from_writer(Vec::new());
        // Writing into memory does not fail.
        let _ = writer.write_record(COLUMNS);
        for (code, (rater, answer)) in &self.codes {
            let _ = writer.write_record([&code.to_string(), rater, &answer.to_string()]);
        }
        writer.into_inner().unwrap_or_default()
    }
}

impl Ratings {
    /// Puts the answers in the place of their codes; what is no code of that rater is refused.
    pub fn unblind(&mut self, key: &Key) {
        self.refuse(|rating| match key.codes.get(&rating.answer) {
            None => Some(RatingFault::UnknownCode),
            Some((rater, _)) => (*rater != rating.scores.rater).then_some(RatingFault::OtherRater),
        });
        for rating in &mut self.sound {
            if let Some((_, answer)) = key.codes.get(&rating.answer) {
                rating.answer = *answer;
            }
        }
    }
}
