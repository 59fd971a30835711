//! Files of prompts that are taken over into a data folder, and those that are refused.

use std::path::{Path, PathBuf};

use coach::bank::{Bank, ImportError, Imported, import};
use dataflow::events::ids::PromptId;
use dataflow::events::task::Task;
use expect_test::expect;
use tempfile::TempDir;

/// A data folder with files beside it.
struct Place {
    folder: TempDir,
}

impl Place {
    fn new() -> Self {
        let place = Place { folder: tempfile::tempdir().unwrap() };
        std::fs::create_dir(place.data()).unwrap();
        place
    }

    fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    fn file(&self, name: &str, content: impl AsRef<[u8]>) -> PathBuf {
        let path = self.folder.path().join(name);
        std::fs::write(&path, content).unwrap();
        path
    }

    fn import(&self, name: &str, content: &str) -> Result<Vec<Imported>, ImportError> {
        import(&self.data(), &[self.file(name, content)])
    }

    fn refused(&self, name: &str, content: &str) -> String {
        let before = self.kept();
        let error = self.import(name, content).expect_err("must be refused").to_string();
        assert_eq!(self.kept(), before, "what is refused leaves nothing");
        error
    }

    /// The imported files with what stands in them.
    fn kept(&self) -> Vec<(String, String)> {
        let Ok(entries) = std::fs::read_dir(self.data().join("prompts")) else { return Vec::new() };
        let paths = entries.map(|entry| entry.unwrap().path()).filter(|path| path.extension().is_some_and(is_toml));
        let name = |path: &Path| path.file_name().unwrap().to_str().unwrap().to_owned();
        let mut kept: Vec<_> = paths.map(|path| (name(&path), std::fs::read_to_string(&path).unwrap())).collect();
        kept.sort();
        kept
    }
}

fn is_toml(ending: &std::ffi::OsStr) -> bool {
    ending == "toml"
}

const LIGHTHOUSE: (&str, &str) = ("00000000000000a1", "Should lighthouses be painted by schoolchildren?");
const GLACIER: (&str, &str) = ("00000000000000a2", "Would tourists pay to walk over glaciers?");
const OWLS: (&str, &str) = ("00000000000000a3", "Are owls welcome in barns?");

fn written(prompts: &[(&str, &str)]) -> String {
    let prompt = |(id, text): &(&str, &str)| {
        format!("[[prompt]]\nid = \"{id}\"\nlevel = \"B1\"\ntopic = \"sea\"\ntags = [\"sea\"]\ntext = {text:?}\n")
    };
    format!("task = \"toefl-independent\"\n{}", prompts.iter().map(prompt).collect::<String>())
}

#[test]
fn what_is_imported_stands_behind_what_is_built_in() {
    let place = Place::new();
    assert_eq!(Bank::load(&place.data()).unwrap().prompts(), Bank::built_in().prompts());
    let [first, second] = [place.file("a.toml", written(&[LIGHTHOUSE])), place.file("b.toml", written(&[OWLS]))];
    let imported = import(&place.data(), &[first, second]).unwrap();
    let file = |file: &str| Imported { file: file.to_owned(), task: Task::ToeflIndependent, prompts: 1, new: 1 };
    assert_eq!(imported, [file("a.toml"), file("b.toml")]);
    let bank = Bank::load(&place.data()).unwrap();
    assert_eq!(bank.prompts().len(), Bank::built_in().prompts().len() + 2);
    assert_eq!(bank.get(PromptId(0xa3)).unwrap().text, OWLS.1);
    assert_eq!(bank.of(Task::ToeflIndependent).last().unwrap().id, PromptId(0xa3));
    let another = written(&[("00000000000000a9", "Is it right to paint a lighthouse with schoolchildren?")]);
    assert!(bank.with(Bank::read(&another, "x").unwrap(), "x").is_err(), "imported prompts are compared, too");
}

#[test]
fn the_same_name_again_adds_prompts_and_keeps_the_old_ones() {
    let place = Place::new();
    place.import("a.toml", &written(&[LIGHTHOUSE])).unwrap();
    let again = place.import("a.toml", &written(&[GLACIER, LIGHTHOUSE])).unwrap();
    assert_eq!((again[0].prompts, again[0].new), (2, 1));
    let sample =
        written(&[GLACIER, LIGHTHOUSE]).replace("topic = \"sea\"", "topic = \"travel\"\nsample = \"Yes, I do.\"");
    assert_eq!(place.import("a.toml", &sample).unwrap()[0].new, 0);
    assert_eq!(Bank::load(&place.data()).unwrap().get(PromptId(0xa1)).unwrap().topic, "travel");
    std::fs::write(place.data().join("prompts/a.toml.unfinished"), "task = ").unwrap();
    assert_eq!(place.import("a.toml", &sample).unwrap()[0].new, 0, "a leftover is in nobody's way");
}

#[test]
fn ids_stand_for_one_question_for_ever() {
    let place = Place::new();
    let built_in = Bank::built_in().of(Task::ToeflIndependent).next().unwrap().clone();
    let id = built_in.id.to_string();
    place.import("a.toml", &written(&[LIGHTHOUSE, GLACIER])).unwrap();
    let said = [
        place.refused("b.toml", &written(&[(&id, "Is rain underrated?")])),
        place.refused("b.toml", &written(&[(&id, &built_in.text)])),
        place.refused("a.toml", &written(&[LIGHTHOUSE, (GLACIER.0, "Is rain underrated?")])),
        place.refused("b.toml", &written(&[OWLS, (GLACIER.0, "Is rain underrated?")])),
        place.refused("b.toml", &written(&[GLACIER])),
        place.refused("a.toml", &written(&[GLACIER])),
    ];
    expect![[r#"
        b.toml, prompt 9b3db80d5d695451: asks something else than prompt 9b3db80d5d695451 among the built-in ones, which answers refer to; give the new one an id of its own
        b.toml, prompt 9b3db80d5d695451: is among the built-in ones already; leave it out
        a.toml, prompt 00000000000000a2: asks something else than prompt 00000000000000a2 in a.toml, which answers refer to; give the new one an id of its own
        b.toml, prompt 00000000000000a2: asks something else than prompt 00000000000000a2 in a.toml, which answers refer to; give the new one an id of its own
        b.toml, prompt 00000000000000a2: is in a.toml already; leave it out
        a.toml lacks prompt 00000000000000a1, which its earlier import has and answers refer to; put it back"#]].assert_eq(&said.join("\n"));
}

#[test]
fn what_is_not_sound_is_refused_whole() {
    let place = Place::new();
    place.import("a.toml", &written(&[LIGHTHOUSE])).unwrap();
    let near = ("00000000000000a9", "Is it right to paint a lighthouse with schoolchildren?");
    let binary = place.file("d.toml", b"task = \"\xff\"");
    let [first, second] = [place.file("e.toml", written(&[OWLS])), place.file("f.toml", written(&[OWLS]))];
    let folder = place.folder.path().join("g");
    std::fs::create_dir(&folder).unwrap();
    std::fs::write(folder.join("e.toml"), written(&[GLACIER])).unwrap();
    let import = |files: &[PathBuf]| import(&place.data(), files).expect_err("must be refused").to_string();
    let said = [
        place.refused("b.toml", &written(&[near])),
        place.refused("b.toml", &written(&[GLACIER]).replace("B1", "D9")),
        place.refused("B 1.toml", &written(&[GLACIER])),
        place.refused(".toml", &written(&[GLACIER])),
        place.refused("prompts.txt", &written(&[GLACIER])),
        place.refused("b.toml", &format!("# {}", "x".repeat(4_000_000))),
        import(&[binary]),
        import(&[first.clone(), second]),
        import(&[first, folder.join("e.toml")]),
    ];
    expect![[r#"
        b.toml, prompt 00000000000000a9: text is too close to prompt 00000000000000a1: 2 of 3 content words are shared, limit is half (paint, schoolchildren)
        b.toml, prompt 00000000000000a2: level "D9" is not known; the levels are A2, B1, B2, C1
        "B 1.toml" has no name to be kept under; call it lower-case letters, digits, - and _, at most 60, and .toml
        ".toml" has no name to be kept under; call it lower-case letters, digits, - and _, at most 60, and .toml
        "prompts.txt" has no name to be kept under; call it lower-case letters, digits, - and _, at most 60, and .toml
        b.toml is 4000002 bytes, limit is 4000000
        d.toml is not UTF-8; save it as UTF-8
        f.toml, prompt 00000000000000a3: is in e.toml already; leave it out
        e.toml is named twice; give one of them another name"#]].assert_eq(&said.join("\n"));
    assert_eq!(place.kept().len(), 1);
    let missing = import(&[place.folder.path().join("nowhere.toml")]);
    assert!(missing.starts_with("opening ") && missing.ends_with("nowhere.toml failed"), "{missing}");
}

#[test]
fn what_was_taken_stays_and_what_was_damaged_is_named() {
    let place = Place::new();
    place.import("a.toml", &written(&[LIGHTHOUSE])).unwrap();
    let near = ("00000000000000a9", "Is it right to paint a lighthouse with schoolchildren?");
    // As if a later version of the program had brought the first of them.
    std::fs::write(place.data().join("prompts/b.toml"), written(&[near])).unwrap();
    assert!(Bank::load(&place.data()).unwrap().get(PromptId(0xa9)).is_some());
    place.import("c.toml", &written(&[OWLS])).unwrap();
    std::fs::write(place.data().join("prompts/b.toml"), "task = 3").unwrap();
    let said = Bank::load(&place.data()).unwrap_err().to_string();
    assert!(said.starts_with("imported prompts in ") && said.contains("b.toml, line 1: "), "{said}");
    assert!(said.ends_with("put the file right, or move it out of the folder"), "{said}");
}
