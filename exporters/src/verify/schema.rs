//! Tables against the codebook and the label: the same columns of the same types, described, and as many rows as said.

use std::collections::BTreeMap;
use std::path::Path;

use arrow_schema::DataType;

use super::{Report, frames, read};
use crate::metadata::Label;

pub(super) fn check(folder: &Path, label: &Label, report: &mut Report) -> Result<(), String> {
    let described = codebook(&read(folder, "codebook.csv")?)?;
    let mut columns = 0;
    for (table, rows) in &label.rows {
        let Some(expected) = described.get(table) else {
            report.wrong(format!("{table}: is not in the codebook"));
            continue;
        };
        let mut found_rows = 0;
        let parts = frames::parts(folder, table);
        if parts.is_empty() {
            report.wrong(format!("{table}: has no files"));
        }
        for part in parts {
            let (schema, part_rows) = frames::schema(&part, table)?;
            found_rows += part_rows;
            let found: Vec<_> =
                schema.fields().iter().map(|field| (field.name().clone(), title(field.data_type()))).collect();
            if !same(expected, &found) {
                report.wrong(format!("{table}: its columns are not those of the codebook"));
            }
        }
        columns += expected.len();
        if found_rows != *rows {
            report.wrong(format!("{table}: has {found_rows} rows, release.json says {rows}"));
        }
    }
    for table in described.keys().filter(|table| !label.rows.contains_key(*table)) {
        report.wrong(format!("{table}: is in the codebook and not in the release"));
    }
    let rows: u64 = label.rows.values().sum();
    report.checked(format!("{columns} columns of {} tables against the codebook, {rows} rows", label.rows.len()));
    Ok(())
}

/// Columns with their types and descriptions, by table.
type Described = BTreeMap<String, Vec<[String; 3]>>;

fn codebook(text: &str) -> Result<Described, String> {
    let mut described = Described::new();
    for (line, number) in text.lines().zip(1..).skip(1) {
        let mut fields = fields(line).into_iter();
        let (Some(table), Some(column), Some(kind), Some(_unit), Some(description)) =
            (fields.next(), fields.next(), fields.next(), fields.next(), fields.next())
        else {
            return Err(format!("codebook.csv: line {number} has too few fields"));
        };
        if description.is_empty() {
            return Err(format!("codebook.csv: line {number} describes nothing"));
        }
        // Measures are described by their names; they are no columns.
        if !column.contains('[') {
            described.entry(table).or_default().push([column, kind, description]);
        }
    }
    Ok(described)
}

/// The fields of a line of CSV without line ends in its fields.
fn fields(line: &str) -> Vec<String> {
    let (mut fields, mut field, mut is_quoted) = (Vec::new(), String::new(), false);
    let mut letters = line.chars().peekable();
    while let Some(letter) = letters.next() {
        match letter {
            '"' if is_quoted && letters.peek() == Some(&'"') => {
                letters.next();
                field.push('"');
            }
            '"' => is_quoted = !is_quoted,
            ',' if !is_quoted => fields.push(std::mem::take(&mut field)),
            letter => field.push(letter),
        }
    }
    fields.push(field);
    fields
}

fn same(expected: &[[String; 3]], found: &[(String, &str)]) -> bool {
    let is_same =
        |([column, kind, _], (name, title)): (&[String; 3], &(String, &str))| column == name && kind.starts_with(title);
    expected.len() == found.len() && expected.iter().zip(found).all(is_same)
}

/// How the codebook's word for a type begins.
fn title(data_type: &DataType) -> &'static str {
    match data_type {
        DataType::Utf8 => "",
        DataType::Dictionary(_, _) => "name",
        DataType::Int64 => "integer",
        DataType::Float64 | DataType::Float32 => "real",
        DataType::Decimal128(_, _) => "decimal",
        DataType::Boolean => "boolean",
        DataType::Timestamp(_, _) => "time",
        DataType::Date32 => "date",
        _ => "unknown",
    }
}
