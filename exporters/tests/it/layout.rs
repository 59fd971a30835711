//! What the files are: names, types, meanings, order, row groups, and the same bytes for the same facts.

use std::collections::BTreeSet;
use std::fs::{self, File};

use arrow_schema::DataType;
use parquet::basic::Compression;
use parquet::file::reader::{FileReader, SerializedFileReader};

use crate::support::{OCTOBER_MS, World, delivered, everything, path, read};

fn world() -> World {
    let mut world = World::default();
    world.add_learners(1..15, 4);
    for learner in 1..6 {
        world.add(delivered(learner, 70 + learner, OCTOBER_MS));
        world.said.insert(70 + learner, vec!["Good".to_owned(), "Zanzibar.".to_owned()]);
    }
    world
}

#[test]
fn every_column_says_what_it_means() {
    let out = tempfile::tempdir().unwrap();
    let release = world().release(out.path());
    let codebook = fs::read_to_string(release.path.join("codebook.csv")).unwrap();
    let page = fs::read_to_string(release.path.join("codebook.md")).unwrap();
    let documented = fs::read_to_string("../docs/release.md").unwrap();
    assert_eq!(release.tables.len(), 32);
    for name in release.tables.keys() {
        let schema = read(&release, name).schema;
        assert!(!schema.metadata().get("description").unwrap().is_empty(), "{name}");
        assert_eq!(schema.metadata().get("table").unwrap(), name);
        assert_eq!(schema.metadata().get("release"), Some(&release.id));
        assert!(documented.contains(&format!("`{name}`")), "{name} is not documented");
        for field in schema.fields() {
            let about = format!("{name}.{}", field.name());
            let meaning = |key| field.metadata().get(key).map_or("", |text| text);
            assert!(meaning("description").len() >= 6, "{about} has no description");
            assert!(field.metadata().get("unit").is_some(), "{about} has no unit, not even an empty one");
            assert_eq!(field.is_nullable(), !meaning("null").is_empty(), "{about}: what does an empty cell say?");
            assert!(codebook.contains(&format!("\n{name},{},", field.name())), "{about} is not in the codebook");
            assert!(page.contains(&format!("\n| {} | ", field.name())), "{about} is not in the page");
            assert!(documented.contains(&format!("`{}`", field.name())), "{about} is not documented");
            let is_ms = field.name().ends_with("_ms") || field.name() == "pause_ms_min";
            assert_eq!(is_ms, meaning("unit") == "ms", "{about}");
            assert!(is_promised(field.data_type()), "{about} is of type {}", field.data_type());
        }
    }
}

fn is_promised(data_type: &DataType) -> bool {
    match data_type {
        DataType::Utf8 | DataType::Int64 | DataType::Float64 | DataType::Float32 => true,
        DataType::Boolean | DataType::Date32 | DataType::Decimal128(10, 2) => true,
        DataType::Timestamp(arrow_schema::TimeUnit::Millisecond, Some(zone)) => zone.as_ref() == "UTC",
        DataType::Dictionary(_, values) => **values == DataType::Utf8,
        _ => false,
    }
}

#[test]
fn the_same_facts_give_the_same_bytes() {
    let (one, other) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let first = world().release(one.path());
    let second = world().release(other.path());
    assert_eq!(first.manifest_sha256, second.manifest_sha256);
    assert_eq!(everything(&first.path), everything(&second.path));
}

#[test]
fn rows_are_sorted_and_files_say_so() {
    let out = tempfile::tempdir().unwrap();
    let release = world().release(out.path());
    for table in ["learners", "answers", "words", "pauses", "measures", "scores", "practice", "practice_days"] {
        let rows = read(&release, table);
        let columns = ["learner", "answer_id"].into_iter().filter(|name| rows.names().contains(name));
        let keys: Vec<Vec<String>> = columns.map(|name| rows.column(name)).collect();
        let keys: Vec<Vec<&String>> = (0..rows.rows()).map(|row| keys.iter().map(|key| &key[row]).collect()).collect();
        assert!(keys.is_sorted(), "{table}");
        let file = SerializedFileReader::new(File::open(path(&release, table)).unwrap()).unwrap();
        let group = file.metadata().row_group(0);
        assert!(group.sorting_columns().is_some_and(|columns| !columns.is_empty()), "{table}");
        assert!(matches!(group.column(0).compression(), Compression::ZSTD(_)), "{table}");
    }
}

#[test]
fn days_count_from_the_first_answer_and_dates_are_there_only_on_request() {
    let mut world = world();
    let mut spec = world.spec();
    spec.dates = false;
    let out = tempfile::tempdir().unwrap();
    let release = world.try_release(&spec, out.path()).unwrap();
    let days: BTreeSet<String> = read(&release, "answers").column("day").into_iter().collect();
    assert_eq!(days.iter().map(String::as_str).collect::<Vec<_>>(), ["0", "1", "2", "3"]);
    for table in release.tables.keys() {
        let rows = read(&release, table);
        for name in rows.names().into_iter().filter(|name| name.ends_with("_at") || name.ends_with("date")) {
            assert!(rows.column(name).iter().all(|cell| cell == "-"), "{table}.{name} tells a date");
        }
    }
}
