//! The rater says what it knows and no more.

use dataflow::events::task::Task;

use super::properties::check;
use super::{Answer, FLUENT, Manner, STUDY, STUDY_PROMPT};

fn study(task: Task, prompt: Option<&str>, manner: Manner) -> Answer {
    Answer::spoken(task, prompt, &STUDY.join(" "), manner)
}

fn widths(answer: &Answer) -> u16 {
    answer.judged().assessment.criteria.iter().map(|criterion| criterion.high - criterion.low).sum()
}

#[test]
fn a_good_answer_scores_well_and_a_poor_one_does_not() {
    let good = study(Task::ToeflIndependent, Some(STUDY_PROMPT), FLUENT);
    let halting = Manner { rate: 2.0, halts: 12, halt_ms: 900, stop_ms: 1_500, ..FLUENT };
    let poor =
        "I like study friend. He help me. It is good. I have many friend. My friend he is agree. We go. It is good.";
    let poor = Answer::spoken(Task::ToeflIndependent, Some(STUDY_PROMPT), poor, halting);
    for answer in [&good, &poor] {
        check(answer);
    }
    let (good, poor) = (good.judged().assessment, poor.judged().assessment);
    assert!(good.score.unwrap() >= 3.0, "{good:#?}");
    assert!(poor.score.unwrap() <= 2.0, "{poor:#?}");
}

#[test]
fn every_open_task_has_its_rubric() {
    let names = |task| -> Vec<(String, u16)> {
        let assessment = study(task, Some(STUDY_PROMPT), FLUENT).judged().assessment;
        assessment.criteria.into_iter().map(|criterion| (criterion.name, criterion.max)).collect()
    };
    let three = |max| ["delivery", "language_use", "topic_development"].map(|name| (name.to_owned(), max)).to_vec();
    assert_eq!(names(Task::ToeflIndependent), three(4));
    assert_eq!(names(Task::ToeflInterview), three(5));
    let ielts = ["fluency_and_coherence", "lexical_resource", "grammatical_range_and_accuracy"];
    assert_eq!(names(Task::IeltsPartTwo), ielts.map(|name| (name.to_owned(), 9)));
    assert_eq!(names(Task::InterviewBackend), [("content".to_owned(), 50), ("language".to_owned(), 50)]);
    let ielts = study(Task::IeltsPartTwo, Some(STUDY_PROMPT), FLUENT).judged().assessment;
    assert!(ielts.note.unwrap().contains("cannot hear"));
    assert_eq!(ielts.score.unwrap() * 2.0 % 1.0, 0.0, "bands are halves");
}

#[test]
fn little_speech_widens_the_interval_and_is_said() {
    let long = study(Task::ToeflIndependent, Some(STUDY_PROMPT), FLUENT);
    let short = Answer::spoken(Task::ToeflIndependent, Some(STUDY_PROMPT), &STUDY[..2].join(" "), FLUENT);
    check(&short);
    assert!(widths(&short) > widths(&long), "{} {}", widths(&short), widths(&long));
    assert!(short.judged().assessment.note.unwrap().contains("under 20 s"));
}

#[test]
fn few_words_earn_little() {
    let answer =
        Answer::spoken(Task::ToeflIndependent, Some(STUDY_PROMPT), "I prefer friends because it is good.", FLUENT);
    check(&answer);
    let assessment = answer.judged().assessment;
    assert!(assessment.score.unwrap() <= 1.0, "{assessment:#?}");
}

#[test]
fn low_confidence_is_said_and_widens() {
    let sure = study(Task::ToeflIndependent, Some(STUDY_PROMPT), FLUENT);
    let unsure = study(Task::ToeflIndependent, Some(STUDY_PROMPT), Manner { confidence: 0.55, ..FLUENT });
    assert!(unsure.judged().assessment.note.unwrap().contains("may have misheard"));
    assert!(widths(&unsure) >= widths(&sure));
    let lost =
        study(Task::ToeflIndependent, Some(STUDY_PROMPT), Manner { confidence: 0.3, ..FLUENT }).judged().assessment;
    assert!(lost.score.is_none() && lost.criteria.is_empty() && lost.corrections.is_empty());
}

#[test]
fn without_a_prompt_relevance_is_not_judged_and_that_is_said() {
    let answer = study(Task::ToeflIndependent, None, FLUENT);
    let assessment = answer.judged().assessment;
    assert!(assessment.note.unwrap().contains("prompt is not known"));
    let topic = assessment.criteria.iter().find(|criterion| criterion.name == "topic_development").unwrap();
    assert!(topic.evidence.iter().any(|line| line.contains("not judged")), "{topic:?}");
    let known = study(Task::ToeflIndependent, Some(STUDY_PROMPT), FLUENT).judged().assessment;
    let known = known.criteria.iter().find(|criterion| criterion.name == "topic_development").unwrap();
    assert!(topic.high - topic.low >= known.high - known.low);
}

#[test]
fn delivery_rests_on_the_sound_alone() {
    let delivery = |text: &str, confidence| {
        let answer = study(Task::ToeflIndependent, Some(STUDY_PROMPT), Manner { confidence, ..FLUENT });
        let other = Answer::of(Task::ToeflIndependent, Some(text), answer.measured.clone(), answer.transcript.clone());
        other.judged().assessment.criteria.into_iter().find(|criterion| criterion.name == "delivery").unwrap()
    };
    assert_eq!(delivery(STUDY_PROMPT, 0.9), delivery("Describe the weather in your country.", 0.7));
}

#[test]
fn the_fix_follows_the_weakest_criterion() {
    let halting =
        study(Task::ToeflIndependent, Some(STUDY_PROMPT), Manner { halts: 26, halt_ms: 900, ..FLUENT }).judged();
    assert!(halting.feedback.fix.contains("per minute"), "{:?}", halting.feedback);
    let errors = "I am agree that study with friend is good because he help me every day. For example, yesterday I go to the \
        library with my brother and he explain me the lesson. I didn't understood the homework, but my friend know it. So people \
        is more better together, and I have many reason for it, because we can to talk about school.";
    let errors = Answer::spoken(Task::ToeflIndependent, Some(STUDY_PROMPT), errors, FLUENT);
    check(&errors);
    let feedback = errors.judged().feedback;
    assert!(feedback.fix.starts_with("You said “"), "{feedback:?}");
}
