//! Moves about consents, studies, and what participants say of themselves.

use dataflow::events::*;

use super::World;
use crate::moves::Move;

impl World {
    pub(super) fn study(&mut self, a_move: &Move) {
        match *a_move {
            Move::Consent { learner, is_given, occurred_at_ms } => {
                let consent = Consent { purpose: Purpose::Research, version: 1, occurred_at_ms };
                let fact =
                    if is_given { LearnerFact::ConsentGiven(consent) } else { LearnerFact::ConsentWithdrawn(consent) };
                self.append(Event::Learner { learner: LearnerId(learner), fact });
                self.has_correction |= !is_given;
                self.has_late_fact |= occurred_at_ms < 3;
            }
            Move::Join { learner, study, arm } => {
                let joined = StudyJoined { study: StudyId(study), arm, occurred_at_ms: self.now_ms() };
                self.append(Event::Learner { learner: LearnerId(learner), fact: LearnerFact::StudyJoined(joined) });
            }
            Move::Leave { learner, study } => {
                let left = StudyLeft { study: StudyId(study), occurred_at_ms: self.now_ms() };
                self.append(Event::Learner { learner: LearnerId(learner), fact: LearnerFact::StudyLeft(left) });
            }
            Move::Tell { learner, background, late_ms } => {
                let told = BackgroundTold { occurred_at_ms: self.now_ms() - late_ms, background };
                self.has_late_fact |= late_ms > 0;
                self.append(Event::Learner { learner: LearnerId(learner), fact: LearnerFact::BackgroundTold(told) });
            }
            Move::Create { study, arms } => {
                let arm = |number| StudyArm {
                    name: format!("arm-{number}"),
                    weight: number + 1,
                    rubric: None,
                    short_feedback: Some(number == 0),
                    reminders: None,
                };
                self.append(Event::System(SystemFact::StudyCreated(StudyCreated {
                    study: StudyId(study),
                    occurred_at_ms: self.now_ms(),
                    name: format!("study-{study}"),
                    opens_at_ms: 0,
                    closes_at_ms: None,
                    text_version: 1,
                    arms: (0..arms).map(arm).collect(),
                })));
            }
            _ => {}
        }
    }
}
