//! Ids made from content, so that the same thing has the same id again.
//!
//! SHA-256 over the parts, each preceded by its length, the first naming what the id is for; the id is the first 8
//! bytes, big-endian. These formulas never change: logs hold what they gave.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use dataflow::events::{AnswerId, LearnerId, PromptId, ProviderId, StudyCreated, StudyId, Task};
use sha2::{Digest, Sha256};

/// An answer's id, and what its audio file is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HashedAnswer {
    /// H(learner, audio bytes, task, prompt).
    pub answer: AnswerId,
    /// SHA-256 of the audio file, 64 hex digits.
    pub sha256: String,
    /// Size of the audio file, in bytes.
    pub bytes: u64,
}

/// The id of an answer that came as a file: the same file for the same task is the same answer of that learner.
///
/// Reads the audio to its end and holds 64 kB of it; limit it with [`Read::take`].
///
/// # Errors
/// The audio cannot be read.
pub fn answer_id(
    learner: LearnerId,
    audio: impl Read,
    task: Task,
    prompt: Option<PromptId>,
) -> io::Result<HashedAnswer> {
    let (digest, bytes) = digest(audio)?;
    let prompt = prompt.map(|PromptId(id)| id.to_be_bytes());
    let prompt = prompt.as_ref().map_or(&[][..], |id| &id[..]);
    let answer =
        AnswerId(hashed(&[b"speech-coach answer", &learner.0.to_be_bytes(), &digest, task.name().as_bytes(), prompt]));
    Ok(HashedAnswer { answer, sha256: hex(&digest), bytes })
}

/// The id of a prompt that somebody typed: of its text without the white space around it.
pub fn prompt_id(task: Task, text: &str) -> PromptId {
    PromptId(hashed(&[b"speech-coach prompt", task.name().as_bytes(), text.trim().as_bytes()]))
}

/// The id of a provider: of the name that the configuration gives it.
pub fn provider_id(name: &str) -> ProviderId {
    ProviderId(hashed(&[b"speech-coach provider", name.as_bytes()]))
}

/// The number of a study: of its name.
pub fn study_id(name: &str) -> StudyId {
    let [first, second, third, fourth, ..] = hashed(&[b"speech-coach study", name.as_bytes()]).to_be_bytes();
    StudyId(u32::from_be_bytes([first, second, third, fourth]))
}

/// The arm that a learner of a study belongs to, by the weights of its arms: the same whenever it is asked. A study
/// without arms has only the first.
pub fn arm_of(study: &StudyCreated, learner: LearnerId) -> u16 {
    let all: u64 = study.arms.iter().map(|arm| u64::from(arm.weight)).sum();
    let drawn = hashed(&[b"speech-coach arm", &study.study.0.to_be_bytes(), &learner.0.to_be_bytes()]);
    let mut left = drawn.checked_rem(all).unwrap_or(0);
    for (arm, number) in study.arms.iter().zip(0..) {
        let weight = u64::from(arm.weight);
        if left < weight {
            return number;
        }
        left -= weight;
    }
    0
}

/// The id of a voice note, or of a message that a chat asked for: the same update says the same.
pub fn chat_id(bot: u64, update_id: u64, learner: LearnerId, date_s: u64) -> AnswerId {
    let number = u64::to_be_bytes;
    AnswerId(hashed(&[b"speech-coach chat", &number(bot), &number(update_id), &number(learner.0), &number(date_s)]))
}

/// The id of a message that follows from something else: the same reason is the same message.
pub fn message_id(reason: &str, learner: LearnerId, about: u64) -> AnswerId {
    let number = u64::to_be_bytes;
    AnswerId(hashed(&[b"speech-coach message", reason.as_bytes(), &number(learner.0), &number(about)]))
}

/// A number for a letter that has none, far above those that a chat's server gives.
pub fn letter_number(body: &str) -> u64 {
    hashed(&[b"speech-coach letter", body.as_bytes()]) >> 2 | 1 << 62
}

/// The number of a trial: of the name that the configuration gives it.
pub fn trial_number(name: &str) -> u64 {
    hashed(&[b"speech-coach trial", name.as_bytes()])
}

/// Whether an answer is in a trial's share of so many in a hundred: the same whenever it is asked.
pub fn is_in_share(trial: &str, answer: AnswerId, percent: u8) -> bool {
    let drawn = hashed(&[b"speech-coach share", trial.as_bytes(), &answer.0.to_be_bytes()]);
    drawn % 100 < u64::from(percent)
}

/// What is remembered of a learner who is erased.
pub fn erased_key(learner: LearnerId) -> u64 {
    hashed(&[b"speech-coach erased", &learner.0.to_be_bytes()])
}

fn hashed(parts: &[&[u8]]) -> u64 {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update((part.len() as u64).to_be_bytes());
        hash.update(part);
    }
    hash.finalize().iter().take(8).fold(0, |number, byte| number << 8 | u64::from(*byte))
}

/// SHA-256 of a file's bytes, as 64 hex digits.
pub fn sha256_hex(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

/// SHA-256 of a file of any length, as 64 hex digits.
///
/// # Errors
/// It cannot be read.
pub fn file_sha256(path: &Path) -> io::Result<String> {
    digest(File::open(path)?).map(|(digest, _)| hex(&digest))
}

/// SHA-256 of what is read, and how many bytes that is. Holds 64 kB of it.
fn digest(mut content: impl Read) -> io::Result<(Vec<u8>, u64)> {
    let mut hash = Sha256::new();
    let mut buffer = vec![0; 64 * 1024];
    let mut bytes = 0;
    loop {
        let read = match content.read(&mut buffer) {
            Ok(0) => return Ok((hash.finalize().to_vec(), bytes)),
            Ok(read) => read,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(error),
        };
        hash.update(buffer.get(..read).unwrap_or_default());
        bytes += read as u64;
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
