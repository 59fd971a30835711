//! The columns of a table of facts, said once for reading and writing.
//!
//! What is written has exactly these types. What is read may have whole numbers of another width, texts without a
//! dictionary, columns in another order, and may lack whatever is null in every row but `kind` and `learner`.

use std::sync::Arc;

use arrow_schema::{DataType, Field, Fields, Schema};

/// Columns that every table must have.
pub(super) const NEEDED: [&str; 2] = ["kind", "learner"];

/// The columns as they are written.
pub(super) fn schema() -> Schema {
    let names = || DataType::Dictionary(Box::new(DataType::Int32), Box::new(DataType::Utf8));
    let column = |name: &str, data_type: DataType| Field::new(name, data_type, !NEEDED.contains(&name));
    Schema::new(vec![
        column("at_us", DataType::Int64),
        column("kind", names()),
        column("learner", DataType::UInt64),
        column("answer", DataType::UInt64),
        column("run", DataType::UInt16),
        column("occurred_at_ms", DataType::Int64),
        column("utc_offset_min", DataType::Int16),
        column("task", names()),
        column("prompt", DataType::UInt64),
        column("practice_ms", DataType::UInt32),
        column("speaking_ms", DataType::UInt32),
        column("phonation_ms", DataType::UInt32),
        column("syllables", DataType::UInt32),
        column("pauses", DataType::UInt32),
        column("words", DataType::UInt32),
        column("mtld_milli", DataType::UInt32),
        column("score_centi", DataType::UInt32),
        column("low_centi", DataType::UInt32),
        column("high_centi", DataType::UInt32),
        column("max_centi", DataType::UInt32),
        column("sample_overlap_milli", DataType::UInt16),
        column("revision", DataType::UInt32),
        column("rater", DataType::Utf8),
        column("rubric", DataType::Utf8),
        column("lemmas", list_of(lemma_fields())),
        column("criteria", list_of(criterion_fields())),
        column("reason", DataType::Utf8),
        column("study", DataType::UInt32),
        column("arm", DataType::UInt16),
    ])
}

/// The parts of one item of `lemmas`.
pub(super) fn lemma_fields() -> Fields {
    [Field::new("lemma", DataType::UInt32, false), Field::new("count", DataType::UInt16, false)].into_iter().collect()
}

/// The parts of one item of `criteria`.
pub(super) fn criterion_fields() -> Fields {
    let number = |name| Field::new(name, DataType::UInt16, false);
    let name = Field::new("criterion", DataType::Utf8, false);
    [name, number("score"), number("low"), number("high"), number("max")].into_iter().collect()
}

fn list_of(fields: Fields) -> DataType {
    DataType::List(Arc::new(Field::new("item", DataType::Struct(fields), true)))
}

/// The schema to read a file with that has these fields, or why it is no table of facts.
///
/// Names that every row of a kind has are read as dictionaries, so that each is looked at once in a batch. (The others
/// are texts: a dictionary of a column without values takes the reader longer than all numbers together.)
pub(super) fn reading(found: &Fields) -> Result<Schema, String> {
    let known = schema();
    let mut fields = Vec::with_capacity(found.len());
    for field in found {
        let Ok(wanted) = known.field_with_name(field.name()) else {
            let name: String = field.name().chars().take(60).collect();
            let names: Vec<&str> = known.fields().iter().map(|field| field.name().as_str()).collect();
            return Err(format!("column {name:?} is not known; the columns are {}", names.join(", ")));
        };
        if !fits(field.data_type(), wanted.data_type()) {
            let (name, found) = (field.name(), field.data_type());
            return Err(format!("column {name} is {found}, wanted is {}", described(wanted.data_type())));
        }
        let data_type = if matches!(wanted.data_type(), DataType::Dictionary(..)) {
            wanted.data_type().clone()
        } else {
            field.data_type().clone()
        };
        fields.push(Field::new(field.name(), data_type, field.is_nullable()));
    }
    let lacks = NEEDED.iter().find(|needed| found.iter().all(|field| field.name() != *needed));
    lacks.map_or(Ok(Schema::new(fields)), |needed| Err(format!("column {needed} is missing")))
}

/// Whether a column as it was found can be read as it is wanted.
fn fits(found: &DataType, wanted: &DataType) -> bool {
    match (found, wanted) {
        (DataType::Utf8, DataType::Utf8 | DataType::Dictionary(..)) => true,
        (DataType::List(found), DataType::List(wanted)) => fits(found.data_type(), wanted.data_type()),
        (DataType::Struct(found), DataType::Struct(wanted)) => {
            let same = |wanted: &Field| found.iter().any(|found| is_same(found, wanted));
            found.len() == wanted.len() && wanted.iter().all(|wanted| same(wanted))
        }
        (found, wanted) => found.is_integer() && wanted.is_integer(),
    }
}

fn is_same(found: &Field, wanted: &Field) -> bool {
    found.name() == wanted.name() && fits(found.data_type(), wanted.data_type())
}

fn described(wanted: &DataType) -> String {
    if let DataType::List(item) = wanted {
        format!("a list of {}", item.data_type())
    } else if wanted.is_integer() {
        "whole numbers".to_owned()
    } else {
        "text".to_owned()
    }
}
