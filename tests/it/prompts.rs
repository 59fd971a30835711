//! Prompts of one's own, imported by the program.

use crate::program::Place;

const FILE: &str = "task = \"toefl-independent\"\n[[prompt]]\nid = \"00000000000000a1\"\nlevel = \"B1\"\ntopic = \"sea\"\n\
                    tags = [\"sea\"]\ntext = \"Should lighthouses be painted by schoolchildren?\"\n";

#[test]
fn imported_prompts_are_kept_and_cannot_change() {
    let place = Place::new();
    let import = |name: &str, content: &str, arguments: &[&str]| {
        let file = place.file(name, content.as_bytes());
        let output = place.run(&[&["prompts", "import", file.to_str().unwrap()], arguments].concat());
        let [out, err] = [output.stdout, output.stderr].map(|bytes| String::from_utf8(bytes).unwrap());
        (output.status.code(), out, err)
    };
    let (code, out, err) = import("mine.toml", FILE, &["--json"]);
    assert_eq!(code, Some(0), "{err}");
    let said: serde_json::Value = serde_json::from_str(&out).unwrap();
    let expected = serde_json::json!({"file": "mine.toml", "task": "toefl-independent", "prompts": 1, "new": 1});
    assert_eq!(said, expected);
    let bank = coach::bank::Bank::load(&place.data()).unwrap();
    assert!(bank.get(dataflow::events::PromptId(0xa1)).is_some());

    let (code, out, _) = import("mine.toml", FILE, &[]);
    assert_eq!((code, out.contains("1 prompts for toefl-independent, 0 of them new")), (Some(0), true), "{out}");
    let (code, out, err) = import("mine.toml", &FILE.replace("schoolchildren", "pensioners"), &[]);
    assert_eq!((code, out.as_str()), (Some(1), ""));
    assert!(err.contains("prompt 00000000000000a1: asks something else"), "{err}");
    let doctor = String::from_utf8(place.run(&["doctor"]).stdout).unwrap();
    assert!(doctor.contains("of the program, 1 imported"), "{doctor}");
}

#[test]
fn the_list_is_as_it_was_and_takes_no_files() {
    let place = Place::new();
    let list = place.run(&["prompts", "--as-of", "2026-10-21"]);
    assert!(String::from_utf8_lossy(&list.stdout).contains("No prompt was answered"), "{list:?}");
    for wrong in [&["prompts", "import"][..], &["prompts", "--as-of", "2026-10-21", "import", "a.toml"]] {
        let output = place.run(wrong);
        assert_eq!(output.status.code(), Some(2), "{wrong:?}: {output:?}");
    }
    let missing = place.run(&["prompts", "--json", "import", "nowhere.toml"]);
    assert_eq!(missing.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&missing.stderr).contains("nowhere.toml failed"), "{missing:?}");
}
