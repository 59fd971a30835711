//! The bot in the terminal: a script piped into the real program, and what it prints.

use std::io::{BufRead as _, BufReader, Write as _};
use std::path::PathBuf;
use std::process::{Output, Stdio};

use crate::program::{PHRASE, Place, ended};

/// The beginning of a chat, up to the first question.
const BEGINNING: &str = "/start\nEnglish\nGrade my answers\n/practice\nListen and Repeat\n";

fn chat(place: &Place, script: &str) -> Output {
    let mut command = place.command(&["chat"]);
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    child.stdin.take().unwrap().write_all(script.as_bytes()).unwrap();
    ended(child)
}

fn said(output: &Output) -> String {
    let (text, errors) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success(), "{text}\n{errors}");
    text.into_owned()
}

/// The file that the chat names so.
fn file(said: &str, what: &str) -> PathBuf {
    let line = said.lines().rev().find_map(|line| line.strip_prefix(&format!("({what}: "))).unwrap();
    line.trim_end_matches(')').into()
}

/// That each of these is said, in this order.
fn assert_says(said: &str, parts: &[&str]) {
    let mut rest = said;
    for part in parts {
        let (_, after) = rest.split_once(part).unwrap_or_else(|| panic!("{part:?} is not said here:\n{rest}"));
        rest = after;
    }
}

#[test]
fn a_script_is_answered_line_by_line_and_goes_on_in_the_next_call() {
    let place = Place::new();
    let again = format!("/voice {PHRASE}\n/practice\nListen and Repeat\n");
    let script = format!("{BEGINNING}{again}{again}/voice {PHRASE}\nWhy this score?\n/quota\n");
    let first = said(&chat(&place, &script));
    assert_says(
        &first,
        &[
            "> /start",
            "in which language",
            "[1] English",
            "> English",
            "What may I do with your answers?",
            "✅ Grade my answers",
            "Which task?",
            "Listen to the voice note once",
            "(voice note: ",
            "> /voice",
            "Heard you. Listening…",
            "What you said",
            "[1] ",
            "> Why this score?",
            "Rubric:",
            "> /quota",
            "27 left of 30 today.",
        ],
    );
    assert_eq!(first.matches("What you said").count(), 3, "a card is printed once:\n{first}");
    assert!(std::fs::read(file(&first, "voice note")).unwrap().starts_with(b"OggS"));

    let second = said(&chat(&place, "# what is drawn\n/progress\n/history\n"));
    assert!(std::fs::read(file(&second, "picture")).unwrap().starts_with(b"\x89PNG\r\n\x1a\n"));
    assert_says(&second, &["Your progress", "Your latest answers", "Listen and Repeat"]);

    let gone = said(&chat(&place, "/forget\nerase everything\n/history\n"));
    assert_says(&gone, &["Erase everything?", "Everything is erased", "Erased: 3 answers", "No answers yet."]);
}

#[test]
fn lines_that_mean_nothing_are_said_and_counted() {
    let output = chat(&Place::new(), "7\n/voice no-such-file.ogg\n/help\n");
    assert_eq!(output.status.code(), Some(1));
    let errors = String::from_utf8(output.stderr).unwrap();
    assert!(errors.contains("there is no button yet") && errors.contains("no-such-file.ogg failed"), "{errors}");
    assert!(String::from_utf8(output.stdout).unwrap().contains("How it works"));
}

#[test]
fn an_answer_that_was_cut_short_is_finished_by_the_next_call() {
    let place = Place::new();
    let mut child = place.command(&["chat"]).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    child.stdin.as_mut().unwrap().write_all(format!("{BEGINNING}/voice {PHRASE}\n").as_bytes()).unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    assert!(lines.any(|line| line.unwrap().contains("Heard you")), "it is never heard");
    child.kill().unwrap();
    child.wait().unwrap();
    assert!(said(&chat(&place, "")).contains("What you said"));
}

#[test]
fn a_bot_and_a_chat_do_not_share_a_folder() {
    let place = Place::new();
    said(&chat(&place, "/help\n"));
    let runtime = crate::program::runtime();
    runtime.block_on(async { place.store().await.learner("telegram:77").await.unwrap() });
    let refused = chat(&place, "/help\n");
    assert_eq!(refused.status.code(), Some(1));
    assert!(String::from_utf8(refused.stderr).unwrap().contains("name another folder with --data"));
}
