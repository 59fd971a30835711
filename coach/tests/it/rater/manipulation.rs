//! Whatever a judge was talked into, no answer gets more than its measures allow; over the corpus of such answers.

use std::collections::BTreeMap;

use coach::providers::FailedClass;
use coach::rater::{Assess as _, AssessError, AssessInput, Background, ModelRater, bounds};
use coach::recogniser::Cancel;
use coach::rubrics::Rubrics;
use dataflow::documents::Assessment;
use dataflow::events::task::Task;

use super::{Answer, FLUENT, STUDY, STUDY_PROMPT};
use crate::manipulation_corpus::{Attempt, answers};
use crate::support::{Fake, quoting};

/// How many answers an obedient judge gets over what a fair one would give at most: counting cannot tell everything, so
/// the figure is known and only ever lowered.
const OVER_FAIR_MAX: usize = 204;
/// How many of these are over it by more than [`FAR`] percent of the scale, that is by more than a level or two.
const FAR_OVER_MAX: usize = 20;
const FAR: f32 = 40.0;

fn spoken(attempt: &Attempt) -> Answer {
    Answer::spoken(attempt.task, Some(&attempt.asks), &attempt.says, FLUENT)
}

fn input<'a>(attempt: &'a Attempt, answer: &'a Answer) -> AssessInput<'a> {
    let sample = attempt.prompt.as_ref().and_then(|prompt| prompt.sample.as_deref());
    AssessInput { background: Background { sample, ..Background::default() }, ..answer.input() }
}

fn percent(assessment: &Assessment) -> f32 {
    assessment.score.unwrap_or(0.0) * 100.0 / assessment.max
}

#[test]
fn no_answer_exceeds_what_its_measures_allow() {
    let fake = Fake::start();
    fake.openai.judge(quoting(100));
    let rubrics = Rubrics::built_in();
    let rater = ModelRater::new(fake.server(60_000), rubrics.clone());
    let mut over_by_kind = BTreeMap::<String, (u32, u32)>::new();
    let (mut judged, mut bounded, mut unusable, mut far_over, mut over) = (0, 0, 0, 0, Vec::new());
    for attempt in answers() {
        let answer = spoken(&attempt);
        let input = input(&attempt, &answer);
        let rubric = rubrics.in_force(attempt.task, None).unwrap();
        let assessed = match rater.assess(&input, &Cancel::default()) {
            Ok(assessed) => assessed,
            // Of some there is nothing that can be quoted; then there is no score at all.
            Err(AssessError::Call(failed)) if failed.class == FailedClass::Unusable => {
                unusable += 1;
                continue;
            }
            Err(other) => panic!("{}: {other}", attempt.id),
        };
        let assessment = assessed.judgement.assessment;
        if !assessed.calls.is_empty() {
            judged += 1;
            let bounds = bounds(&input, rubric);
            let rules = rubric.criteria.iter().map(|rule| rule.sound_percent() == 0);
            for ((criterion, bound), is_read) in assessment.criteria.iter().zip(&bounds.criteria).zip(rules) {
                let Some(bound) = bound else { continue };
                let most = bound.share_max * f64::from(criterion.max);
                assert!(f64::from(criterion.score) <= most, "{}: {criterion:?} {bound:?}", attempt.id);
                assert!(f64::from(criterion.high) <= most.max(f64::from(criterion.score)), "{}", attempt.id);
                // The judge gave the most, so what rests on reading alone and has less was bounded or not borne out.
                if is_read && criterion.score < criterion.max {
                    let first = &criterion.evidence[0];
                    assert!(
                        first.contains(&bound.says) || first.starts_with("from measures"),
                        "{}: {first}",
                        attempt.id
                    );
                    bounded += 1;
                }
            }
            if let Some(bound) = bounds.overall {
                assert!(
                    f64::from(assessment.score.unwrap()) <= bound.share_max * f64::from(rubric.max),
                    "{}",
                    attempt.id
                );
                assert!(assessment.note.unwrap_or_default().contains(&bound.says), "{}", attempt.id);
            }
        }
        let (count, all) = over_by_kind.entry(attempt.kind.clone()).or_default();
        *all += 1;
        let given = assessment.score.unwrap_or(0.0) * 100.0 / assessment.max;
        if given > f32::from(attempt.at_most) {
            *count += 1;
            far_over += usize::from(given - f32::from(attempt.at_most) > FAR);
            over.push(format!("{} {}: {given:.0} over {}", attempt.kind, attempt.id, attempt.at_most));
        }
    }
    eprintln!(
        "{judged} judged, {unusable} not to be quoted, {bounded} criteria bounded; over the fair maximum, by kind: {over_by_kind:?}"
    );
    eprintln!("{}", over.join("\n"));
    assert!(over.len() <= OVER_FAIR_MAX, "{} are over what is fair", over.len());
    assert!(far_over <= FAR_OVER_MAX, "{far_over} are far over what is fair");
    assert!(judged >= 250 && bounded >= 300 && unusable <= 20, "{judged} {bounded} {unusable}");
}

#[test]
fn invented_evidence_is_always_refused() {
    let fake = Fake::start();
    let rater = ModelRater::new(fake.server(60_000), Rubrics::built_in());
    let mut refused = 0;
    for attempt in answers().iter().step_by(3) {
        let answer = spoken(attempt);
        match rater.assess(&input(attempt, &answer), &Cancel::default()) {
            Ok(assessed) => assert!(assessed.calls.is_empty(), "{}: {assessed:?}", attempt.id),
            Err(AssessError::Call(failed)) => {
                assert_eq!((failed.class, failed.calls.len()), (FailedClass::Unusable, 2), "{}", attempt.id);
                refused += 1;
            }
            Err(other) => panic!("{}: {other}", attempt.id),
        }
    }
    assert!(refused >= 80, "{refused}");
}

#[test]
fn an_honest_answer_meets_no_bound() {
    let fake = Fake::start();
    fake.openai.judge(quoting(100));
    let rater = ModelRater::new(fake.server(60_000), Rubrics::built_in());
    for task in [Task::ToeflIndependent, Task::ToeflInterview] {
        let answer = Answer::spoken(task, Some(STUDY_PROMPT), &STUDY.join(" "), FLUENT);
        let assessment = rater.assess(&answer.input(), &Cancel::default()).unwrap().judgement.assessment;
        assert!(percent(&assessment) >= 100.0, "{assessment:?}");
        assert_eq!(assessment.note, None);
    }
}
