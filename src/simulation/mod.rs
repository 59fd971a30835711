//! A cohort of learners who do not exist, with effects that are known.
//!
//! Facts as the log would hold them after some weeks of practice, and the words that nobody said. An analysis that is
//! to be trusted on people finds here what was planted. The same shape gives the same facts, byte for byte.
//! `docs/simulation.md` describes the model; the numbers are in [`parameters`]. Nothing here reads or writes a file.

mod answer;
mod chance;
mod learner;
mod planted;
mod rated;
mod said;
mod speech;

use dataflow::documents::Transcript;
use dataflow::events::{AnswerRun, Event, PromptId, StudyArm, StudyCreated, StudyId, SystemFact};
use serde::{Deserialize, Serialize};

pub use self::planted::{Kind, Parameter, parameters};

use self::answer::{Answer, Asked, answer};
use self::chance::Chance;
use self::learner::{Learner, OPENS_AT_MS};

/// The study that everybody joins.
const STUDY: StudyId = StudyId(1);
/// Its name.
pub const STUDY_NAME: &str = "simulated-cohort";
/// Its arms, in the order of their numbers.
pub const ARMS: [&str; 2] = ["detailed", "short"];
/// Fewest and most learners of a cohort.
pub const LEARNERS: [u32; 2] = [20, 5_000];
/// Fewest and most weeks: for more, the prompts would not last without repeats.
pub const WEEKS: [u32; 2] = [2, 12];

/// What is drawn for: streams of different parts have nothing to do with each other.
mod part {
    pub(super) const LEARNER: u64 = 1;
    pub(super) const LEARNER_ID: u64 = 2;
    pub(super) const MOMENTS: u64 = 3;
    pub(super) const BACKGROUND: u64 = 4;
    pub(super) const PROMPTS: u64 = 5;
    pub(super) const KINDS: u64 = 6;
    pub(super) const ANSWER_ID: u64 = 7;
    pub(super) const SPEECH: u64 = 8;
    pub(super) const WORDS: u64 = 9;
    pub(super) const KIND: u64 = 10;
    pub(super) const JUDGE: u64 = 11;
    pub(super) const RATINGS: u64 = 12;
}

/// What is to be made up.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shape {
    /// Learners who join.
    pub learners: u32,
    /// Weeks of practice.
    pub weeks: u32,
    /// What chance starts from.
    pub seed: u64,
}

/// A fact with the time at which the log gets it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dated {
    /// In microseconds since the Unix epoch.
    pub at_us: u64,
    /// What happened.
    pub event: Event,
}

/// A made-up learner's part of the log and of the documents beside it.
#[derive(Debug, Default)]
pub struct History {
    /// In no order of time.
    pub facts: Vec<Dated>,
    /// The words of each answer.
    pub transcripts: Vec<(AnswerRun, Transcript)>,
}

/// A cohort that can be made up learner by learner.
#[derive(Clone, Debug)]
pub struct Cohort {
    shape: Shape,
    prompts: Vec<Asked>,
}

impl Cohort {
    /// A cohort that answers these prompts, which get difficulties in an order of their own, whatever the seed.
    pub fn new(shape: Shape, prompts: &[PromptId]) -> Self {
        let count = u32::try_from(prompts.len()).unwrap_or(u32::MAX);
        let difficulties = planted::difficulties(count);
        let order = Chance::of(0, &[part::PROMPTS]).order(count);
        let difficulty = |place: u32| difficulties.get(place as usize).copied().unwrap_or(0.0);
        let asked = prompts.iter().zip(order);
        let prompts = asked.map(|(prompt, place)| Asked { prompt: *prompt, difficulty: difficulty(place) });
        Cohort { shape, prompts: prompts.collect() }
    }

    /// What the log gets before anybody joins.
    pub fn study(&self) -> Dated {
        let arm = |name: &str, is_short| StudyArm {
            name: name.to_owned(),
            weight: 1,
            rubric: None,
            short_feedback: Some(is_short),
            reminders: None,
        };
        let [detailed, short] = ARMS;
        let created = StudyCreated {
            study: STUDY,
            occurred_at_ms: OPENS_AT_MS,
            name: STUDY_NAME.to_owned(),
            opens_at_ms: OPENS_AT_MS,
            closes_at_ms: None,
            text_version: 1,
            arms: vec![arm(detailed, false), arm(short, true)],
        };
        Dated { at_us: OPENS_AT_MS * 1_000, event: Event::System(SystemFact::StudyCreated(created)) }
    }

    /// Everything about the learner of that number, from 0.
    pub fn learner(&self, number: u32) -> History {
        let Shape { seed, .. } = self.shape;
        let learner = Learner::new(self.shape, number.into());
        let mut chance = Chance::of(seed, &[part::KINDS, number.into()]);
        let mut fresh = chance.order(u32::try_from(self.prompts.len()).unwrap_or(0)).into_iter();
        let mut answered: Vec<u32> = Vec::new();
        let mut history = History { facts: learner.facts(seed), transcripts: Vec::new() };
        for (place, moment) in (0_u64..).zip(learner.moments(seed)) {
            let kind = answer::Kind::of(&mut chance, place == 0);
            let old = chance.below(u32::try_from(answered.len()).unwrap_or(0));
            let prompt = match kind {
                answer::Kind::Repeat => answered.get(old as usize).copied(),
                answer::Kind::Plain | answer::Kind::Copy | answer::Kind::Excluded | answer::Kind::Short => fresh.next(),
            };
            // A learner who has answered every prompt stops.
            let Some(prompt) = prompt else { break };
            let Some(asked) = self.prompts.get(prompt as usize) else { break };
            if kind != answer::Kind::Repeat {
                answered.push(prompt);
            }
            let Answer { facts, of, transcript } = answer(seed, &learner, place, kind, *asked, moment);
            history.facts.extend(facts);
            history.transcripts.push((of, transcript));
        }
        history
    }

    /// The planted difficulty of each prompt, in points: what a learner loses by it.
    pub fn difficulties(&self) -> impl Iterator<Item = (PromptId, f64)> {
        self.prompts.iter().map(|asked| (asked.prompt, asked.difficulty))
    }

    /// What is made up.
    pub fn shape(&self) -> Shape {
        self.shape
    }
}
