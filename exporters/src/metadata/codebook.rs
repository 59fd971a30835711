//! The codebook: every column with its type, unit and meaning, and what an empty cell says, as a table and as a page.

use std::fmt::Write as _;

use dataflow::measures::MeasureName;

use super::Label;
use crate::table::{ColumnInfo, TableInfo};

/// The header of the codebook as a table.
pub(crate) const HEADER: &str = "table,column,type,unit,description,missing,key";

/// The codebook as CSV: a row per column, and one per measure, whose column is `value[measure=NAME]`.
pub(crate) fn csv(tables: &[TableInfo]) -> String {
    let mut lines = format!("{HEADER}\n");
    for table in tables {
        for ColumnInfo { name, description, unit, null, kind } in &table.columns {
            let is_key = if table.key.contains(name) { "yes" } else { "" };
            let fields = [table.name, name, kind.title(), unit, description, null.unwrap_or(""), is_key];
            lines.push_str(&line(&fields));
        }
    }
    for measure in MeasureName::ALL {
        let name = format!("value[measure={}]", measure.name());
        let description = format!("{}: {}", measure.label(), measure.description());
        lines.push_str(&line(&[
            "measures",
            &name,
            "real",
            measure.unit(),
            &description,
            "the measure is withheld",
            "",
        ]));
    }
    lines
}

fn line(fields: &[&str]) -> String {
    let quoted = fields.iter().map(|field| {
        let needs_quotes = field.contains([',', '"', '\n']);
        if needs_quotes { format!("\"{}\"", field.replace('"', "\"\"")) } else { (*field).to_owned() }
    });
    quoted.collect::<Vec<_>>().join(",") + "\n"
}

/// The codebook as a page.
pub(crate) fn page(tables: &[TableInfo], label: &Label) -> String {
    let mut page = format!(
        "# Codebook of release {}\n\nAs of {}. Every table, column and measure; a column without a last cell is never \
         empty.\n",
        label.release, label.as_of
    );
    // Writing to a string cannot fail.
    for table in tables {
        let rows = label.rows.get(table.name).copied().unwrap_or(0);
        let _ = write!(page, "\n## {}\n\n{}; {rows} rows, sorted and told apart by ", table.name, table.description);
        let _ = write!(page, "{}.\n\n| column | type | unit | meaning | an empty cell says |\n", table.key.join(", "));
        page.push_str("|---|---|---|---|---|\n");
        for ColumnInfo { name, description, unit, null, kind } in &table.columns {
            let cells =
                [*name, kind.title(), unit, description, null.unwrap_or("")].map(|cell| cell.replace('|', "\\|"));
            let _ = writeln!(page, "| {} |", cells.join(" | "));
        }
    }
    page.push_str("\n## Measures\n\n| measure | unit | name | formula and source |\n|---|---|---|---|\n");
    for measure in MeasureName::ALL {
        let (name, unit, label) = (measure.name(), measure.unit(), measure.label());
        let _ = writeln!(page, "| {name} | {unit} | {label} | {} |", measure.description());
    }
    page
}
