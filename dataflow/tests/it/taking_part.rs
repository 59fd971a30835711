//! Moves about consents, studies, and what participants say of themselves, as events.

use dataflow::events::*;

use crate::moves::Move;

/// What is said by a move of this kind at that time, in milliseconds.
pub(crate) fn taking_part(a_move: &Move, now_ms: u64) -> Option<Event> {
    let about = |learner, fact| Some(Event::Learner { learner: LearnerId(learner), fact });
    match *a_move {
        Move::Consent { learner, is_given, occurred_at_ms } => {
            let consent = Consent { purpose: Purpose::Research, version: 1, occurred_at_ms };
            let given = if is_given { LearnerFact::ConsentGiven } else { LearnerFact::ConsentWithdrawn };
            about(learner, given(consent))
        }
        // Consents of these histories are as old as the epoch; a withdrawal that ends a study is as late as joining.
        Move::Join { learner, study, arm } if learner == 3 => {
            let joined = StudyJoined { study: StudyId(study), arm, occurred_at_ms: u64::from(arm) * 3 };
            about(learner, LearnerFact::StudyJoined(joined))
        }
        Move::Join { learner, study, arm } => {
            let joined = StudyJoined { study: StudyId(study), arm, occurred_at_ms: now_ms };
            about(learner, LearnerFact::StudyJoined(joined))
        }
        Move::Leave { learner, study } => {
            let left = StudyLeft { study: StudyId(study), occurred_at_ms: now_ms };
            about(learner, LearnerFact::StudyLeft(left))
        }
        Move::Tell { learner, background, late_ms } => {
            let told = BackgroundTold { occurred_at_ms: now_ms - late_ms, background };
            about(learner, LearnerFact::BackgroundTold(told))
        }
        Move::Create { study, arms } => Some(Event::System(SystemFact::StudyCreated(created(study, arms, now_ms)))),
        _ => None,
    }
}

fn created(study: u32, arms: u16, now_ms: u64) -> StudyCreated {
    let arm = |number| StudyArm {
        name: format!("arm-{number}"),
        weight: number + 1,
        rubric: None,
        short_feedback: Some(number == 0),
        reminders: None,
    };
    StudyCreated {
        study: StudyId(study),
        occurred_at_ms: now_ms,
        name: format!("study-{study}"),
        opens_at_ms: 0,
        closes_at_ms: None,
        text_version: 1,
        arms: (0..arms).map(arm).collect(),
    }
}
