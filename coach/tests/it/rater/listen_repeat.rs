//! Listen and Repeat: levels, what counts as the same, and when the score is withheld.

use dataflow::events::task::Task;

use super::properties::check;
use super::{Answer, FLUENT, Manner};

const TARGET: &str = "The new library opens at nine, and students can borrow five books every week.";

fn repeated(said: &str, confidence: f32) -> Answer {
    let answer = Answer::spoken(Task::ListenRepeat, Some(TARGET), said, Manner { confidence, rate: 5.0, ..FLUENT });
    check(&answer);
    answer
}

fn score(said: &str) -> Option<f32> {
    repeated(said, 0.96).judged().assessment.score
}

#[test]
fn levels_follow_what_came_back() {
    let levels = [
        (TARGET, 5.0),
        ("the new library opens at 9 and students can borrow 5 books every week", 5.0),
        ("A new library opens at nine and students can borrow five books every week.", 4.0),
        ("The new library opened at nine and the students can borrow five books every week.", 4.0),
        ("The new library opens at nine and students can borrow books.", 3.0),
        ("The new library opens at nine.", 2.0),
        ("The library.", 1.0),
        ("I do not know what to say.", 0.0),
    ];
    for (said, level) in levels {
        assert_eq!(score(said), Some(level), "{said}: {:#?}", repeated(said, 0.96).judged().assessment);
    }
}

#[test]
fn more_missing_words_never_score_more() {
    let words: Vec<&str> = TARGET.split_whitespace().collect();
    let scores: Vec<f32> = (1..=words.len()).rev().map(|kept| score(&words[..kept].join(" ")).unwrap()).collect();
    assert!(scores.windows(2).all(|pair| pair[0] >= pair[1]), "{scores:?}");
    assert_eq!(scores[0], 5.0);
}

#[test]
fn contractions_equal_their_full_forms() {
    let pairs = [
        ("It's late and I'm tired.", "it is late and I am tired"),
        ("We don't know, we can't tell.", "we do not know we cannot tell"),
    ];
    for (target, said) in pairs {
        let answer = Answer::spoken(Task::ListenRepeat, Some(target), said, Manner { confidence: 0.95, ..FLUENT });
        assert_eq!(answer.judged().assessment.score, Some(5.0), "{said}");
    }
}

#[test]
fn missing_and_changed_words_are_named() {
    let judgement = repeated("The new library closes at nine and students can borrow books every week.", 0.96).judged();
    let evidence = judgement.assessment.criteria[0].evidence.join("; ");
    assert!(evidence.contains("left out: five") && evidence.contains("“closes” for opens"), "{evidence}");
    let corrections: Vec<(String, String, String)> =
        judgement.assessment.corrections.into_iter().map(|c| (c.said, c.better, c.kind)).collect();
    let expected = [("closes", "opens", "changed word"), ("", "five", "missing word")];
    assert_eq!(corrections, expected.map(|(said, better, kind)| (said.to_owned(), better.to_owned(), kind.to_owned())));
    assert!(judgement.feedback.fix.contains("opens, five"));
}

#[test]
fn where_the_recogniser_is_unsure_the_score_is_withheld() {
    for said in ["The new lobby opens a line and students can borrow five books.", TARGET] {
        let assessment = repeated(said, 0.45).judged().assessment;
        assert!(assessment.score.is_none() && assessment.note.unwrap().contains("unsure"));
    }
    let answer = Answer::spoken(Task::ListenRepeat, None, TARGET, FLUENT);
    assert!(answer.judged().assessment.note.unwrap().contains("not known"));
    assert!(repeated("", 0.9).judged().assessment.score.is_none());
}

#[test]
fn what_was_not_clearly_heard_is_no_error() {
    let mut answer = repeated("The new lively opens at nine and students can borrow five books every week.", 0.96);
    answer.transcript.words[2].confidence = 0.6;
    let judgement = answer.judged();
    assert!(judgement.assessment.corrections.is_empty());
    assert!(judgement.assessment.criteria[0].evidence.join("; ").contains("not clearly heard: library"));
    assert_eq!(judgement.assessment.high, Some(5.0));
}
