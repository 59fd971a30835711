use tidy::exceptions::{Exceptions, LicenceException};

#[test]
fn unknown_keys_and_rows_without_a_reason_are_errors() {
    let exceptions = |rows: &str| {
        let text = format!(
            r#"{{"long_files": [{rows}], "clock_readers": [], "licences": [], "licence_exceptions": [], "duplicates": []}}"#
        );
        Exceptions::parse(&text)
    };
    assert_eq!(exceptions(r#"{"path": "a", "reason": "b"}"#).unwrap().long_files[0].path, "a");
    assert!(exceptions(r#"{"path": "a"}"#).is_err());
    assert!(exceptions(r#"{"path": "a", "reason": "b", "until": "c"}"#).is_err());
}

#[test]
fn a_star_stands_for_the_rest_of_a_name() {
    let row = |name: &str| LicenceException { name: name.into(), licence: "MPL-2.0".into(), reason: "because".into() };
    assert!(row("symphonia*").excuses("symphonia-core", "MPL-2.0"));
    assert!(!row("symphonia").excuses("symphonia-core", "MPL-2.0"));
    assert!(!row("symphonia*").excuses("symphonia", "GPL-3.0"));
}
