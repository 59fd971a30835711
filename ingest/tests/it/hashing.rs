use std::io::{self, Read};

use dataflow::events::{AnswerId, LearnerId, PromptId, StudyArm, StudyCreated, StudyId, Task};
use ingest::hashing::{answer_id, arm_of, prompt_id, study_id};

#[test]
fn ids_never_change() {
    // Logs hold these: whoever changes a formula breaks them.
    let hashed = answer_id(LearnerId(1), &b"abc"[..], Task::ToeflIndependent, Some(PromptId(2))).unwrap();
    assert_eq!(hashed.sha256, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    assert_eq!(hashed.bytes, 3);
    assert_eq!(
        hashed.answer.to_string(),
        by_hand(&[
            b"speech-coach answer",
            &1_u64.to_be_bytes(),
            &hex(&hashed.sha256),
            b"toefl-independent",
            &2_u64.to_be_bytes()
        ])
    );
    assert_eq!(
        prompt_id(Task::ListenRepeat, " Say it.\n").to_string(),
        by_hand(&[b"speech-coach prompt", b"listen-repeat", b"Say it."])
    );
}

#[test]
fn a_study_has_the_number_of_its_name() {
    let by_hand = by_hand(&[b"speech-coach study", b"short-cards"]);
    assert_eq!(format!("{:08x}", study_id("short-cards").0), by_hand[..8]);
    assert_ne!(study_id("short-cards"), study_id("short-card"));
}

#[test]
fn arms_are_drawn_once_and_by_weight() {
    let arm = |weight| StudyArm { name: "arm".into(), weight, rubric: None, short_feedback: None, reminders: None };
    let study = |study, weights: &[u16]| StudyCreated {
        study: StudyId(study),
        occurred_at_ms: 0,
        name: "study".into(),
        opens_at_ms: 0,
        closes_at_ms: None,
        text_version: 1,
        arms: weights.iter().map(|weight| arm(*weight)).collect(),
    };
    let (three, other) = (study(1, &[1, 2, 1]), study(2, &[1, 2, 1]));
    let mut counts = [0_u32; 3];
    for learner in 0..4_000 {
        let drawn = arm_of(&three, LearnerId(learner));
        assert_eq!(drawn, arm_of(&three, LearnerId(learner)));
        counts[usize::from(drawn)] += 1;
    }
    for (count, expected) in counts.into_iter().zip([1_000_u32, 2_000, 1_000]) {
        assert!(count.abs_diff(expected) < 120, "{counts:?}");
    }
    // Arms of one study say nothing about those of another.
    let alike = (0..4_000).filter(|learner| {
        let learner = LearnerId(*learner);
        arm_of(&three, learner) == 1 && arm_of(&other, learner) == 1
    });
    assert!(alike.count().abs_diff(1_000) < 120);
    assert_eq!(arm_of(&study(1, &[]), LearnerId(5)), 0);
}

#[test]
fn every_part_counts() {
    let audio = vec![7; 200_000];
    let id = |learner, audio: &[u8], task, prompt| answer_id(LearnerId(learner), audio, task, prompt).unwrap().answer;
    let ids = [
        id(1, &audio, Task::ToeflIndependent, None),
        id(2, &audio, Task::ToeflIndependent, None),
        id(1, &audio[1..], Task::ToeflIndependent, None),
        id(1, &[], Task::ToeflIndependent, None),
        id(1, &audio, Task::ToeflInterview, None),
        id(1, &audio, Task::ToeflIndependent, Some(PromptId(0))),
        id(1, &audio, Task::ToeflIndependent, Some(PromptId(1))),
    ];
    let distinct: std::collections::BTreeSet<AnswerId> = ids.into_iter().collect();
    assert_eq!(distinct.len(), ids.len());
    assert_ne!(prompt_id(Task::ToeflInterview, "a"), prompt_id(Task::ToeflIndependent, "a"));
    assert_ne!(prompt_id(Task::ToeflInterview, "a"), prompt_id(Task::ToeflInterview, "b"));
}

#[test]
fn how_the_audio_is_read_does_not_matter() {
    struct Drops(Vec<u8>, bool);
    impl Read for Drops {
        fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
            self.1 = !self.1;
            if self.1 {
                return Err(io::ErrorKind::Interrupted.into());
            }
            let Some(byte) = self.0.pop() else { return Ok(0) };
            buffer[0] = byte;
            Ok(1)
        }
    }
    let bytes: Vec<u8> = (0..=255).collect();
    let reversed = bytes.iter().rev().copied().collect();
    let whole = answer_id(LearnerId(1), &bytes[..], Task::ListenRepeat, None).unwrap();
    assert_eq!(answer_id(LearnerId(1), Drops(reversed, false), Task::ListenRepeat, None).unwrap(), whole);
}

fn by_hand(parts: &[&[u8]]) -> String {
    use sha2::{Digest, Sha256};
    let bytes: Vec<u8> = parts.iter().flat_map(|part| [&(part.len() as u64).to_be_bytes(), *part].concat()).collect();
    Sha256::digest(bytes)[..8].iter().map(|byte| format!("{byte:02x}")).collect()
}

fn hex(text: &str) -> Vec<u8> {
    text.as_bytes().chunks(2).map(|pair| u8::from_str_radix(str::from_utf8(pair).unwrap(), 16).unwrap()).collect()
}
