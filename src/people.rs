//! What is known about people besides growth: what they agree to, what they say of themselves, and their studies.
//!
//! Follows four views of the graph. What holds for a learner because of a study is said in one place, [`People::terms`].

use std::collections::{BTreeMap, BTreeSet};

use bot::facts::CONSENT_VERSION;
use dataflow::events::{LearnerId, Purpose, StudyCreated, StudyId};
use dataflow::graph::Row;
use dataflow::views::{ConsentRow, ParticipantRow, ProfileRow};

/// The views `consents`, `profiles`, `participants` and `studies`.
#[derive(Default)]
pub struct People {
    consents: BTreeMap<(LearnerId, Purpose), ConsentRow>,
    profiles: BTreeMap<LearnerId, ProfileRow>,
    participants: BTreeMap<LearnerId, BTreeSet<ParticipantRow>>,
    studies: BTreeMap<StudyId, StudyCreated>,
}

/// What holds for a learner because of the studies that they take part in; none where it is as everywhere. Of several
/// studies the one that was joined first decides.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Terms {
    /// Answers are scored by the rubric of this arm of this study.
    pub rubric: Option<(StudyId, u16)>,
    /// Whether cards are short.
    pub is_short: Option<bool>,
    /// Whether reminders are sent to those who want them.
    pub has_reminders: Option<bool>,
}

impl People {
    /// Takes in a change; rows of other views pass by.
    pub fn apply(&mut self, row: Row, diff: isize) {
        if let Row::Consent(row) = row {
            replace(&mut self.consents, (row.learner, row.purpose), row, diff);
        } else if let Row::Profile(row) = row {
            replace(&mut self.profiles, row.learner, row, diff);
        } else if let Row::Study(row) = row {
            replace(&mut self.studies, row.created.study, row.created, diff);
        } else if let Row::Participant(row) = row {
            let rows = self.participants.entry(row.learner).or_default();
            if diff > 0 {
                rows.insert(row);
            } else {
                rows.remove(&row);
            }
            if rows.is_empty() {
                self.participants.remove(&row.learner);
            }
        }
    }

    /// Whether a learner agrees to the purpose. Silence is no.
    pub fn agrees(&self, learner: LearnerId, purpose: Purpose) -> bool {
        self.consents.get(&(learner, purpose)).is_some_and(|row| row.is_given)
    }

    /// What a learner has decided about each purpose.
    pub fn consents(&self, learner: LearnerId) -> Vec<ConsentRow> {
        let of_learner = (learner, Purpose::Research)..=(learner, Purpose::ModelImprovement);
        self.consents.range(of_learner).map(|(_, row)| *row).collect()
    }

    /// Whether a learner agreed to a text that has changed since. Participants agreed to research by their study's text.
    pub fn is_outdated(&self, row: &ConsentRow) -> bool {
        let is_by_study = row.purpose == Purpose::Research && self.participants.contains_key(&row.learner);
        row.is_given && row.version < CONSENT_VERSION && !is_by_study
    }

    /// What a learner says of themselves.
    pub fn profile(&self, learner: LearnerId) -> Option<ProfileRow> {
        self.profiles.get(&learner).copied()
    }

    /// The studies that a learner takes part in, the one that was joined first at the beginning.
    pub fn studies_of(&self, learner: LearnerId) -> Vec<ParticipantRow> {
        let mut rows: Vec<_> = self.participants.get(&learner).into_iter().flatten().copied().collect();
        rows.sort_by_key(|row| (row.joined_at_ms, row.study));
        rows
    }

    /// A study.
    pub fn study(&self, study: StudyId) -> Option<&StudyCreated> {
        self.studies.get(&study)
    }

    /// Every study, by number.
    pub fn studies(&self) -> impl Iterator<Item = &StudyCreated> {
        self.studies.values()
    }

    /// Who takes part in what, by learner.
    pub fn participants(&self) -> impl Iterator<Item = &ParticipantRow> {
        self.participants.values().flatten()
    }

    /// What holds for a learner because of a study.
    pub fn terms(&self, learner: LearnerId) -> Terms {
        let mut terms = Terms::default();
        for row in self.studies_of(learner) {
            let arm = self.studies.get(&row.study).and_then(|study| study.arms.get(usize::from(row.arm)));
            let Some(arm) = arm else { continue };
            terms.rubric = terms.rubric.or(arm.rubric.as_ref().map(|_| (row.study, row.arm)));
            terms.is_short = terms.is_short.or(arm.short_feedback);
            terms.has_reminders = terms.has_reminders.or(arm.reminders);
        }
        terms
    }
}

/// A row that changes goes and comes in one round, in any order.
fn replace<K: Ord, R: PartialEq>(rows: &mut BTreeMap<K, R>, key: K, row: R, diff: isize) {
    if diff > 0 {
        rows.insert(key, row);
    } else if rows.get(&key) == Some(&row) {
        rows.remove(&key);
    }
}
