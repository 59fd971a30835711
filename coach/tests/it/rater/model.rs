//! A model's judgement is believed as far as the transcript bears it out.

use coach::providers::{Ability, FailedClass};
use coach::rater::{
    Assess as _, AssessError, AssessInput, Assessed, Background, MODEL_LABEL, ModelRater, sample_overlap_milli,
};
use coach::recogniser::Cancel;
use coach::rubrics::Rubrics;
use dataflow::events::task::Task;
use fakes::openai::{Endpoint, Fault};
use serde_json::{Value, json};

use super::{Answer, FLUENT, STUDY, STUDY_PROMPT};
use crate::support::{Fake, judgement, quoting, transcript};

fn study() -> Answer {
    Answer::spoken(Task::ToeflIndependent, Some(STUDY_PROMPT), &STUDY.join(" "), FLUENT)
}

fn rated(fake: &Fake, answer: &Answer) -> Result<Assessed, AssessError> {
    ModelRater::new(fake.server(20_000), Rubrics::built_in()).assess(&answer.input(), &Cancel::default())
}

/// What a judge says of the good answer, changed by hand.
fn said(change: impl Fn(&mut Value) + Send + 'static) -> (Fake, Result<Assessed, AssessError>) {
    let fake = Fake::start();
    fake.openai.judge(move |request| {
        let mut judgement = judgement(request, 75, &json!(["i prefer to STUDY, with my friends"]));
        change(&mut judgement);
        judgement
    });
    let outcome = rated(&fake, &study());
    (fake, outcome)
}

#[test]
fn a_sound_judgement_is_taken_with_our_delivery_and_our_total() {
    let (fake, outcome) = said(|_| {});
    let Assessed { judgement, better, refused, calls } = outcome.unwrap();
    let assessment = judgement.assessment;
    let points: Vec<(&str, u16)> = assessment.criteria.iter().map(|one| (one.name.as_str(), one.score)).collect();
    let delivery = study().judged().assessment.criteria[0].clone();
    assert_eq!(points, [("delivery", delivery.score), ("language_use", 3), ("topic_development", 3)]);
    assert_eq!(assessment.criteria[0], delivery);
    assert_eq!(assessment.criteria[1].evidence, ["“I prefer to study with my friends”"]);
    assert_eq!((assessment.score, assessment.max), (Some(3.0), 4.0));
    assert!(assessment.low <= assessment.score && assessment.score <= assessment.high);
    assert_eq!((assessment.rater.as_str(), assessment.label.as_str()), ("fake/judge/prompt-2", MODEL_LABEL));
    assert_eq!(judgement.feedback.strength, "You give two reasons.");
    assert_eq!((better.as_deref(), refused.quotes, calls.len()), (Some("I would rather study with friends."), 0, 1));
    let request = &fake.openai.seen()[0].body;
    assert!(request["response_format"]["json_schema"]["strict"].as_bool().unwrap());
    let asked = &request["response_format"]["json_schema"]["schema"]["properties"]["criteria"];
    assert_eq!(asked["required"], json!(["language_use", "topic_development"]), "delivery is not asked");
    assert_eq!(transcript(request), STUDY.join(" "));
}

#[test]
fn every_object_of_the_schema_is_closed_and_requires_all() {
    fn check(schema: &Value) {
        if schema["type"] == "object" {
            assert_eq!(schema["additionalProperties"], json!(false));
            let properties = schema["properties"].as_object().unwrap();
            let required: Vec<&str> = schema["required"].as_array().unwrap().iter().filter_map(Value::as_str).collect();
            assert!(
                properties.keys().all(|name| required.contains(&name.as_str())) && required.len() == properties.len()
            );
            properties.values().for_each(check);
        }
        if schema["type"] == "array" {
            check(&schema["items"]);
        }
    }
    let (fake, _) = said(|_| {});
    check(&fake.openai.seen()[0].body["response_format"]["json_schema"]["schema"]);
}

#[test]
fn invented_evidence_is_refused_and_the_criterion_is_measured_instead() {
    let (_fake, outcome) = said(|said| {
        said["criteria"]["topic_development"] =
            json!({ "score": 4, "evidence": ["a perfect answer", "friends my with study"] });
    });
    let Assessed { judgement, refused, calls, .. } = outcome.unwrap();
    let topic = &judgement.assessment.criteria[2];
    assert!(topic.evidence[0].starts_with("from measures alone"), "{:?}", topic.evidence);
    assert!(topic.score <= study().judged().assessment.criteria[2].score);
    assert_eq!((refused.quotes, calls.len()), (2, 1));
}

#[test]
fn a_judgement_that_breaks_its_form_is_asked_for_once_more_with_what_was_wrong() {
    type Change = fn(&mut Value);
    let cases: [(Change, &str); 8] = [
        (|said| said["criteria"]["language_use"]["score"] = json!(5), "criteria.language_use.score is not from 0 to 4"),
        (
            |said| said["criteria"]["language_use"]["score"] = json!(-1),
            "criteria.language_use.score is not from 0 to 4",
        ),
        (
            |said| said["criteria"]["language_use"]["score"] = json!(2.5),
            "a field is missing, unknown or of a wrong type",
        ),
        (
            |said| drop(said["criteria"].as_object_mut().unwrap().remove("language_use")),
            "criteria.language_use is missing",
        ),
        (|said| said["criteria"]["delivery"] = json!({ "score": 4, "evidence": [] }), "one that was not asked for"),
        (|said| said["total"] = json!(4), "a field is missing, unknown or of a wrong type"),
        (|said| *said = json!("Sure! Here is my judgement: 4 points."), "it is no JSON"),
        (
            |said| said["criteria"].as_object_mut().unwrap().values_mut().for_each(|one| one["evidence"] = json!([])),
            "no quote in any evidence",
        ),
    ];
    for (change, says) in cases {
        let (fake, outcome) = said(change);
        let Err(AssessError::Call(failed)) = outcome else { panic!("{says}: {outcome:?}") };
        assert_eq!((failed.class, failed.calls.len()), (FailedClass::Unusable, 2), "{says}");
        let seen = fake.openai.seen();
        assert_eq!(seen[0].body["messages"].as_array().unwrap().len(), 2);
        let repair = seen[1].body["messages"][2]["content"].as_str().unwrap().to_owned();
        assert!(repair.contains(says), "{repair}");
    }
    // The second answer may hold.
    let fake = Fake::start();
    fake.openai.judge(quoting(50));
    fake.openai.fault(Endpoint::Chat, Fault::CutOff, Some(1));
    assert_eq!(rated(&fake, &study()).unwrap().calls.len(), 2);
}

#[test]
fn corrections_lie_on_words_that_were_clearly_heard() {
    let fake = Fake::start();
    let mut answer = Answer::spoken(
        Task::ToeflIndependent,
        Some(STUDY_PROMPT),
        &format!("I prefer study with friends. He go there. He go there. {}", STUDY.join(" ")),
        FLUENT,
    );
    answer.transcript.words[6].confidence = 0.2;
    let answer = Answer::of(answer.task, answer.prompt.as_deref(), answer.measured, answer.transcript);
    fake.openai.judge(|request| {
        let mut said = judgement(request, 75, &json!(["with friends"]));
        let correction =
            |said: &str, better: &str| json!({ "said": said, "better": better, "reason": "Why.", "kind": "tense" });
        said["corrections"] = json!([
            correction("prefer study", "prefer to study"),
            correction("He go", "He goes"),
            correction("He go", "He went"),
            correction("was never said", "is"),
            correction("with friends", "With friends!"),
            correction("study", "learn"),
            correction("", "very"),
        ]);
        said
    });
    let Assessed { judgement, refused, .. } = rated(&fake, &answer).unwrap();
    let kept: Vec<(usize, usize, &str, &str)> = judgement
        .assessment
        .corrections
        .iter()
        .map(|one| (one.first_word, one.end_word, one.said.as_str(), one.better.as_str()))
        .collect();
    // Word 6, the first `go`, was not clearly heard, so its second saying is corrected, once.
    assert_eq!(kept[..2], [(1, 3, "prefer study", "prefer to study"), (8, 10, "He go", "He goes")]);
    assert!(kept.len() == 3 && kept[2].2 == "study", "the third lies on a later word: {kept:?}");
    assert_eq!(refused.corrections, 4);
    let sent = transcript(&fake.openai.seen()[0].body);
    assert!(sent.starts_with("I prefer study with friends. He go[?] there."), "{sent}");
}

#[test]
fn texts_of_a_model_are_plain_short_and_of_what_was_heard() {
    let (_fake, outcome) = said(|said| {
        said["strength"] = json!("Your pronunciation is wonderful.");
        said["fix"] = json!("Write\u{0} to me\u{202e} at www.example.org now");
        said["next"] = json!(format!("Say\n\nit\u{200b} {}", "again ".repeat(200)));
        said["better_version"] = json!("x ".repeat(5_000));
    });
    let Assessed { judgement, better, .. } = outcome.unwrap();
    let ours = study().judged().feedback;
    assert_eq!((judgement.feedback.strength, judgement.feedback.fix), (ours.strength, ours.fix));
    let next = judgement.feedback.next;
    assert!(next.starts_with("Say it again again") && next.chars().count() <= 240, "{next}");
    assert!(better.unwrap().chars().count() <= 3_000);
}

#[test]
fn a_server_without_schemas_is_asked_for_plain_json_from_then_on() {
    let fake = Fake::start();
    fake.openai.set_strict_schema(false);
    fake.openai.judge(|_| {
        let criterion = json!({ "score": 2, "evidence": ["with my friends"] });
        let criteria = json!({ "language_use": criterion, "topic_development": criterion });
        json!({ "criteria": criteria, "corrections": [], "strength": "a", "fix": "b", "next": "c", "better_version": "" })
    });
    let server = fake.server(20_000);
    let rater = ModelRater::new(server.clone(), Rubrics::built_in());
    let answer = study();
    let first = rater.assess(&answer.input(), &Cancel::default()).unwrap();
    assert_eq!((first.calls.len(), first.better, server.strict_schema()), (2, None, Ability::No));
    assert_eq!(rater.assess(&answer.input(), &Cancel::default()).unwrap().calls.len(), 1);
    let system = fake.openai.seen()[1].body["messages"][0]["content"].as_str().unwrap().to_owned();
    assert!(system.contains("as a JSON schema"));
}

#[test]
fn what_needs_no_judge_is_not_sent() {
    let fake = Fake::start();
    let answers = [
        Answer::spoken(Task::ListenRepeat, Some("The library opens at nine."), "The library opens at nine.", FLUENT),
        Answer::spoken(Task::ToeflIndependent, Some(STUDY_PROMPT), "", FLUENT),
        Answer::spoken(Task::ToeflIndependent, Some(STUDY_PROMPT), "да нет не знаю что сказать об этом", FLUENT),
    ];
    for answer in answers {
        let assessed = rated(&fake, &answer).unwrap();
        assert_eq!(assessed.judgement, answer.judged());
        assert!(assessed.calls.is_empty());
    }
    assert_eq!(fake.openai.count(), 0);
}

#[test]
fn earlier_advice_is_told_and_a_request_is_named_by_all_it_depends_on() {
    let fake = Fake::start();
    fake.openai.judge(quoting(50));
    let rater = ModelRater::new(fake.server(20_000), Rubrics::built_in());
    let answer = study();
    let advised = ["Use more examples.".to_owned()];
    let input = AssessInput { background: Background { advised: &advised, ..Background::default() }, ..answer.input() };
    rater.assess(&input, &Cancel::default()).unwrap();
    let user = fake.openai.seen()[0].body["messages"][1]["content"].as_str().unwrap().to_owned();
    assert!(user.contains("Use more examples."));
    let plain = rater.request_hash(&answer.input()).unwrap();
    assert_eq!(Some(plain.clone()), rater.request_hash(&answer.input()));
    assert_ne!(Some(plain), rater.request_hash(&input));
    let repeat = Answer::spoken(Task::ListenRepeat, Some("One two."), "One two.", FLUENT);
    assert_eq!(rater.request_hash(&repeat.input()), None);
}

#[test]
fn overlap_with_a_sample_is_by_groups_of_words() {
    let sample = STUDY.join(" ");
    let overlap = |text: &str| {
        sample_overlap_milli(&Answer::spoken(Task::ToeflIndependent, None, text, FLUENT).transcript.words, &sample)
    };
    assert_eq!(overlap(&sample), 1_000);
    assert_eq!(
        overlap(&sample.to_uppercase().replace(['.', ','], " um ")),
        1_000,
        "case, stops and fillers do not hide it"
    );
    assert!(overlap(&sample.replace("friends", "colleagues").replace("difficult", "hard")) > 700);
    assert_eq!(overlap("I like walking alone because the park is quiet in the morning."), 0);
    assert_eq!((overlap(""), sample_overlap_milli(&[], "")), (0, 0));
}
