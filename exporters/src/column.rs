//! A column: its name, what it means, and how a row fills it, said in one place.
//!
//! The meaning goes into the file as metadata of the field (`description`, `unit`, and `null` where a cell may be
//! empty), so that a codebook is made from the files alone. Types are chosen for those who read the tables: ids are 16
//! hex digits, as readers lose the low bits of unsigned numbers of 64 bits; whole numbers are signed, as a difference
//! of unsigned ones wraps around; times are in UTC; points are decimals; names of few kinds are dictionaries.

use std::borrow::Borrow;
use std::sync::Arc;

use arrow_array::types::Int32Type;
use arrow_array::{
    ArrayRef, BooleanArray, Decimal128Array, DictionaryArray, Float32Array, Float64Array, Int64Array, StringArray,
    TimestampMillisecondArray,
};
use arrow_schema::{ArrowError, DataType, Field, TimeUnit};

/// Digits of a number of points: as many as 32 bits of hundredths need.
const POINTS_PRECISION: u8 = 10;
const POINTS_SCALE: i8 = 2;

/// The last millisecond of the year 9999, in milliseconds since the Unix epoch. Readers fail on a whole table where
/// one time is later than their calendars go.
const MOMENT_MS_MAX: u64 = 253_402_300_799_999;

/// One column of a table whose rows are `R`.
pub(crate) struct Column<R: 'static> {
    /// Name in the file. Never changes meaning.
    pub(crate) name: &'static str,
    /// What it says, as a fragment.
    pub(crate) description: &'static str,
    /// The unit of its numbers; empty where there is none.
    pub(crate) unit: &'static str,
    /// What an empty cell says; none where there is always a value.
    pub(crate) null: Option<&'static str>,
    /// How a row fills it.
    pub(crate) value: Value<R>,
}

/// Where a cell comes from, by the type of its column.
pub(crate) enum Value<R: 'static> {
    /// 16 hex digits.
    Id(fn(&R) -> Option<u64>),
    /// A name of few kinds.
    Name(fn(&R) -> Option<&str>),
    /// Any text.
    Text(fn(&R) -> Option<&str>),
    /// A whole number.
    Whole(fn(&R) -> Option<i64>),
    /// A number with a fraction.
    Number(fn(&R) -> Option<f64>),
    /// A number with a fraction that is stored in 32 bits.
    Probability(fn(&R) -> Option<f32>),
    /// Points, given in hundredths.
    Points(fn(&R) -> Option<u32>),
    /// Yes or no.
    Flag(fn(&R) -> Option<bool>),
    /// A time in UTC, given in milliseconds since the Unix epoch.
    Moment(fn(&R) -> Option<u64>),
}

impl<R: 'static> Column<R> {
    /// The field of the schema, with what it means.
    pub(crate) fn field(&self) -> Field {
        let meaning = [("description", self.description), ("unit", self.unit)];
        let null = self.null.map(|null| ("null", null));
        let data_type = match &self.value {
            Value::Id(_) | Value::Text(_) => DataType::Utf8,
            Value::Name(_) => DataType::Dictionary(Box::new(DataType::Int32), Box::new(DataType::Utf8)),
            Value::Whole(_) => DataType::Int64,
            Value::Number(_) => DataType::Float64,
            Value::Probability(_) => DataType::Float32,
            Value::Points(_) => DataType::Decimal128(POINTS_PRECISION, POINTS_SCALE),
            Value::Flag(_) => DataType::Boolean,
            Value::Moment(_) => DataType::Timestamp(TimeUnit::Millisecond, Some("UTC".into())),
        };
        let metadata: arrow_schema::Metadata = meaning.into_iter().chain(null).collect();
        Field::new(self.name, data_type, self.null.is_some()).with_metadata(metadata)
    }

    /// The cells of these rows.
    pub(crate) fn cells<B: Borrow<R>>(&self, rows: &[B]) -> Result<ArrayRef, ArrowError> {
        let rows = rows.iter().map(Borrow::borrow);
        Ok(match self.value {
            Value::Id(id) => Arc::new(rows.map(|row| id(row).map(|id| format!("{id:016x}"))).collect::<StringArray>()),
            Value::Name(name) => Arc::new(rows.map(name).collect::<DictionaryArray<Int32Type>>()),
            Value::Text(text) => Arc::new(rows.map(text).collect::<StringArray>()),
            Value::Whole(whole) => Arc::new(rows.map(whole).collect::<Int64Array>()),
            Value::Number(number) => Arc::new(rows.map(number).collect::<Float64Array>()),
            Value::Probability(probability) => Arc::new(rows.map(probability).collect::<Float32Array>()),
            Value::Points(centi) => {
                let points = rows.map(|row| centi(row).map(i128::from)).collect::<Decimal128Array>();
                Arc::new(points.with_precision_and_scale(POINTS_PRECISION, POINTS_SCALE)?)
            }
            Value::Flag(flag) => Arc::new(rows.map(flag).collect::<BooleanArray>()),
            Value::Moment(ms) => {
                let moments = rows.map(|row| ms(row).map(|ms| saturated(ms.min(MOMENT_MS_MAX))));
                Arc::new(moments.collect::<TimestampMillisecondArray>().with_timezone("UTC"))
            }
        })
    }
}

/// The number, or the largest there is.
pub(crate) fn saturated(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}
