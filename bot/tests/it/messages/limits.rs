//! What holds of every message in every language, and of the worst that it can be made from.

use std::collections::BTreeSet;

use bot::message::{CAPTION_CHARS_MAX, MESSAGE_CHARS_MAX};
use bot::messages::{CardContext, Situation, better, card, doubts, progress, prompt};
use bot::{Press, Texts};
use dataflow::events::Task;

use crate::support::all::all;
use crate::support::reader::{checked, visible};
use crate::support::samples;
use crate::support::texts;

#[test]
fn every_message_is_valid_in_every_language() {
    for texts in Texts::all() {
        for (name, message) in all(texts) {
            let html = checked(&message);
            assert!(!html.contains(['{', '}', '$']), "{} {name}: {html}", texts.language().code());
            assert!(!html.contains("-meaning") && !html.contains("not-graded-"), "{name}: {html}");
        }
    }
}

#[test]
fn no_two_languages_say_the_same() {
    let own_words = ["notice", "outstanding", "ordered"];
    let english = all(texts("en"));
    for code in ["ru", "es", "zh"] {
        for ((name, ours), (_, theirs)) in all(texts(code)).into_iter().zip(&english) {
            assert!(own_words.contains(&name.as_str()) || ours.html != theirs.html, "{code}: {name}");
        }
    }
}

#[test]
fn a_hostile_transcript_arrives_as_said() {
    for is_short in [false, true] {
        let context = CardContext { is_short, ..samples::context() };
        let message = card(texts("en"), &samples::hostile_card(), &context);
        checked(&message);
        let visible = visible(&message);
        assert!(visible.contains("<b>&amp;</blockquote> \u{20}\"x\"&#39; <a>مرحبا</a> שלום"), "{visible}");
    }
}

#[test]
fn a_quarter_of_an_hour_with_200_corrections_fits_and_says_what_is_left_out() {
    for texts in Texts::all() {
        let message = card(texts, &samples::long_card(), &samples::context());
        checked(&message);
        let visible = visible(&message);
        assert!(visible.contains(&texts.say("shortened")));
        assert!(visible.contains(&texts.say("card-measures")) && visible.contains(&texts.say("card-corrections")));
        let said = visible.matches("unquestionably").count();
        assert!(said > 20, "{said} words are shown");
        assert!(visible.encode_utf16().count() > MESSAGE_CHARS_MAX / 2);
    }
}

#[test]
fn all_of_an_answer_that_fits_is_there() {
    let visible = visible(&card(texts("en"), &samples::card(), &samples::context()));
    assert!(!visible.contains("Shortened"));
}

#[test]
fn every_word_can_be_found_among_the_doubts() {
    let transcript = samples::long_card().transcript;
    let mut seen = BTreeSet::new();
    for from in (0..2_000).step_by(8) {
        let message = doubts(texts("en"), &transcript, samples::ANSWER, from, &[5].into());
        checked(&message);
        let presses = message.buttons.iter().flatten().map(|button| button.press);
        seen.extend(presses.filter_map(|press| if let Press::Dispute(_, word) = press { Some(word) } else { None }));
    }
    assert_eq!(seen, (0..2_000).filter(|word| *word != 5).collect());
}

#[test]
fn a_long_prompt_fits() {
    let long = "What & why? ".repeat(1_000);
    let mut sample = samples::prompt(Task::IeltsPartTwo);
    sample.points = vec![long.clone(); 50];
    sample.text = long.clone();
    sample.situation = Some(Situation { title: long.clone(), text: long, ..samples::situation() });
    checked(&prompt(texts("ru"), &sample));
}

#[test]
fn what_goes_beside_a_voice_fits_into_a_caption() {
    for texts in Texts::all() {
        let beside_better = better(texts, &samples::long_card(), true);
        let mut spoken = samples::prompt(Task::ListenRepeat);
        spoken.situation = Some(Situation { text: "On and on. ".repeat(100), ..samples::situation() });
        spoken.seen_days_ago = Some(1_000_000);
        for message in [beside_better, prompt(texts, &spoken)] {
            let visible = visible(&message).encode_utf16().count();
            assert!(visible <= CAPTION_CHARS_MAX, "{visible}");
        }
    }
}

#[test]
fn a_picture_comes_only_with_enough_answers() {
    let mut input = samples::progress();
    assert!(progress(texts("en"), &input).attachment.is_some());
    input.latest.truncate(2);
    assert!(progress(texts("en"), &input).attachment.is_none());
}
