use serde_json::{Value, json};
use tidy::Finding;
use tidy::arrows::{check, check_runtimes};
use tidy::metadata::Metadata;

use crate::lines;

fn member(name: &str, uses: &[&str]) -> Value {
    let dependencies: Vec<Value> = uses.iter().map(|used| json!({"name": used, "path": format!("p/{used}")})).collect();
    json!({
        "id": name, "name": name, "version": "0.1.0", "source": null, "license": null,
        "dependencies": dependencies, "manifest_path": format!("p/{name}/Cargo.toml"),
    })
}

fn checked(members: &[(&str, &[&str])]) -> Vec<Finding> {
    let packages: Vec<Value> = members.iter().map(|(name, uses)| member(name, uses)).collect();
    let ids: Vec<&str> = members.iter().map(|(name, _)| *name).collect();
    let value = json!({
        "packages": packages, "workspace_members": ids, "resolve": {"nodes": []}, "workspace_root": "p",
    });
    check(&Metadata::parse(&value.to_string()).unwrap())
}

#[test]
fn arrows_point_down() {
    let right: &[(&str, &[&str])] = &[
        ("dataflow", &[]),
        ("ingest", &["dataflow"]),
        ("coach", &["dataflow", "fakes"]),
        ("exporters", &["ingest", "dataflow"]),
        ("speech-coach", &["exporters", "coach", "ingest", "dataflow"]),
    ];
    assert!(checked(right).is_empty());
}

#[test]
fn arrows_that_point_up_or_sideways_are_found() {
    let wrong: [(&str, &[&str]); 5] = [
        ("dataflow", &["ingest"]),
        ("coach", &["ingest"]),
        ("exporters", &["coach"]),
        ("ingest", &["speech-coach"]),
        ("speech-coach", &["benches"]),
    ];
    for member in wrong {
        let findings = checked(&[member]);
        assert_eq!(lines(&findings), [1], "{member:?}");
        assert_eq!(findings[0].path, format!("{}/Cargo.toml", member.0));
    }
}

#[test]
fn a_crate_without_a_place_is_found() {
    assert_eq!(lines(&checked(&[("queue", &[])])), [1]);
}

#[test]
fn dataflow_has_no_runtime() {
    assert!(check_runtimes("dataflow v0.1.0\ntimely v0.32.0\ntokio-free v1.0.0\n").is_empty());
    let found = check_runtimes("timely v0.32.0\ntokio v1.40.0\ntokio v1.40.0 (*)\n");
    assert_eq!(found.iter().map(|finding| finding.what.as_str()).collect::<Vec<_>>(), ["dataflow is built with tokio"]);
}
