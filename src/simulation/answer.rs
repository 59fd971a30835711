//! One answer: what kind it is, what is true of it, and the facts that the log gets.

use dataflow::documents::Transcript;
use dataflow::events::{
    AnswerExcluded, AnswerFact, AnswerId, AnswerReceived, AnswerRun, Event, ExclusionReason, FeedbackDelivered,
    PromptId, Source, Task,
};

use super::chance::{Chance, hash};
use super::learner::{Learner, Moment};
use super::planted::{
    ARTICULATION_GROWTH, ARTICULATION_NOISE_SD, COPY_POINTS, COPY_SHARE, OPERATOR_SHARE, RATED_SHARE, REPEAT_POINTS,
    REPEAT_SHARE, SHORT_SHARE, START_POINTS,
};
use super::rated::{assessed, ratings};
use super::said::said;
use super::speech::{Manner, measured};
use super::{Dated, part};

/// Milliseconds after speaking at which things happen.
const RECEIVED_MS: u64 = 3_000;
const MEASURED_MS: u64 = 5_000;
const TRANSCRIBED_MS: u64 = 9_000;
const ASSESSED_MS: u64 = 10_000;
const DELIVERED_MS: u64 = 11_000;
/// An operator looks a day later.
const EXCLUDED_MS: u64 = 86_400_000;
/// Bytes of a second of Opus in a voice note, as the receipt says.
const BYTES_PER_S: u32 = 3_000;
/// Bytes that a card would have.
const CARD_BYTES: u64 = 4_000;

/// What is unusual about an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Plain,
    Repeat,
    Copy,
    Excluded,
    Short,
}

impl Kind {
    /// The first answer of a learner is plain.
    pub(crate) fn of(chance: &mut Chance, is_first: bool) -> Self {
        let draw = chance.share();
        let shares = [
            (Kind::Repeat, REPEAT_SHARE),
            (Kind::Copy, COPY_SHARE),
            (Kind::Excluded, OPERATOR_SHARE),
            (Kind::Short, SHORT_SHARE),
        ];
        let mut sum = 0.0;
        let kind = shares.into_iter().find(|(_, share)| {
            sum += share;
            draw < sum
        });
        if is_first { Kind::Plain } else { kind.map_or(Kind::Plain, |(kind, _)| kind) }
    }

    /// What it adds to what is true, in points.
    fn points(self) -> f64 {
        match self {
            Kind::Repeat => REPEAT_POINTS,
            Kind::Copy => COPY_POINTS,
            Kind::Plain | Kind::Excluded | Kind::Short => 0.0,
        }
    }
}

/// What is asked.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Asked {
    pub(crate) prompt: PromptId,
    /// In points.
    pub(crate) difficulty: f64,
}

/// An answer with its words.
pub(crate) struct Answer {
    pub(crate) facts: Vec<Dated>,
    pub(crate) of: AnswerRun,
    pub(crate) transcript: Transcript,
}

/// Makes up the answer of that number of a learner.
pub(crate) fn answer(seed: u64, learner: &Learner, number: u64, kind: Kind, asked: Asked, moment: Moment) -> Answer {
    let stream = |part| Chance::of(seed, &[part, learner.id.0, number]);
    let of = AnswerRun { answer: AnswerId(hash(seed, &[part::ANSWER_ID, learner.id.0, number])), run: 0 };
    let points = START_POINTS + learner.points(moment.week) + kind.points() - asked.difficulty;

    let mut chance = stream(part::SPEECH);
    let noise = ARTICULATION_NOISE_SD * chance.normal();
    let manner = Manner {
        syllables_per_s: learner.syllables_per_s + ARTICULATION_GROWTH * moment.week + noise,
        ability: learner.ability,
        pitch_hz: learner.pitch_hz,
        is_short: kind == Kind::Short,
    };
    let sound = measured(manner, &mut chance);
    let transcript = said(&sound.runs, learner.ability, &mut stream(part::WORDS));
    let mut words = coach::language::counts(&transcript, sound.graded_ms, "simulated-recogniser-1");
    let mut chance = stream(part::KIND);
    let overlap = if kind == Kind::Copy { 750 + chance.below(200) } else { 40 + chance.below(260) };
    words.sample_overlap_milli = u16::try_from(overlap).ok();

    let received = AnswerReceived {
        occurred_at_ms: moment.at_ms,
        utc_offset_min: Some(0),
        source: Source::Simulated,
        task: Task::ToeflIndependent,
        prompt: Some(asked.prompt),
        bytes: u64::from(sound.recording_ms / 1_000 * BYTES_PER_S),
        in_flight_max: 1,
    };
    let judged = assessed((kind != Kind::Short).then_some(points), &mut stream(part::JUDGE));
    let mut facts = vec![
        (RECEIVED_MS, AnswerFact::Received(received)),
        (MEASURED_MS, AnswerFact::Measured(sound)),
        (TRANSCRIBED_MS, AnswerFact::Transcribed(words)),
        (ASSESSED_MS, AnswerFact::Assessed(judged)),
        (DELIVERED_MS, AnswerFact::Delivered(FeedbackDelivered { bytes: CARD_BYTES })),
    ];
    if kind == Kind::Excluded {
        let reasons = [ExclusionReason::NotTheLearner, ExclusionReason::BadRecording, ExclusionReason::Other];
        let reason = reasons.get(chance.below(3) as usize).copied().unwrap_or(ExclusionReason::Other);
        facts.push((EXCLUDED_MS, AnswerFact::Excluded(AnswerExcluded { reason })));
    }
    let mut chance = stream(part::RATINGS);
    if kind != Kind::Short && chance.is(RATED_SHARE) {
        facts.extend(ratings(points, moment.at_ms, &mut chance));
    }
    let dated = |(after_ms, fact)| Dated {
        at_us: (moment.at_ms + after_ms) * 1_000,
        event: Event::Answer { learner: learner.id, of, fact },
    };
    Answer { facts: facts.into_iter().map(dated).collect(), of, transcript }
}
