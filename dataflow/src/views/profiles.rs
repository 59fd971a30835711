//! What learners say of themselves.

use serde::{Deserialize, Serialize};

use crate::events::{
    AgeBand, Background, BackgroundTold, Event, Language, LearnerFact, LearnerId, LearnerRegistered, Setting,
    SettingChanged, YearsBand,
};
use crate::graph::Rows;
use crate::operators::{Belongs, known};
use crate::records::Records;

/// What a learner said of themselves.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct ProfileRow {
    /// Who.
    pub learner: LearnerId,
    /// When the learner came to the chat, in milliseconds since the Unix epoch; none for learners of no chat.
    pub registered_at_ms: Option<u64>,
    /// Language of the interface: the one chosen, else the one of the chat program.
    pub language: Option<Language>,
    /// The language spoken first at home; none where nobody asked, or the learner would not say.
    pub first_language: Option<Language>,
    /// Age; none as above.
    pub age: Option<AgeBand>,
    /// Years of learning English; none as above.
    pub english_years: Option<YearsBand>,
}

/// One row per learner who came to a chat or said anything of themselves.
///
/// Of several answers to one question, and of several choices of a language, the latest by its own time stands; of two
/// at one time the greater one. Retracted when the learner is erased, for good.
pub fn profiles<'scope>(records: &Records<'scope>) -> Rows<'scope, ProfileRow> {
    let facts = records.facts(|record| ProfileFact::of(&record.event));
    known(facts, "profiles", ProfileFact::belongs, |fact| fact.says, |learner, (), facts| profile(*learner, facts))
}

fn profile(learner: LearnerId, facts: &mut dyn Iterator<Item = &Says>) -> Option<ProfileRow> {
    let (mut registered, mut chosen) = (None::<LearnerRegistered>, None::<(u64, Language)>);
    let (mut first_language, mut age, mut english_years) = (None, None, None);
    for says in facts {
        match *says {
            Says::Registered(came) => registered = registered.into_iter().chain([came]).min(),
            Says::Chose { occurred_at_ms, language } => chosen = chosen.max(Some((occurred_at_ms, language))),
            Says::Told(BackgroundTold { occurred_at_ms: at_ms, background }) => match background {
                Background::FirstLanguage(said) => first_language = first_language.max(Some((at_ms, said))),
                Background::Age(said) => age = age.max(Some((at_ms, said))),
                Background::EnglishYears(said) => english_years = english_years.max(Some((at_ms, said))),
            },
            Says::Erased => {}
        }
    }
    let has_told = first_language.is_some() || age.is_some() || english_years.is_some();
    (registered.is_some() || has_told).then(|| ProfileRow {
        learner,
        registered_at_ms: registered.map(|came| came.occurred_at_ms),
        language: chosen.map(|(_, language)| language).or(registered.and_then(|came| came.language)),
        first_language: first_language.and_then(|(_, said)| said),
        age: age.and_then(|(_, said)| said),
        english_years: english_years.and_then(|(_, said)| said),
    })
}

/// A fact about a profile.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
struct ProfileFact {
    learner: LearnerId,
    says: Says,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
enum Says {
    Registered(LearnerRegistered),
    Chose { occurred_at_ms: u64, language: Language },
    Told(BackgroundTold),
    Erased,
}

impl ProfileFact {
    fn of(event: &Event) -> Option<Self> {
        let Event::Learner { learner, fact } = event else { return None };
        let says = match fact {
            LearnerFact::Registered(registered) => Says::Registered(*registered),
            LearnerFact::SettingChanged(SettingChanged { occurred_at_ms, setting: Setting::Language(language) }) => {
                Says::Chose { occurred_at_ms: *occurred_at_ms, language: *language }
            }
            LearnerFact::BackgroundTold(told) => Says::Told(*told),
            LearnerFact::Erased => Says::Erased,
            LearnerFact::SettingChanged(_)
            | LearnerFact::ConsentGiven(_)
            | LearnerFact::ConsentWithdrawn(_)
            | LearnerFact::StudyJoined(_)
            | LearnerFact::StudyLeft(_) => return None,
        };
        Some(ProfileFact { learner: *learner, says })
    }

    fn belongs(&self) -> Belongs<LearnerId, ()> {
        let subject = match self.says {
            Says::Registered(_) | Says::Chose { .. } | Says::Told(_) => Some(()),
            Says::Erased => None,
        };
        Belongs { owner: self.learner, subject }
    }
}
