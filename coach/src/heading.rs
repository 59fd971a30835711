//! The heading of a table in CSV: which columns it has, and where each stands.
//!
//! The order of columns is free, and so is the case of their names. One that is not known is an error: a misspelt one
//! would otherwise be lost without a word.

/// Most characters of a file that a message quotes.
pub(crate) const QUOTED_CHARS_MAX: usize = 40;

/// A heading that is none.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum HeadingFault {
    /// A column that means nothing here.
    #[error("column {column:?} is not known; the columns are {known}, with commas between them")]
    UnknownColumn {
        /// The start of its name.
        column: String,
        /// Those that are.
        known: String,
    },
    /// A column stands twice.
    #[error("column {column:?} stands there twice; leave one out")]
    ColumnTwice {
        /// The start of its name.
        column: String,
    },
    /// A column that every file has.
    #[error("column {column:?} is missing; add it to the heading")]
    MissingColumn {
        /// Its name.
        column: &'static str,
    },
}

/// Where each of these columns stands in the rows, none for one that may be left out and is; so many from the first on
/// are in every file.
pub(crate) fn places<const N: usize>(
    heading: &csv::StringRecord,
    columns: &[&'static str; N],
    needed: usize,
) -> Result<[Option<usize>; N], HeadingFault> {
    let mut places = [None; N];
    for (at, name) in heading.iter().enumerate() {
        let known = columns.iter().position(|column| column.eq_ignore_ascii_case(name));
        let Some(place) = known.and_then(|known| places.get_mut(known)) else {
            return Err(HeadingFault::UnknownColumn { column: quoted(name), known: columns.join(", ") });
        };
        if place.replace(at).is_some() {
            return Err(HeadingFault::ColumnTwice { column: quoted(name) });
        }
    }
    let missing = columns.iter().zip(&places).take(needed).find(|(_, place)| place.is_none());
    missing.map_or(Ok(places), |(column, _)| Err(HeadingFault::MissingColumn { column }))
}

/// The start of a text, short enough for a message.
pub(crate) fn quoted(text: &str) -> String {
    text.chars().take(QUOTED_CHARS_MAX).collect()
}
