//! `croissant.json`: the release in MLCommons' Croissant 1.1 (<https://docs.mlcommons.org/croissant/docs/croissant-spec-1.1.html>),
//! a vocabulary on top of schema.org that loaders of data sets read.

use std::path::Path;

use serde_json::{Value, json};

use super::{Label, manifest, parts};
use crate::ExportError;
use crate::column::Kind;
use crate::table::{ColumnInfo, TableInfo};

/// The description: a file object for each part, and a record set for each table.
pub(crate) fn croissant(tables: &[TableInfo], label: &Label, folder: &Path) -> Result<Value, ExportError> {
    let mut distribution = Vec::new();
    let mut record_sets = Vec::new();
    for table in tables {
        let parts = parts(folder, table.name)?;
        for part in &parts {
            distribution.push(file(part, folder)?);
        }
        for (number, part) in parts.iter().enumerate() {
            record_sets.push(record_set(table, part, number));
        }
    }
    Ok(json!({
        "@context": context(),
        "@type": "sc:Dataset",
        "conformsTo": "http://mlcommons.org/croissant/1.1",
        "name": format!("speech-coach-release-{}", label.release),
        "description": "Answers of learners of spoken English who agree to research: measures, scores, growth.",
        "url": format!("urn:speech-coach:release:{}", label.release),
        "citeAs": format!("Speech Coach release {}, as of {}", label.release, label.as_of),
        "creator": {"@type": "sc:Organization", "name": "Keepers of this Speech Coach installation"},
        "datePublished": label.as_of,
        "version": "1.0.0",
        "isLiveDataset": false,
        "distribution": distribution,
        "recordSet": record_sets,
    }))
}

fn file(part: &str, folder: &Path) -> Result<Value, ExportError> {
    let path = folder.join(part);
    let failed = |source| ExportError::io("reading a file", &path, source);
    let digest = manifest::digest(&path).map_err(failed)?;
    let bytes = path.metadata().map_err(failed)?.len();
    Ok(json!({
        "@type": "cr:FileObject",
        "@id": part,
        "name": part,
        "contentUrl": part,
        "contentSize": format!("{bytes} B"),
        "encodingFormat": "application/x-parquet",
        "sha256": digest,
    }))
}

/// The first part has the table's name; what follows it, its number behind that.
fn record_set(table: &TableInfo, part: &str, number: usize) -> Value {
    let id = if number == 0 { table.name.to_owned() } else { format!("{}-{number}", table.name) };
    let fields = table.columns.iter().map(|column| field(&id, column, part)).collect::<Vec<_>>();
    json!({"@type": "cr:RecordSet", "@id": id, "name": id, "description": table.description, "field": fields})
}

fn field(set: &str, column: &ColumnInfo, part: &str) -> Value {
    let data_type = match column.kind {
        Kind::Id | Kind::Name | Kind::Text => "sc:Text",
        Kind::Whole => "cr:Int64",
        Kind::Number | Kind::Points => "cr:Float64",
        Kind::Probability => "cr:Float32",
        Kind::Flag => "sc:Boolean",
        Kind::Moment => "sc:DateTime",
        Kind::Date => "sc:Date",
    };
    let unit = if column.unit.is_empty() { String::new() } else { format!(" ({})", column.unit) };
    let empty = column.null.map(|null| format!("; empty: {null}")).unwrap_or_default();
    json!({
        "@type": "cr:Field",
        "@id": format!("{set}/{}", column.name),
        "name": column.name,
        "description": format!("{}{unit}{empty}", column.description),
        "dataType": data_type,
        "source": {"fileObject": {"@id": part}, "extract": {"column": column.name}},
    })
}

/// The terms, as the specification lists them.
fn context() -> Value {
    json!({
        "@language": "en",
        "@vocab": "https://schema.org/",
        "citeAs": "cr:citeAs",
        "column": "cr:column",
        "conformsTo": "dct:conformsTo",
        "cr": "http://mlcommons.org/croissant/",
        "rai": "http://mlcommons.org/croissant/RAI/",
        "data": {"@id": "cr:data", "@type": "@json"},
        "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
        "dct": "http://purl.org/dc/terms/",
        "equivalentProperty": "cr:equivalentProperty",
        "examples": {"@id": "cr:examples", "@type": "@json"},
        "extract": "cr:extract",
        "field": "cr:field",
        "fileProperty": "cr:fileProperty",
        "fileObject": "cr:fileObject",
        "fileSet": "cr:fileSet",
        "format": "cr:format",
        "includes": "cr:includes",
        "isLiveDataset": "cr:isLiveDataset",
        "jsonPath": "cr:jsonPath",
        "key": "cr:key",
        "md5": "cr:md5",
        "parentField": "cr:parentField",
        "path": "cr:path",
        "recordSet": "cr:recordSet",
        "references": "cr:references",
        "regex": "cr:regex",
        "repeated": "cr:repeated",
        "replace": "cr:replace",
        "samplingRate": "cr:samplingRate",
        "sc": "https://schema.org/",
        "separator": "cr:separator",
        "source": "cr:source",
        "subField": "cr:subField",
        "transform": "cr:transform",
    })
}
