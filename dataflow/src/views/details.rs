//! What `spoken` leaves out of an answer: its words, and the scores of its criteria.
//!
//! A second door, beside the first, because these lists are long and few views ask for them. It says an answer complete
//! where the first one does, and takes the same run and the same score. Lists and names lie in memory once, whoever
//! holds them. Not a view of its own: nothing is exported from here.

use std::collections::BTreeSet;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::exclusions::ExclusionRow;
use crate::events::{
    AnswerAssessed, AnswerFact, AnswerId, AnswerRun, CriterionScore, Event, LearnerFact, LearnerId, LemmaCount,
    OverallScore, RecordedDetails,
};
use crate::graph::Rows;
use crate::operators::{Belongs, known};
use crate::records::Records;

/// Names of which equal ones are kept together; further ones are kept as they come.
const NAMES_MAX: usize = 1_000;

/// The score of one criterion.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct CriterionShare {
    /// Name in the rubric.
    pub criterion: Arc<str>,
    /// In thousandths of the most that can be given.
    pub score_milli: u16,
}

/// The words and the criteria of a spoken answer.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct AnswerDetails {
    /// Who spoke.
    pub learner: LearnerId,
    /// When, in milliseconds since the Unix epoch.
    pub occurred_at_ms: u64,
    /// Which answer.
    pub answer: AnswerId,
    /// Whether it counts as growth.
    pub is_growth: bool,
    /// Lemmas that were said, each once.
    pub lemmas: Arc<[LemmaCount]>,
    /// The criteria of the score of record.
    pub criteria: Arc<[CriterionShare]>,
}

/// One row per spoken answer with any words or criteria. That an answer does not count as growth is one more fact about
/// it. Retracted when the learner is erased.
pub fn details<'scope>(
    records: &Records<'scope>,
    exclusions: Rows<'scope, ExclusionRow>,
) -> Rows<'scope, AnswerDetails> {
    let mut names = Names::default();
    let told = records.facts(move |record| DetailFact::of(&record.event, &mut names));
    let facts = told.concat(exclusions.map(DetailFact::not_growth));
    known(facts, "details", DetailFact::belongs, |fact| (fact.of.run, fact.says), details_of_record)
}

/// Names that came before, so that equal ones lie in memory once.
#[derive(Default)]
struct Names(BTreeSet<Arc<str>>);

impl Names {
    fn get(&mut self, name: &str) -> Arc<str> {
        if let Some(known) = self.0.get(name) {
            return Arc::clone(known);
        }
        let name: Arc<str> = name.into();
        if self.0.len() < NAMES_MAX {
            self.0.insert(Arc::clone(&name));
        }
        name
    }
}

/// A fact on its way to the door.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
struct DetailFact {
    learner: LearnerId,
    of: AnswerRun,
    says: Says,
}

/// What a fact says about a run of an answer, or about its learner.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
enum Says {
    Asked { occurred_at_ms: u64 },
    Sound,
    Words(Arc<[LemmaCount]>),
    Scored(Box<Scored>),
    Recorded { occurred_at_ms: u64, details: Option<Box<Recorded>> },
    NotGrowth,
    Erased,
}

/// A score: of several that with the highest revision counts, as with the first door.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
struct Scored {
    /// What was recorded with the answer comes before every revision.
    revision: Option<u32>,
    score_milli: Option<u16>,
    criteria: Arc<[CriterionShare]>,
}

/// What was recorded with an answer.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
struct Recorded {
    lemmas: Arc<[LemmaCount]>,
    scored: Scored,
}

impl DetailFact {
    fn of(event: &Event, names: &mut Names) -> Option<Self> {
        match event {
            Event::Answer { learner, of, fact } => {
                says(fact, names).map(|says| DetailFact { learner: *learner, of: *of, says })
            }
            Event::Learner { learner, fact: LearnerFact::Erased } => {
                let of = AnswerRun { answer: AnswerId(0), run: 0 };
                Some(DetailFact { learner: *learner, of, says: Says::Erased })
            }
            Event::Learner {
                fact:
                    LearnerFact::ConsentGiven(_)
                    | LearnerFact::ConsentWithdrawn(_)
                    | LearnerFact::StudyJoined(_)
                    | LearnerFact::Registered(_)
                    | LearnerFact::SettingChanged(_)
                    | LearnerFact::StudyLeft(_)
                    | LearnerFact::BackgroundTold(_),
                ..
            }
            | Event::System(_) => None,
        }
    }

    fn not_growth(excluded: ExclusionRow) -> Self {
        let of = AnswerRun { answer: excluded.answer.answer, run: 0 };
        DetailFact { learner: excluded.answer.learner, of, says: Says::NotGrowth }
    }

    fn belongs(&self) -> Belongs<LearnerId, AnswerId> {
        let subject = if self.says == Says::Erased { None } else { Some(self.of.answer) };
        Belongs { owner: self.learner, subject }
    }
}

fn says(fact: &AnswerFact, names: &mut Names) -> Option<Says> {
    Some(match fact {
        AnswerFact::Recorded(recorded) => Says::Recorded {
            occurred_at_ms: recorded.occurred_at_ms,
            details: recorded.details.as_ref().map(|details| {
                let score_milli = recorded.score.and_then(OverallScore::milli);
                Box::new(Recorded::of(details, score_milli, names))
            }),
        },
        AnswerFact::Received(receipt) | AnswerFact::Replayed(receipt) => {
            Says::Asked { occurred_at_ms: receipt.occurred_at_ms }
        }
        AnswerFact::Measured(_) => Says::Sound,
        AnswerFact::Transcribed(words) => Says::Words(words.lemmas.as_slice().into()),
        AnswerFact::Assessed(assessed) | AnswerFact::Rated(assessed) => {
            Says::Scored(Box::new(Scored::of(assessed, names)))
        }
        AnswerFact::AttemptStarted(_)
        | AnswerFact::AttemptFailed(_)
        | AnswerFact::PlaceholderSent(_)
        | AnswerFact::AudioStored(_)
        | AnswerFact::Delivered(_)
        | AnswerFact::Rejected(_)
        | AnswerFact::Cancelled
        | AnswerFact::GivenUp(_)
        | AnswerFact::Excluded(_)
        | AnswerFact::CallPaid(_)
        | AnswerFact::VoiceReceived(_)
        | AnswerFact::MessageRequested(_)
        | AnswerFact::MessageSent(_)
        | AnswerFact::PromptSent(_)
        | AnswerFact::RatingGiven(_)
        | AnswerFact::WordDisputed(_) => return None,
    })
}

impl Recorded {
    fn of(details: &RecordedDetails, score_milli: Option<u16>, names: &mut Names) -> Self {
        let criteria = shares(&details.criteria, names);
        Recorded { lemmas: details.lemmas.as_slice().into(), scored: Scored { revision: None, score_milli, criteria } }
    }
}

impl Scored {
    fn of(assessed: &AnswerAssessed, names: &mut Names) -> Self {
        let score = assessed.score_centi.map(|score_centi| OverallScore { score_centi, max_centi: assessed.max_centi });
        Scored {
            revision: Some(assessed.revision),
            score_milli: score.and_then(OverallScore::milli),
            criteria: shares(&assessed.criteria, names),
        }
    }
}

/// A criterion for which nothing can be given has no share.
fn shares(criteria: &[CriterionScore], names: &mut Names) -> Arc<[CriterionShare]> {
    let share = |row: &CriterionScore| {
        let milli = (u32::from(row.score) * 1_000).checked_div(row.max.into())?.min(1_000);
        Some(CriterionShare { criterion: names.get(&row.criterion), score_milli: u16::try_from(milli).ok()? })
    };
    criteria.iter().filter_map(share).collect()
}

/// A run of an answer, as far as it is known.
#[derive(Clone, Copy, Default)]
struct KnownRun<'a> {
    occurred_at_ms: Option<u64>,
    has_sound: bool,
    /// A plain import has none of the words that it counts.
    words: Option<Option<&'a Arc<[LemmaCount]>>>,
    /// A plain import has no criteria for its score.
    score: Option<Option<&'a Scored>>,
}

impl<'a> KnownRun<'a> {
    fn learn(&mut self, says: &'a Says) {
        match says {
            Says::Asked { occurred_at_ms } => self.occurred_at_ms = self.occurred_at_ms.max(Some(*occurred_at_ms)),
            Says::Sound => self.has_sound = true,
            Says::Words(lemmas) => self.words = self.words.max(Some(Some(lemmas))),
            Says::Scored(scored) => self.score = self.score.max(Some(Some(scored))),
            Says::Recorded { occurred_at_ms, details } => {
                self.occurred_at_ms = self.occurred_at_ms.max(Some(*occurred_at_ms));
                self.has_sound = true;
                self.words = self.words.max(Some(details.as_ref().map(|details| &details.lemmas)));
                self.score = self.score.max(Some(details.as_ref().map(|details| &details.scored)));
            }
            Says::NotGrowth | Says::Erased => {}
        }
    }

    fn is_complete(&self) -> bool {
        self.occurred_at_ms.is_some() && self.has_sound && self.words.is_some() && self.score.is_some()
    }
}

/// What the facts about an answer say together.
fn details_of_record(
    learner: &LearnerId,
    answer: &AnswerId,
    facts: &mut dyn Iterator<Item = &(u16, Says)>,
) -> Option<AnswerDetails> {
    let mut runs: smallvec::SmallVec<[(u16, KnownRun<'_>); 1]> = smallvec::SmallVec::new();
    let mut is_growth = true;
    for (run, says) in facts {
        is_growth &= *says != Says::NotGrowth;
        match runs.iter_mut().find(|(known, _)| known == run) {
            Some((_, known)) => known.learn(says),
            None => {
                let mut known = KnownRun::default();
                known.learn(says);
                runs.push((*run, known));
            }
        }
    }
    let (_, record) = runs.iter().filter(|(_, known)| known.is_complete()).max_by_key(|(run, _)| *run)?;
    let details = AnswerDetails {
        learner: *learner,
        occurred_at_ms: record.occurred_at_ms?,
        answer: *answer,
        is_growth,
        lemmas: record.words.flatten().cloned().unwrap_or_default(),
        criteria: record.score.flatten().map(|scored| Arc::clone(&scored.criteria)).unwrap_or_default(),
    };
    (!details.lemmas.is_empty() || !details.criteria.is_empty()).then_some(details)
}
