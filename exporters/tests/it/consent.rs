//! Who is in a release, and under which name.

use std::collections::BTreeSet;

use dataflow::events::{LearnerId, Purpose};
use exporters::{Erratum, Request};
use hmac::{Hmac, Mac};
use sha2::Sha256;

use crate::support::{DAY_MS, OCTOBER_MS, SECRET, World, agrees, bank, delivered, erased, everything, read, withdraws};

const AGREES: u64 = 1;
const SILENT: u64 = 2;
const WITHDREW: u64 = 3;
const ERASED: u64 = 4;

fn world() -> World {
    let mut world = World::default();
    for learner in [AGREES, SILENT, WITHDREW, ERASED] {
        world.add(delivered(learner, learner * 10, OCTOBER_MS + learner * DAY_MS));
        world.said.insert(learner * 10, vec!["Good".to_owned(), "morning.".to_owned()]);
    }
    for learner in [AGREES, WITHDREW, ERASED] {
        world.add([agrees(learner, Purpose::Research)]);
    }
    world
}

/// A pseudonym, made as the documentation says.
fn pseudonym(release: &str, kind: &str, id: u64) -> String {
    let hmac = |key: &[u8], parts: &[&[u8]]| {
        let keyed = Hmac::<Sha256>::new_from_slice(key).unwrap();
        parts.iter().fold(keyed, |keyed, part| keyed.chain_update(part)).finalize().into_bytes()
    };
    let key = hmac(&SECRET, &[release.as_bytes()]);
    let digest = hmac(&key, &[kind.as_bytes(), &[0], &id.to_be_bytes()]);
    digest.iter().take(8).map(|byte| format!("{byte:02x}")).collect()
}

#[test]
fn only_those_who_agree_and_still_do_have_rows() {
    let mut world = world();
    world.add([withdraws(WITHDREW, Purpose::Research), erased(ERASED)]);
    let out = tempfile::tempdir().unwrap();
    let release = world.release(out.path());
    let asked = world.asked.lock().unwrap();
    assert!(asked.iter().all(|of| of.answer.0 == 10), "nobody else's document is even read");
    let learner = pseudonym(&release.id, "learner", AGREES);
    for (table, rows) in &release.tables {
        let of_learner = read(&release, table).names().contains(&"learner");
        if of_learner && *rows > 0 {
            let learners: BTreeSet<String> = read(&release, table).column("learner").into_iter().collect();
            assert_eq!(learners, BTreeSet::from([learner.clone()]), "{table}");
        }
    }
    assert_eq!(read(&release, "answers").column("answer_id"), [pseudonym(&release.id, "answer", 10)]);
    assert_eq!(read(&release, "words").rows(), 2);
}

#[test]
fn a_withdrawal_or_erasure_counts_in_a_release_about_an_earlier_moment() {
    let mut world = world();
    let mut spec = world.spec();
    spec.as_of_us = world.records.last().unwrap().at_us;
    let out = tempfile::tempdir().unwrap();
    let before = world.try_release(&spec, out.path()).unwrap();
    assert_eq!(before.tables["learners"], 3);
    world.add([withdraws(WITHDREW, Purpose::Research), erased(ERASED)]);
    let elsewhere = tempfile::tempdir().unwrap();
    let after = world.try_release(&spec, elsewhere.path()).unwrap();
    assert_eq!(after.id, before.id);
    assert_eq!(after.tables["learners"], 1);
}

#[test]
fn what_came_later_is_not_known_at_an_earlier_moment() {
    let mut world = world();
    let mut spec = world.spec();
    spec.as_of_us = world.records.last().unwrap().at_us;
    world.add(delivered(AGREES, 11, OCTOBER_MS + 5 * DAY_MS));
    let out = tempfile::tempdir().unwrap();
    let then = world.try_release(&spec, out.path()).unwrap();
    let now = world.release(out.path());
    assert_eq!((then.tables["answers"], now.tables["answers"]), (3, 4));
}

#[test]
fn no_two_releases_can_be_joined() {
    let mut world = world();
    let out = tempfile::tempdir().unwrap();
    let first = world.release(out.path());
    let mut spec = world.spec();
    spec.as_of_us += 1;
    let second = world.try_release(&spec, out.path()).unwrap();
    for column in ["learner", "answer_id", "prompt_id"] {
        let of = |release| read(release, "answers").column(column).into_iter().collect::<BTreeSet<_>>();
        assert!(of(&first).is_disjoint(&of(&second)), "{column}");
    }
}

#[test]
fn recordings_leave_only_of_those_who_agree_to_that_too() {
    let mut world = world();
    world.add([agrees(AGREES, Purpose::AudioRetention), agrees(SILENT, Purpose::AudioRetention)]);
    let mut spec = world.spec();
    spec.audio = true;
    let out = tempfile::tempdir().unwrap();
    let release = world.try_release(&spec, out.path()).unwrap();
    let audio = everything(&release.path.join("audio")).into_values().filter(|bytes| !bytes.is_empty());
    let expected = "OggS of 000000000000000a".as_bytes().to_vec();
    assert_eq!(audio.collect::<Vec<_>>(), [expected]);
    let without = world.release(out.path());
    assert!(!without.path.join("audio").exists());
}

#[test]
fn an_erasure_replaces_a_release_and_says_how_many_rows_are_gone() {
    let mut world = world();
    let out = tempfile::tempdir().unwrap();
    let before = world.release(out.path());
    assert!(exporters::holds(&before.path, &SECRET, &before.id, LearnerId(ERASED)));
    assert!(!exporters::holds(&before.path, &SECRET, &before.id, LearnerId(SILENT)));
    let gone = pseudonym(&before.id, "learner", ERASED);
    world.add([erased(ERASED)]);
    let (spec, prompts) = (world.spec(), bank());
    let again = || Some(Erratum::of(&before.path, "2026-11-23".to_owned()));
    let request = Request { spec: &spec, secret: &SECRET, prompts: &prompts, earlier: &[], again: again() };
    let after = world.request(&request, out.path()).unwrap();
    assert_eq!((after.path.clone(), after.tables["learners"]), (before.path.clone(), 2));
    assert_eq!(std::fs::read_dir(out.path()).unwrap().count(), 1, "nothing is left of the earlier one");
    let rows = |release: &exporters::Release| release.tables.values().sum::<u64>();
    let erratum = std::fs::read_to_string(after.path.join("ERRATUM.md")).unwrap();
    assert!(erratum.contains(&format!("has {} rows less", rows(&before) - rows(&after))), "{erratum}");
    assert!(erratum.contains(&after.id) && erratum.contains("2026-11-23"), "{erratum}");
    for (path, bytes) in everything(&after.path) {
        let holds = bytes.windows(gone.len()).any(|bytes| bytes == gone.as_bytes());
        assert!(!holds && !path.to_str().unwrap().contains(&gone), "{path:?} still names the learner");
    }
    assert!(!exporters::holds(&after.path, &SECRET, &after.id, LearnerId(ERASED)));
    assert_eq!(exporters::verify::verify(&after.path).reasons, Vec::<String>::new());
}
