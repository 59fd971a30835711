//! The facts that growth is measured on: made up, the same every time.
//!
//! Records as `replay` takes them: an answer is one [`AnswerRecorded`], a correction one rating of a higher revision, an
//! erasure one fact. Nothing is signed: what a correction or an erasure takes back is for whoever reads it to know.
//! Times of the log never go back; a few answers were spoken long before they came in. Whoever is erased is never heard
//! of again. How often learners practise follows a power law, as in any such place.

use std::collections::VecDeque;

use dataflow::events::{
    AnswerAssessed, AnswerFact, AnswerId, AnswerRecorded, AnswerRun, Event, LearnerFact, LearnerId, LemmaCount,
    LemmaId, OverallScore, PromptId, Record, RecordedDetails, SpeechSums, Task,
};

use super::digest::mix;

/// The first day, counted from the Unix epoch.
pub(crate) const FIRST_DAY: u64 = 20_000;
/// Microseconds of a day.
pub(crate) const DAY_US: u64 = 86_400_000_000;
/// How late an answer may come, in milliseconds.
const LATE_MS_MAX: u64 = 48 * 3_600_000;
/// Learners' weight is `1 / (rank + 20)^0.8`: the first is heard some 4,000 times in two million.
const RANK_OFFSET: f64 = 20.0;
const RANK_EXPONENT: f64 = 0.8;
/// Most that the rubric gives, in hundredths of a point.
const SCORE_CENTI_MAX: u64 = 400;
/// Lemmas of the frequency list.
const LEMMAS: u64 = 10_000;

/// What is to be made up.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Shape {
    /// Answers.
    pub(crate) answers: u64,
    /// Learners that may speak.
    pub(crate) learners: u64,
    /// Prompts that are answered.
    pub(crate) prompts: u64,
    /// Days over which the answers are spread evenly.
    pub(crate) days: u64,
    /// Learners that are erased, in the second half.
    pub(crate) erasures: u64,
    /// Distinct lemmas of each answer.
    pub(crate) lemmas: u16,
}

impl Shape {
    /// So many answers, with everything else as the figures are stated for.
    pub(crate) fn of(answers: u64) -> Self {
        Shape { answers, learners: 100_000, prompts: 500, days: 120, erasures: 20, lemmas: 0 }
    }

    /// The end of the day after the last record, in microseconds: when all sides are compared.
    pub(crate) fn end_us(&self) -> u64 {
        (FIRST_DAY + self.days + 1) * DAY_US
    }
}

/// The records, one after another.
pub(crate) struct Generator {
    shape: Shape,
    chance: Chance,
    /// Summed weights of the learners, by rank.
    weights: Vec<f64>,
    is_erased: Vec<bool>,
    /// The rank of the learner of each answer.
    spoken_by: Vec<u32>,
    corrections: u32,
    erased: u64,
    ready: VecDeque<Event>,
    at_us: u64,
    pos: u64,
}

impl Generator {
    pub(crate) fn new(shape: Shape) -> Self {
        let mut total = 0.0;
        let weights = (0..shape.learners).map(|rank| {
            total += (rank as f64 + RANK_OFFSET).powf(-RANK_EXPONENT);
            total
        });
        let weights: Vec<f64> = weights.collect();
        Generator {
            shape,
            chance: Chance(42),
            is_erased: vec![false; weights.len()],
            weights,
            spoken_by: room(shape.answers),
            corrections: 0,
            erased: 0,
            ready: VecDeque::new(),
            at_us: FIRST_DAY * DAY_US,
            pos: 0,
        }
    }

    /// The next answer, with what follows it.
    fn prepare(&mut self) {
        let number = self.spoken_by.len() as u64;
        if number >= self.shape.answers {
            return;
        }
        let step_us = (self.shape.days * DAY_US / self.shape.answers).max(1);
        self.at_us = FIRST_DAY * DAY_US + number * step_us + self.chance.below(step_us);
        let rank = self.rank();
        self.spoken_by.push(rank);
        let recorded = self.recorded(rank);
        self.ready.push_back(of_answer(rank, number, AnswerFact::Recorded(recorded)));
        if self.chance.below(1_000) < 5 {
            self.correct(number);
        }
        let half = self.shape.answers / 2;
        if self.erased < self.shape.erasures && number >= half + self.erased * half / (self.shape.erasures + 1) {
            self.erase();
        }
    }

    fn rank(&mut self) -> u32 {
        let total = self.weights.last().copied().unwrap_or(1.0);
        loop {
            let draw = self.chance.share() * total;
            let rank = self.weights.partition_point(|weight| *weight < draw).min(self.weights.len() - 1);
            if self.is_erased.get(rank) == Some(&false) {
                return u32::try_from(rank).unwrap_or(u32::MAX);
            }
        }
    }

    fn recorded(&mut self, rank: u32) -> AnswerRecorded {
        let chance = &mut self.chance;
        let late_ms = if chance.below(1_000) < 20 { chance.below(LATE_MS_MAX) } else { chance.below(30_000) };
        let practice_ms = 2_000 + chance.small(120_000);
        let speaking_ms = practice_ms / 100 * (60 + chance.small(41));
        let words = 5 + chance.small(200);
        let prompt = chance.below(self.shape.prompts);
        let speech = SpeechSums {
            practice_ms,
            speaking_ms,
            phonation_ms: speaking_ms / 100 * (60 + chance.small(36)),
            syllables: words * 3 / 2,
            pauses: chance.small(20),
            words,
            mtld_milli: (words >= 50).then(|| 20_000 + chance.small(100_000)),
        };
        let offset_h = i16::try_from(mix(u64::from(rank)) % 25).unwrap_or(0) - 12;
        AnswerRecorded {
            occurred_at_ms: (self.at_us / 1_000).saturating_sub(late_ms),
            utc_offset_min: Some(offset_h * 60),
            task: task(prompt),
            prompt: Some(PromptId(mix(prompt + 7_000_003))),
            speech,
            score: (chance.below(1_000) >= 20).then(|| chance.score()),
            sample_overlap_milli: prompt.is_multiple_of(5).then(|| overlap(chance)),
            details: (self.shape.lemmas > 0).then(|| Box::new(details(chance, self.shape.lemmas))),
        }
    }

    /// Scores some earlier answer again, unless nothing of its learner remains.
    fn correct(&mut self, newest: u64) {
        let number = self.chance.below(newest + 1);
        let index = usize::try_from(number).unwrap_or(usize::MAX);
        let Some(rank) = self.spoken_by.get(index).copied().filter(|rank| !self.is_gone(*rank)) else { return };
        self.corrections += 1;
        let score = self.chance.score();
        let rating = AnswerAssessed {
            rater: "rescore".to_owned(),
            rubric: "made-up-1".to_owned(),
            revision: self.corrections,
            criteria: Vec::new(),
            score_centi: Some(score.score_centi),
            low_centi: None,
            high_centi: None,
            max_centi: score.max_centi,
        };
        self.ready.push_back(of_answer(rank, number, AnswerFact::Rated(rating)));
    }

    /// Erases a learner: first some that practise much, then anybody.
    fn erase(&mut self) {
        let rank = match self.erased {
            0 => 3,
            few @ 1..4 => 10 * few,
            many => 97 * many * many,
        } % self.shape.learners;
        self.erased += 1;
        let Ok(rank) = u32::try_from(rank) else { return };
        if self.is_gone(rank) {
            return;
        }
        if let Some(is_erased) = self.is_erased.get_mut(rank as usize) {
            *is_erased = true;
        }
        self.ready.push_back(Event::Learner { learner: learner(rank), fact: LearnerFact::Erased });
    }

    fn is_gone(&self, rank: u32) -> bool {
        self.is_erased.get(rank as usize).copied().unwrap_or(true)
    }
}

impl Iterator for Generator {
    type Item = Record;

    fn next(&mut self) -> Option<Record> {
        if self.ready.is_empty() {
            self.prepare();
        }
        let event = self.ready.pop_front()?;
        self.pos += 1;
        Some(Record { pos: self.pos, at_us: self.at_us, event })
    }
}

/// Room that is there from the beginning, so that it is not counted as somebody else's.
fn room(answers: u64) -> Vec<u32> {
    let mut room = vec![1; usize::try_from(answers).unwrap_or(0)];
    room.clear();
    room
}

fn of_answer(rank: u32, number: u64, fact: AnswerFact) -> Event {
    let of = AnswerRun { answer: AnswerId(mix(number + 1)), run: 0 };
    Event::Answer { learner: learner(rank), of, fact }
}

fn learner(rank: u32) -> LearnerId {
    LearnerId(mix(u64::from(rank) + 1_000_003))
}

fn task(prompt: u64) -> Task {
    let index = usize::try_from(prompt).unwrap_or(0) % Task::ALL.len();
    Task::ALL.get(index).copied().unwrap_or(Task::ToeflIndependent)
}

/// Most follow the sample a little; one in a hundred repeats it.
fn overlap(chance: &mut Chance) -> u16 {
    let milli = if chance.below(100) == 0 { 800 + chance.below(201) } else { chance.below(300) };
    u16::try_from(milli).unwrap_or(0)
}

/// Frequent lemmas come more often: the square of an even draw.
fn details(chance: &mut Chance, lemmas: u16) -> RecordedDetails {
    let mut said: Vec<u32> = Vec::with_capacity(lemmas.into());
    while said.len() < usize::from(lemmas) {
        let draw = chance.below(LEMMAS);
        let lemma = 1 + u32::try_from(draw * draw / LEMMAS).unwrap_or(0);
        if !said.contains(&lemma) {
            said.push(lemma);
        }
    }
    let count = |lemma| LemmaCount { lemma: LemmaId(lemma), count: 1 };
    RecordedDetails { lemmas: said.into_iter().map(count).collect(), ..RecordedDetails::default() }
}

/// SplitMix64: a counter, mixed. Small, fast and the same everywhere.
struct Chance(u64);

impl Chance {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        mix(self.0)
    }

    /// Less than `end`.
    fn below(&mut self, end: u64) -> u64 {
        self.next() % end.max(1)
    }

    fn small(&mut self, end: u32) -> u32 {
        u32::try_from(self.below(end.into())).unwrap_or(0)
    }

    /// From 0 to 1.
    fn share(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1_u64 << 53) as f64
    }

    fn score(&mut self) -> OverallScore {
        let score_centi = u32::try_from(self.below(SCORE_CENTI_MAX + 1)).unwrap_or(0);
        OverallScore { score_centi, max_centi: u32::try_from(SCORE_CENTI_MAX).unwrap_or(1) }
    }
}
