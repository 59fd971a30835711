//! What tables say of each other: every learner, answer, prompt and study that is named is there, once; and the rule of
//! small cells.

use std::collections::BTreeSet;
use std::path::Path;

use super::{Report, frames};
use crate::cells::LEARNERS_MIN;
use crate::metadata::Label;
use crate::tables;

/// Columns that name something, with the table and column that has it.
const NAMES: [(&str, &str, &str); 6] = [
    ("learner", "learners", "learner"),
    ("answer_id", "answers", "answer_id"),
    ("first_answer_id", "answers", "answer_id"),
    ("latest_answer_id", "answers", "answer_id"),
    ("prompt_id", "prompts", "prompt_id"),
    ("study", "studies", "study"),
];

/// Aggregates whose cells add up to a number that is known, so that one withheld cell would follow from the rest.
const ADDED_UP: [&str; 3] = ["prompt_means", "difficulty", "distribution"];

pub(super) fn check(folder: &Path, label: &Label, report: &mut Report) -> Result<(), String> {
    for home in ["learners", "answers", "prompts", "studies"] {
        check_home(folder, label, home, report)?;
    }
    check_cells(folder, label, report)
}

/// Everything that names what this table has.
fn check_home(folder: &Path, label: &Label, home: &str, report: &mut Report) -> Result<(), String> {
    let Some((_, _, own)) = NAMES.iter().find(|(_, table, _)| *table == home) else { return Ok(()) };
    let mut there = BTreeSet::new();
    let mut twice = 0_u64;
    frames::each(folder, home, &[own], |row| {
        twice += u64::from(!row.text(0).is_some_and(|text| there.insert(text.to_owned())))
    })?;
    if twice > 0 {
        report.wrong(format!("{home}: {own} is missing, or there more than once, in {twice} rows"));
    }
    let mut rows = 0_u64;
    for table in tables::all().iter().filter(|table| table.name != home && label.rows.contains_key(table.name)) {
        let is_there = |name: &str| table.columns.iter().any(|column| column.name == name);
        for (name, _, _) in NAMES.iter().filter(|(name, table, _)| *table == home && is_there(name)) {
            let (mut unknown, mut last) = (0_u64, String::new());
            frames::each(folder, table.name, &[name], |row| {
                rows += 1;
                // Rows of one learner or answer follow each other, so most are like the one before.
                if let Some(text) = row.text(0)
                    && text != last
                {
                    unknown += u64::from(!there.contains(text));
                    text.clone_into(&mut last);
                }
            })?;
            if unknown > 0 {
                report.wrong(format!("{}: {unknown} times {name} is not in {home}", table.name));
            }
        }
    }
    report.checked(format!("{rows} references to {home}"));
    Ok(())
}

/// No told cell is of too few learners, no withheld one tells a number, and none is withheld alone.
fn check_cells(folder: &Path, label: &Label, report: &mut Report) -> Result<(), String> {
    let (mut cells, mut withheld) = (0_u64, 0_u64);
    for table in tables::all().iter().filter(|table| label.rows.contains_key(table.name)) {
        if !table.columns.iter().any(|column| column.name == "is_withheld") {
            continue;
        }
        let numbers: Vec<&str> = table
            .columns
            .iter()
            .filter(|column| column.null.is_some_and(|null| null.contains("withheld")))
            .map(|column| column.name)
            .collect();
        let columns: Vec<&str> = ["is_withheld", "learners"].into_iter().chain(numbers).collect();
        let (mut small, mut telling, mut hidden) = (0_u64, 0_u64, 0_u64);
        frames::each(folder, table.name, &columns, |row| {
            cells += 1;
            let learners = row.whole(1).and_then(|learners| u64::try_from(learners).ok());
            match row.flag(0) {
                Some(true) => {
                    hidden += 1;
                    telling += u64::from((1..columns.len()).any(|column| row.has(column)));
                }
                Some(false) | None => small += u64::from(learners.is_none_or(|learners| learners < LEARNERS_MIN)),
            }
        })?;
        withheld += hidden;
        let rows = label.rows.get(table.name).copied().unwrap_or(0);
        if small > 0 {
            report.wrong(format!("{}: {small} cells tell of fewer than {LEARNERS_MIN} learners", table.name));
        }
        if telling > 0 {
            report.wrong(format!("{}: {telling} withheld cells tell a number", table.name));
        }
        if hidden == 1 && rows > 1 && ADDED_UP.contains(&table.name) {
            report.wrong(format!("{}: one cell is withheld alone, so it follows from the others", table.name));
        }
    }
    report.checked(format!("{cells} cells of aggregates, {withheld} withheld"));
    Ok(())
}
