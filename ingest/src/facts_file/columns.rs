//! The columns of one batch of a table, read cell by cell.
//!
//! A column that the file lacks is null in every row. Whole numbers may have any width in the file; whether one fits
//! what it is wanted for is asked cell by cell, so that one bad number costs one row. Names are looked at once for
//! each entry of the batch's dictionary.

use std::ops::Range;

use arrow_array::types::Int32Type;
use arrow_array::{
    Array, ArrayRef, DictionaryArray, Int8Array, Int16Array, Int32Array, Int64Array, ListArray, RecordBatch,
    StringArray, StructArray, UInt8Array, UInt16Array, UInt32Array, UInt64Array,
};

use super::FactError;
use super::fact_error::quoted;

/// A column of whole numbers.
pub(super) struct Numbers {
    what: &'static str,
    cells: Cells,
}

/// The cells, as wide as the file has them.
enum Cells {
    Missing,
    I8(Int8Array),
    I16(Int16Array),
    I32(Int32Array),
    I64(Int64Array),
    U8(UInt8Array),
    U16(UInt16Array),
    U32(UInt32Array),
    U64(UInt64Array),
}

impl Numbers {
    /// The column of that name.
    pub(super) fn of(batch: &RecordBatch, what: &'static str) -> Self {
        Numbers { what, cells: cells(batch.column_by_name(what)) }
    }

    /// A part of the items of a list.
    fn part(items: &StructArray, what: &'static str) -> Self {
        Numbers { what, cells: cells(items.column_by_name(what)) }
    }

    /// The number in a row; none where it is null.
    pub(super) fn optional<N: TryFrom<i128>>(&self, row: usize) -> Result<Option<N>, FactError> {
        let Some(found) = self.cells.get(row) else { return Ok(None) };
        N::try_from(found).map(Some).map_err(|_| FactError::Range { what: self.what, found })
    }

    /// The number in a row.
    pub(super) fn needed<N: TryFrom<i128>>(&self, row: usize) -> Result<N, FactError> {
        self.optional(row)?.ok_or(FactError::Missing { what: self.what })
    }
}

fn cells(column: Option<&ArrayRef>) -> Cells {
    let Some(column) = column.filter(|column| column.null_count() < column.len()) else { return Cells::Missing };
    let any = column.as_any();
    macro_rules! first_of {
        ($($cells:ident $array:ty),*) => {
            $(if let Some(array) = any.downcast_ref::<$array>() {
                return Cells::$cells(array.clone());
            })*
        };
    }
    first_of!(U32 UInt32Array, U64 UInt64Array, I64 Int64Array, I32 Int32Array, U16 UInt16Array, I16 Int16Array);
    first_of!(U8 UInt8Array, I8 Int8Array);
    Cells::Missing // cannot be: the file was opened with whole numbers here
}

impl Cells {
    fn get(&self, row: usize) -> Option<i128> {
        macro_rules! cell {
            ($array:expr) => {
                $array.is_valid(row).then(|| i128::from($array.value(row)))
            };
        }
        match self {
            Cells::Missing => None,
            Cells::I8(array) => cell!(array),
            Cells::I16(array) => cell!(array),
            Cells::I32(array) => cell!(array),
            Cells::I64(array) => cell!(array),
            Cells::U8(array) => cell!(array),
            Cells::U16(array) => cell!(array),
            Cells::U32(array) => cell!(array),
            Cells::U64(array) => cell!(array),
        }
    }
}

/// A column of names of few kinds, each of which was read as a `V`; those that are none are kept as text.
pub(super) struct Names<V> {
    what: &'static str,
    keys: Option<Int32Array>,
    values: Vec<Result<V, String>>,
}

impl<V: Clone> Names<V> {
    /// The column of that name, and how a name is read.
    pub(super) fn of(batch: &RecordBatch, what: &'static str, read: impl Fn(&str) -> Option<V>) -> Self {
        let column = batch.column_by_name(what).filter(|column| column.null_count() < column.len());
        let dictionary = column.and_then(|column| column.as_any().downcast_ref::<DictionaryArray<Int32Type>>());
        let texts = dictionary.and_then(|names| names.values().as_any().downcast_ref::<StringArray>());
        let read = |text: Option<&str>| {
            let text = text.unwrap_or_default();
            read(text).ok_or_else(|| quoted(text))
        };
        let values = texts.map(|texts| texts.iter().map(read).collect()).unwrap_or_default();
        Names { what, keys: dictionary.map(|names| names.keys().clone()), values }
    }

    /// The name in a row; none where it is null.
    pub(super) fn optional(&self, row: usize) -> Result<Option<V>, FactError> {
        let Some(keys) = self.keys.as_ref().filter(|keys| keys.is_valid(row)) else { return Ok(None) };
        match usize::try_from(keys.value(row)).ok().and_then(|key| self.values.get(key)) {
            Some(Ok(value)) => Ok(Some(value.clone())),
            Some(Err(found)) => Err(FactError::Name { what: self.what, found: found.clone() }),
            None => Ok(None),
        }
    }

    /// The name in a row.
    pub(super) fn needed(&self, row: usize) -> Result<V, FactError> {
        self.optional(row)?.ok_or(FactError::Missing { what: self.what })
    }
}

/// A column of lists, whose items are in arrays of their own.
pub(super) struct Lists<I> {
    what: &'static str,
    most: usize,
    lists: Option<(ListArray, I)>,
}

impl<I> Lists<I> {
    /// The column of that name, how many items a list may have, and how its items are read.
    pub(super) fn of(
        batch: &RecordBatch,
        what: &'static str,
        most: usize,
        items: impl Fn(&StructArray) -> I,
    ) -> Self {
        let column = batch.column_by_name(what).filter(|column| column.null_count() < column.len());
        let lists = column.and_then(|column| column.as_any().downcast_ref::<ListArray>());
        let lists = lists.and_then(|lists| {
            let parts = lists.values().as_any().downcast_ref::<StructArray>()?;
            Some((lists.clone(), items(parts)))
        });
        Lists { what, most, lists }
    }

    /// The items of a row's list; none where it is null.
    pub(super) fn get<T>(
        &self,
        row: usize,
        item: impl Fn(&I, usize) -> Result<T, FactError>,
    ) -> Result<Vec<T>, FactError> {
        let Some((lists, items)) = self.lists.as_ref().filter(|(lists, _)| lists.is_valid(row)) else {
            return Ok(Vec::new());
        };
        let place = self.place(lists, row)?;
        place.map(|at| item(items, at)).collect()
    }

    /// Where a row's items are.
    fn place(&self, lists: &ListArray, row: usize) -> Result<Range<usize>, FactError> {
        let offset = |row: usize| lists.value_offsets().get(row).and_then(|offset| usize::try_from(*offset).ok());
        let (start, end) = (offset(row).unwrap_or(0), offset(row + 1).unwrap_or(0));
        let found = end.saturating_sub(start);
        if found > self.most {
            return Err(FactError::TooLarge { what: self.what, found: found as u64, max: self.most as u64 });
        }
        Ok(start..end)
    }
}

/// The parts of the items of `lemmas`.
pub(super) struct LemmaItems {
    pub(super) lemma: Numbers,
    pub(super) count: Numbers,
}

impl LemmaItems {
    pub(super) fn of(items: &StructArray) -> Self {
        LemmaItems { lemma: Numbers::part(items, "lemma"), count: Numbers::part(items, "count") }
    }
}

/// The parts of the items of `criteria`.
pub(super) struct CriterionItems {
    criterion: Option<StringArray>,
    pub(super) score: Numbers,
    pub(super) low: Numbers,
    pub(super) high: Numbers,
    pub(super) max: Numbers,
}

impl CriterionItems {
    pub(super) fn of(items: &StructArray) -> Self {
        let criterion = items.column_by_name("criterion").and_then(|names| names.as_any().downcast_ref());
        let number = |what| Numbers::part(items, what);
        CriterionItems {
            criterion: criterion.cloned(),
            score: number("score"),
            low: number("low"),
            high: number("high"),
            max: number("max"),
        }
    }

    /// The criterion's name.
    pub(super) fn name(&self, at: usize) -> Result<String, FactError> {
        let names = self.criterion.as_ref().filter(|names| names.is_valid(at));
        names.map(|names| names.value(at).to_owned()).ok_or(FactError::Missing { what: "criterion" })
    }
}
