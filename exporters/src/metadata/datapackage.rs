//! `datapackage.json`: the release as a Frictionless data package (<https://specs.frictionlessdata.io>).

use std::path::Path;

use serde_json::{Value, json};

use super::{Label, manifest, parts};
use crate::ExportError;
use crate::column::Kind;
use crate::table::{ColumnInfo, TableInfo};

/// The package: a resource for each table, with a schema from the columns' own words.
pub(crate) fn datapackage(tables: &[TableInfo], label: &Label, folder: &Path) -> Result<Value, ExportError> {
    let resources = tables.iter().map(|table| resource(table, label, folder)).collect::<Result<Vec<_>, _>>()?;
    Ok(json!({
        "profile": "data-package",
        "name": format!("speech-coach-release-{}", label.release),
        "title": "Answers of learners of spoken English",
        "description": "A release of Speech Coach; DATASHEET.md says what it is, codebook.md what each column means.",
        "version": label.release,
        "created": label.as_of,
        "resources": resources,
    }))
}

fn resource(table: &TableInfo, label: &Label, folder: &Path) -> Result<Value, ExportError> {
    let parts = parts(folder, table.name)?;
    let mut resource = json!({
        "name": table.name.replace('_', "-"),
        "description": table.description,
        "format": "parquet",
        "mediatype": "application/vnd.apache.parquet",
        "schema": {
            "fields": table.columns.iter().map(field).collect::<Vec<_>>(),
            // Parquet has empty cells of its own; a text without letters is a text.
            "missingValues": [],
        },
    });
    if let (Some(fields), [first, rest @ ..]) = (resource.as_object_mut(), parts.as_slice()) {
        fields.insert("path".to_owned(), json!(first));
        if rest.is_empty() {
            let path = folder.join(first);
            let digest = manifest::digest(&path).map_err(|source| ExportError::io("reading a file", &path, source))?;
            fields.insert("hash".to_owned(), json!(format!("sha256:{digest}")));
            fields.insert("rows".to_owned(), json!(label.rows.get(table.name)));
        } else {
            fields.insert("extrapaths".to_owned(), json!(rest));
        }
    }
    Ok(resource)
}

fn field(column: &ColumnInfo) -> Value {
    let data_type = match column.kind {
        Kind::Id | Kind::Name | Kind::Text => "string",
        // Readers of Parquet by way of pandas make a float of an integer that may be empty.
        Kind::Whole if column.null.is_some() => "number",
        Kind::Whole => "integer",
        Kind::Number | Kind::Probability | Kind::Points => "number",
        Kind::Flag => "boolean",
        Kind::Moment => "datetime",
        Kind::Date => "date",
    };
    let mut field = json!({"name": column.name, "type": data_type, "description": column.description});
    if let Some(fields) = field.as_object_mut() {
        if !column.unit.is_empty() {
            fields.insert("unit".to_owned(), json!(column.unit));
        }
        match column.null {
            Some(empty) => fields.insert("missing".to_owned(), json!(empty)),
            None => fields.insert("constraints".to_owned(), json!({"required": true})),
        };
    }
    field
}
