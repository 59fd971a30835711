//! The columns of one batch of a table, read cell by cell.
//!
//! A column that the file lacks is null in every row. Whole numbers may have any width in the file and are brought to
//! the wanted one column by column; one that does not fit costs its row only. Names of few kinds are looked at once for
//! each entry of the batch's dictionary.

use std::ops::Range;

use arrow_array::types::{ArrowPrimitiveType, Int32Type};
use arrow_array::{
    Array, ArrayRef, DictionaryArray, Int8Array, Int16Array, Int32Array, Int64Array, ListArray, PrimitiveArray,
    RecordBatch, StringArray, StructArray, UInt8Array, UInt16Array, UInt32Array, UInt64Array,
};

use super::FactError;
use super::fact_error::quoted;

/// A column of whole numbers that are wanted as `N`.
pub(super) struct Numbers<N> {
    what: &'static str,
    /// Empty where the column is missing.
    cells: Vec<Option<N>>,
    /// Numbers that are no `N`, by row; null among the cells.
    misfits: Vec<(usize, i128)>,
}

/// A number that the number of any column may become, if it fits.
pub(super) trait Wanted:
    Copy
    + TryFrom<u8>
    + TryFrom<u16>
    + TryFrom<u32>
    + TryFrom<u64>
    + TryFrom<i8>
    + TryFrom<i16>
    + TryFrom<i32>
    + TryFrom<i64>
{
}

impl Wanted for i16 {}
impl Wanted for u16 {}
impl Wanted for u32 {}
impl Wanted for u64 {}

impl<N: Wanted> Numbers<N> {
    /// The column of that name.
    pub(super) fn of(batch: &RecordBatch, what: &'static str) -> Self {
        Numbers::in_column(batch.column_by_name(what), what)
    }

    /// A part of the items of a list.
    fn part(items: &StructArray, what: &'static str) -> Self {
        Numbers::in_column(items.column_by_name(what), what)
    }

    fn in_column(column: Option<&ArrayRef>, what: &'static str) -> Self {
        let mut numbers = Numbers { what, cells: Vec::new(), misfits: Vec::new() };
        let Some(column) = column.filter(|column| column.null_count() < column.len()) else { return numbers };
        let any = column.as_any();
        macro_rules! first_of {
            ($($array:ty),*) => {
                $(if let Some(array) = any.downcast_ref::<$array>() {
                    numbers.take(array);
                    return numbers;
                })*
            };
        }
        first_of!(UInt32Array, UInt64Array, Int64Array, Int32Array, UInt16Array, Int16Array, UInt8Array, Int8Array);
        numbers // cannot be: the file was opened with whole numbers here
    }

    fn take<T: ArrowPrimitiveType>(&mut self, found: &PrimitiveArray<T>)
    where
        N: TryFrom<T::Native>,
        i128: From<T::Native>,
    {
        let misfits = &mut self.misfits;
        let mut fitting = |(row, found): (usize, T::Native)| {
            let fits = N::try_from(found).ok();
            if fits.is_none() {
                misfits.push((row, i128::from(found)));
            }
            fits
        };
        self.cells = if found.null_count() == 0 {
            found.values().iter().copied().enumerate().map(fitting).collect()
        } else {
            found.iter().enumerate().map(|(row, cell)| fitting((row, cell?))).collect()
        };
    }

    /// The number in a row; none where it is null.
    #[inline]
    pub(super) fn optional(&self, row: usize) -> Result<Option<N>, FactError> {
        match self.cells.get(row) {
            Some(Some(number)) => Ok(Some(*number)),
            Some(None) | None => self.no_number(row),
        }
    }

    /// The number in a row.
    #[inline]
    pub(super) fn needed(&self, row: usize) -> Result<N, FactError> {
        let Some(found) = self.optional(row)? else { return Err(FactError::Missing { what: self.what }) };
        Ok(found)
    }

    fn no_number(&self, row: usize) -> Result<Option<N>, FactError> {
        let misfit = self.misfits.iter().find(|(misfit, _)| *misfit == row);
        misfit.map_or(Ok(None), |(_, found)| Err(FactError::Range { what: self.what, found: *found }))
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
        let Some(found) = self.optional(row)? else { return Err(FactError::Missing { what: self.what }) };
        Ok(found)
    }
}

/// A column of texts.
pub(super) struct Texts {
    what: &'static str,
    texts: Option<StringArray>,
}

impl Texts {
    /// The column of that name.
    pub(super) fn of(batch: &RecordBatch, what: &'static str) -> Self {
        Texts::in_column(batch.column_by_name(what), what)
    }

    fn in_column(column: Option<&ArrayRef>, what: &'static str) -> Self {
        let column = column.filter(|column| column.null_count() < column.len());
        Texts { what, texts: column.and_then(|column| column.as_any().downcast_ref()).cloned() }
    }

    /// Whether no row has a text.
    pub(super) fn is_empty(&self) -> bool {
        self.texts.is_none()
    }

    /// The text in a row; none where it is null.
    pub(super) fn optional(&self, row: usize) -> Option<&str> {
        self.texts.as_ref().filter(|texts| texts.is_valid(row)).map(|texts| texts.value(row))
    }

    /// The text in a row.
    pub(super) fn needed(&self, row: usize) -> Result<&str, FactError> {
        self.optional(row).ok_or(FactError::Missing { what: self.what })
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
    pub(super) fn of(batch: &RecordBatch, what: &'static str, most: usize, items: impl Fn(&StructArray) -> I) -> Self {
        let column = batch.column_by_name(what).filter(|column| column.null_count() < column.len());
        let lists = column.and_then(|column| column.as_any().downcast_ref::<ListArray>());
        let lists = lists.and_then(|lists| {
            let parts = lists.values().as_any().downcast_ref::<StructArray>()?;
            Some((lists.clone(), items(parts)))
        });
        Lists { what, most, lists }
    }

    /// Whether no row has a list.
    pub(super) fn is_empty(&self) -> bool {
        self.lists.is_none()
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
    pub(super) lemma: Numbers<u32>,
    pub(super) count: Numbers<u16>,
}

impl LemmaItems {
    pub(super) fn of(items: &StructArray) -> Self {
        LemmaItems { lemma: Numbers::part(items, "lemma"), count: Numbers::part(items, "count") }
    }
}

/// The parts of the items of `criteria`.
pub(super) struct CriterionItems {
    pub(super) criterion: Texts,
    pub(super) score: Numbers<u16>,
    pub(super) low: Numbers<u16>,
    pub(super) high: Numbers<u16>,
    pub(super) max: Numbers<u16>,
}

impl CriterionItems {
    pub(super) fn of(items: &StructArray) -> Self {
        let number = |what| Numbers::part(items, what);
        CriterionItems {
            criterion: Texts::in_column(items.column_by_name("criterion"), "criterion"),
            score: number("score"),
            low: number("low"),
            high: number("high"),
            max: number("max"),
        }
    }
}
