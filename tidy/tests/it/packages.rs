use serde_json::{Value, json};
use tidy::exceptions::Exceptions;
use tidy::metadata::Metadata;
use tidy::packages::{check, is_satisfied};
use tidy::tree::{File, Tree};

use crate::shown;

fn registry() -> String {
    ["registry+https://example.org/rust-lang/crates", ".io-index"].concat()
}

fn package(name: &str, version: &str, license: Option<&str>, source: &str) -> Value {
    json!({
        "id": format!("{name} {version}"), "name": name, "version": version, "source": source, "license": license,
        "dependencies": [], "manifest_path": "",
    })
}

fn checked(packages: &[Value], exceptions: Value) -> Vec<String> {
    let nodes: Vec<Value> = packages.iter().map(|package| json!({"id": package["id"]})).collect();
    let value = json!({
        "packages": packages, "workspace_members": [], "resolve": {"nodes": nodes}, "workspace_root": "p",
    });
    let lock = "version = 4\n\n[[package]]\nname = \"a\"\nversion = \"0.3.1\"\n";
    let tree = Tree { files: vec![File::new("Cargo.lock", lock)] };
    let exceptions: Exceptions = serde_json::from_value(exceptions).unwrap();
    shown(&check(&Metadata::parse(&value.to_string()).unwrap(), &tree, &exceptions))
}

fn exceptions(licences: Value, duplicates: Value) -> Value {
    json!({
        "long_files": [], "clock_readers": [], "licences": ["MIT"], "licence_exceptions": licences,
        "duplicates": duplicates,
    })
}

#[test]
fn licences_are_read_as_expressions() {
    let allowed = |expression: &str| is_satisfied(expression, &|name| ["MIT", "ISC", "A WITH B"].contains(&name));
    for expression in ["MIT", "GPL OR MIT", "MIT/GPL", "(GPL OR ISC) AND MIT", "A WITH B OR GPL", "GPL AND GPL OR MIT"]
    {
        assert!(allowed(expression), "{expression}");
    }
    for expression in ["", "GPL", "MIT AND GPL", "(MIT OR ISC) AND GPL", "A", "MIT MIT", "(MIT", "MIT OR", "MIT WITH B"]
    {
        assert!(!allowed(expression), "{expression}");
    }
}

#[test]
fn a_licence_is_allowed_or_excused() {
    let packages = [package("a", "0.3.1", Some("MPL-2.0"), &registry()), package("b", "1.0.0", None, &registry())];
    let found = checked(&packages, exceptions(json!([]), json!([])));
    let none = "1: the licence of b is not one of those allowed: none named".to_owned();
    assert_eq!(found, ["4: the licence of a is not one of those allowed: MPL-2.0".to_owned(), none.clone()]);

    let row = |name: &str| json!([{"name": name, "licence": "MPL-2.0", "reason": "because"}]);
    assert_eq!(checked(&packages, exceptions(row("a"), json!([]))), [none]);
    let stale = checked(&[], exceptions(row("a"), json!([])));
    assert_eq!(stale, ["1: a needs no exception from the list of licences"]);
}

#[test]
fn packages_come_from_the_default_registry() {
    let found =
        checked(&[package("a", "0.3.1", Some("MIT"), "git+https://example.org/a")], exceptions(json!([]), json!([])));
    assert_eq!(found, ["4: a comes from git+https://example.org/a"]);
}

#[test]
fn several_versions_need_a_reason() {
    let versions = |versions: &[&str]| -> Vec<Value> {
        versions.iter().map(|version| package("a", version, Some("MIT"), &registry())).collect()
    };
    let row = json!([{"name": "a", "versions": ["0.2", "0.3"], "reason": "because"}]);
    let none = || exceptions(json!([]), json!([]));

    assert!(checked(&versions(&["0.3.1", "0.3.4"]), none()).is_empty());
    assert!(checked(&versions(&["1.2.0", "1.9.0-rc.1"]), none()).is_empty());
    assert_eq!(checked(&versions(&["0.3.1", "0.2.9"]), none()), ["4: a is built in several versions: 0.2, 0.3"]);
    assert!(checked(&versions(&["0.3.1", "0.2.9"]), exceptions(json!([]), row.clone())).is_empty());

    let stale = "1: a needs no exception from the rule on several versions (with these versions)";
    assert_eq!(checked(&versions(&["0.3.1"]), exceptions(json!([]), row.clone())), [stale]);
    let third = checked(&versions(&["0.2.9", "0.3.1", "0.10.0"]), exceptions(json!([]), row));
    assert_eq!(third, ["4: a is built in several versions: 0.2, 0.3, 0.10", stale]);
}
