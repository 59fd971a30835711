//! A column: its name, what it means, and how a row fills it, said in one place.
//!
//! The meaning goes into the file as metadata of the field (`description`, `unit`, and `null` where a cell may be
//! empty), and the codebook is made from the same words, so that neither can drift. Types are chosen for those who read
//! the tables: ids are 16 hex digits, as readers lose the low bits of unsigned numbers of 64 bits; whole numbers are
//! signed, as a difference of unsigned ones wraps around; times are in UTC; points are decimals; names of few kinds are
//! dictionaries.

use std::borrow::Borrow;
use std::sync::Arc;

use arrow_array::builder::StringBuilder;
use arrow_array::types::Int32Type;
use arrow_array::{
    ArrayRef, BooleanArray, Date32Array, Decimal128Array, DictionaryArray, Float32Array, Float64Array, Int64Array,
    StringArray, TimestampMillisecondArray,
};
use arrow_schema::{ArrowError, DataType, Field, TimeUnit};

/// Digits of a number of points: as many as 32 bits of hundredths need.
const POINTS_PRECISION: u8 = 10;
const POINTS_SCALE: i8 = 2;

/// The last millisecond of the year 9999, in milliseconds since the Unix epoch. Readers fail on a whole table where
/// one time is later than their calendars go.
const MOMENT_MS_MAX: u64 = 253_402_300_799_999;

/// The last day of the year 9999, counted from the Unix epoch.
const DATE_DAY_MAX: u32 = 2_932_896;

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
#[derive(Clone, Copy)]
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
    /// A day, counted from the Unix epoch.
    Date(fn(&R) -> Option<u32>),
}

/// What a column is for those who only describe it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Id,
    Name,
    Text,
    Whole,
    Number,
    Probability,
    Points,
    Flag,
    Moment,
    Date,
}

impl<R: 'static> Column<R> {
    /// A column that always has a value, of a number without a unit or of no number.
    pub(crate) const fn new(name: &'static str, description: &'static str, value: Value<R>) -> Self {
        Column { name, description, unit: "", null: None, value }
    }

    /// The same with a unit.
    pub(crate) const fn unit(self, unit: &'static str) -> Self {
        Column { name: self.name, description: self.description, unit, null: self.null, value: self.value }
    }

    /// The same where a cell may be empty, which says `null`.
    pub(crate) const fn or(self, null: &'static str) -> Self {
        Column { name: self.name, description: self.description, unit: self.unit, null: Some(null), value: self.value }
    }

    /// What kind of column it is.
    pub(crate) fn kind(&self) -> Kind {
        match self.value {
            Value::Id(_) => Kind::Id,
            Value::Name(_) => Kind::Name,
            Value::Text(_) => Kind::Text,
            Value::Whole(_) => Kind::Whole,
            Value::Number(_) => Kind::Number,
            Value::Probability(_) => Kind::Probability,
            Value::Points(_) => Kind::Points,
            Value::Flag(_) => Kind::Flag,
            Value::Moment(_) => Kind::Moment,
            Value::Date(_) => Kind::Date,
        }
    }

    /// The field of the schema, with what it means.
    pub(crate) fn field(&self) -> Field {
        let meaning = [("description", self.description), ("unit", self.unit)];
        let null = self.null.map(|null| ("null", null));
        let metadata: arrow_schema::Metadata = meaning.into_iter().chain(null).collect();
        Field::new(self.name, self.kind().data_type(), self.null.is_some()).with_metadata(metadata)
    }

    /// The cells of these rows.
    pub(crate) fn cells<B: Borrow<R>>(&self, rows: &[B]) -> Result<ArrayRef, ArrowError> {
        let count = rows.len();
        let rows = rows.iter().map(Borrow::borrow);
        Ok(match self.value {
            Value::Id(id) => ids(count, rows.map(id)),
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
            Value::Date(day) => {
                let days = rows.map(|row| day(row).and_then(|day| i32::try_from(day.min(DATE_DAY_MAX)).ok()));
                Arc::new(days.collect::<Date32Array>())
            }
        })
    }
}

impl Kind {
    /// The type in the file.
    pub(crate) fn data_type(self) -> DataType {
        match self {
            Kind::Id | Kind::Text => DataType::Utf8,
            Kind::Name => DataType::Dictionary(Box::new(DataType::Int32), Box::new(DataType::Utf8)),
            Kind::Whole => DataType::Int64,
            Kind::Number => DataType::Float64,
            Kind::Probability => DataType::Float32,
            Kind::Points => DataType::Decimal128(POINTS_PRECISION, POINTS_SCALE),
            Kind::Flag => DataType::Boolean,
            Kind::Moment => DataType::Timestamp(TimeUnit::Millisecond, Some("UTC".into())),
            Kind::Date => DataType::Date32,
        }
    }

    /// The type as the codebook says it.
    pub(crate) fn title(self) -> &'static str {
        match self {
            Kind::Id => "id (16 hex digits)",
            Kind::Name => "name",
            Kind::Text => "text",
            Kind::Whole => "integer",
            Kind::Number => "real",
            Kind::Probability => "real (32 bits)",
            Kind::Points => "decimal(10, 2)",
            Kind::Flag => "boolean",
            Kind::Moment => "time (UTC, ms)",
            Kind::Date => "date",
        }
    }
}

/// Ids without a text of its own for each.
fn ids(count: usize, ids: impl Iterator<Item = Option<u64>>) -> ArrayRef {
    let mut texts = StringBuilder::with_capacity(count, count * 16);
    for id in ids {
        match id {
            Some(id) => {
                let digits = hex(id);
                texts.append_option(std::str::from_utf8(&digits).ok());
            }
            None => texts.append_null(),
        }
    }
    Arc::new(texts.finish())
}

/// The 16 hex digits of an id.
fn hex(id: u64) -> [u8; 16] {
    let mut digits = [b'0'; 16];
    for (place, digit) in digits.iter_mut().rev().enumerate() {
        let value = (id >> (4 * place)) & 0xf;
        *digit = match u8::try_from(value) {
            Ok(value @ 0..=9) => b'0' + value,
            Ok(value) => b'a' + value - 10,
            Err(_) => b'0',
        };
    }
    digits
}

/// The number, or the largest there is.
pub(crate) fn saturated(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}
