//! The limit: what the core views cost when one loop is written by hand for exactly them.
//!
//! One thread, no engine, no generality. It keeps what [`dataflow::graph::core`] keeps, each view up to date after each
//! fact, and writes every changed row of a learner to a buffer, as somebody would want to be told; the few rows of
//! prompts and days are where they are. Tuned: learners and prompts have numbers, so that what leaves a window finds its
//! sums without hashing; the calendar is a vector for each hour; a learner's answers lie in order in one vector, of
//! which the last ten are the end, and whose neighbours say whether a day is new.
//!
//! It believes more than the graph does: that a fact comes once, a score never before its answer, an answer in one run.

mod learner;
mod sums;

use std::collections::VecDeque;

use dataflow::events::{AnswerFact, AnswerId, Event, LearnerFact, LearnerId, OverallScore, Record};
use rustc_hash::FxHashMap;

pub(crate) use self::learner::Answer;
use self::learner::{Changed, Learner};
pub(crate) use self::sums::Share;
use self::sums::Sums;
use super::digest::{Digests, named, score_field, table};

const HOUR_MS: u64 = 3_600_000;
const DAY_MS: u64 = 24 * HOUR_MS;
const WEEK_MS: u64 = 7 * DAY_MS;
const MONTH_MS: u64 = 28 * DAY_MS;
/// How many answers are shown.
const LATEST: usize = 10;
/// Rows that are written before the buffer is handed on.
const OUT_ROWS: usize = 60_000;

/// What leaves a window at an hour.
struct Leaving {
    learner: u32,
    prompt: u32,
    share: Share,
    sign: i32,
}

/// What leaves a window, by hours from the one that comes next.
#[derive(Default)]
struct Calendar(VecDeque<Vec<Leaving>>);

/// The loop with all that it keeps.
pub(crate) struct HandLoop {
    /// Hours that have been reached.
    hour: u64,
    leaving_week: Calendar,
    leaving_month: Calendar,
    numbers: FxHashMap<u64, u32>,
    learners: Vec<Learner>,
    prompt_numbers: FxHashMap<u64, u32>,
    prompts: Vec<(u64, Sums)>,
    /// Learners of each day.
    days: FxHashMap<u64, u64>,
    changed: Vec<Changed>,
}

impl HandLoop {
    pub(crate) fn new(from_ms: u64) -> Self {
        HandLoop {
            hour: from_ms / HOUR_MS,
            leaving_week: Calendar::default(),
            leaving_month: Calendar::default(),
            numbers: FxHashMap::default(),
            learners: Vec::new(),
            prompt_numbers: FxHashMap::default(),
            prompts: Vec::new(),
            days: FxHashMap::default(),
            changed: Vec::with_capacity(OUT_ROWS * 2),
        }
    }

    /// Takes in a record.
    pub(crate) fn follow(&mut self, record: &Record) {
        let now_ms = record.at_us / 1_000;
        self.reach(now_ms);
        match &record.event {
            Event::Answer { learner, of, fact } => self.learn(now_ms, *learner, of.answer, fact),
            Event::Learner { learner, fact: LearnerFact::Erased } => self.erase(now_ms, *learner),
            Event::Learner { .. } | Event::System(_) => {}
        }
        self.hand_on_if_full();
    }

    /// Lets everything leave that is over by then.
    pub(crate) fn reach(&mut self, now_ms: u64) {
        while (self.hour + 1) * HOUR_MS <= now_ms {
            self.hour += 1;
            for leaving in self.leaving_week.next_hour() {
                if let Some(learner) = self.learners.get_mut(leaving.learner as usize) {
                    learner.week.add(&leaving.share, leaving.sign);
                    self.changed.push(learner.practice());
                }
            }
            for leaving in self.leaving_month.next_hour() {
                if let Some((_, prompt)) = self.prompts.get_mut(leaving.prompt as usize) {
                    prompt.add(&leaving.share, leaving.sign);
                }
                if let Some(learner) = self.learners.get_mut(leaving.learner as usize) {
                    learner.month.add(&leaving.share, leaving.sign);
                    self.changed.push(learner.practice());
                }
            }
        }
    }

    /// Hands the written rows on: to nobody, who reads all of them.
    pub(crate) fn hand_on(&mut self) {
        std::hint::black_box(&self.changed);
        self.changed.clear();
    }

    pub(crate) fn hand_on_if_full(&mut self) {
        if self.changed.len() >= OUT_ROWS {
            self.hand_on();
        }
    }

    fn learn(&mut self, now_ms: u64, learner: LearnerId, id: AnswerId, fact: &AnswerFact) {
        if let AnswerFact::Recorded(recorded) = fact {
            let speech = &recorded.speech;
            let share = Share { practice_ms: speech.practice_ms, words: speech.words, ..Share::default() };
            let answer = Answer {
                occurred_at_ms: recorded.occurred_at_ms,
                id: id.0,
                share: share.scored(recorded.score.and_then(OverallScore::milli)),
                speaking_ms: speech.speaking_ms,
                prompt: self.prompt(recorded.prompt.map_or(0, |prompt| prompt.0)),
                revision: 0,
            };
            let number = self.number(learner.0);
            self.add(now_ms, number, answer);
        } else if let AnswerFact::Rated(rated) = fact {
            let max_centi = rated.max_centi;
            let score = rated.score_centi.map(|score_centi| OverallScore { score_centi, max_centi });
            let number = self.number(learner.0);
            self.correct(now_ms, number, id.0, rated.revision, score.and_then(OverallScore::milli));
        }
    }

    /// The number of a prompt.
    pub(crate) fn prompt(&mut self, id: u64) -> u32 {
        number(&mut self.prompt_numbers, &mut self.prompts, id, || (id, Sums::default()))
    }

    /// The number of a learner.
    pub(crate) fn number(&mut self, id: u64) -> u32 {
        number(&mut self.numbers, &mut self.learners, id, || Learner { id, ..Learner::default() })
    }

    fn correct(&mut self, now_ms: u64, number: u32, id: u64, revision: u32, score_milli: Option<u16>) {
        let Some(learner) = self.learners.get(number as usize) else { return };
        let Some(place) = learner.answers.iter().rposition(|answer| answer.id == id) else { return };
        let Some(old) = learner.answers.get(place).copied().filter(|old| old.revision < revision) else { return };
        self.remove(now_ms, number, place);
        self.add(now_ms, number, Answer { share: old.share.scored(score_milli), revision, ..old });
    }

    fn erase(&mut self, now_ms: u64, learner: LearnerId) {
        let number = self.number(learner.0);
        let answers = self.learners.get(number as usize).map_or(0, |learner| learner.answers.len());
        for place in (0..answers).rev() {
            self.remove(now_ms, number, place);
        }
        if let Some(learner) = self.learners.get_mut(number as usize) {
            learner.is_erased = true;
            learner.answers = Vec::new();
        }
    }

    /// An answer is known from now on.
    pub(crate) fn add(&mut self, now_ms: u64, number: u32, answer: Answer) {
        let Some(learner) = self.learners.get_mut(number as usize).filter(|learner| !learner.is_erased) else { return };
        if learner.insert(answer, &mut self.changed) {
            *self.days.entry(answer.occurred_at_ms / DAY_MS).or_default() += 1;
        }
        self.count(now_ms, number, &answer, 1);
    }

    /// The answer in a place is not known any longer.
    pub(crate) fn remove(&mut self, now_ms: u64, number: u32, place: usize) {
        let Some(learner) = self.learners.get_mut(number as usize) else { return };
        let (answer, is_alone) = learner.remove(place, &mut self.changed);
        if is_alone {
            let day = answer.occurred_at_ms / DAY_MS;
            let learners = self.days.entry(day).or_default();
            *learners = learners.saturating_sub(1);
            if *learners == 0 {
                self.days.remove(&day);
            }
        }
        self.count(now_ms, number, &answer, -1);
    }

    /// Where the answer lies among its learner's, if it does.
    pub(crate) fn find(&self, number: u32, answer: &Answer) -> Option<usize> {
        let learner = self.learners.get(number as usize)?;
        let place = learner.place(answer);
        learner.answers.get(place).is_some_and(|known| known.id == answer.id).then_some(place)
    }

    /// Adds an answer to the windows that it lies in, and says when it leaves them.
    fn count(&mut self, now_ms: u64, number: u32, answer: &Answer, sign: i32) {
        let Some(learner) = self.learners.get_mut(number as usize) else { return };
        let leaving = || Leaving { learner: number, prompt: answer.prompt, share: answer.share, sign: -sign };
        let week_hour = (answer.occurred_at_ms + WEEK_MS).div_ceil(HOUR_MS);
        let month_hour = (answer.occurred_at_ms + MONTH_MS).div_ceil(HOUR_MS);
        if week_hour * HOUR_MS > now_ms {
            learner.week.add(&answer.share, sign);
            self.leaving_week.schedule(week_hour - self.hour, leaving());
        }
        if month_hour * HOUR_MS > now_ms {
            learner.month.add(&answer.share, sign);
            if let Some((_, prompt)) = self.prompts.get_mut(answer.prompt as usize) {
                prompt.add(&answer.share, sign);
            }
            self.leaving_month.schedule(month_hour - self.hour, leaving());
        }
        self.changed.push(learner.practice());
    }

    /// The tables at a time, as digests.
    pub(crate) fn digests(&mut self, at_us: u64) -> Digests {
        self.reach(at_us / 1_000);
        let learners = || self.learners.iter();
        let weeks = learners().filter(|learner| learner.week.answers != 0);
        let months = learners().filter(|learner| learner.month.answers != 0);
        let latest = learners().flat_map(|learner| learner.latest().map(|answer| (learner.id, answer)));
        let latest = latest.map(|(learner, answer)| {
            let (score, words) = (score_field(answer.share.score()), answer.share.words.into());
            [learner, answer.occurred_at_ms, answer.id, score, words, answer.speaking_ms.into()]
        });
        let prompts = self.prompts.iter().filter(|(_, sums)| sums.answers != 0);
        named([
            ("practice_week", weeks.fold(0, |sum, learner| learner.week.digest(learner.id).wrapping_add(sum))),
            ("practice_month", months.fold(0, |sum, learner| learner.month.digest(learner.id).wrapping_add(sum))),
            ("latest", table(latest)),
            ("prompts", prompts.fold(0, |sum, (id, sums)| sums.prompt_digest(*id).wrapping_add(sum))),
            ("active_days", table(self.days.iter().map(|(day, learners)| [*day, *learners]))),
        ])
    }
}

impl Calendar {
    fn next_hour(&mut self) -> Vec<Leaving> {
        self.0.pop_front().unwrap_or_default()
    }

    fn schedule(&mut self, hours_ahead: u64, leaving: Leaving) {
        let index = usize::try_from(hours_ahead - 1).unwrap_or(0);
        if self.0.len() <= index {
            self.0.resize_with(index + 1, Vec::new);
        }
        if let Some(hour) = self.0.get_mut(index) {
            hour.push(leaving);
        }
    }
}

/// The place of an id's own entry, which is made if there is none.
fn number<T>(numbers: &mut FxHashMap<u64, u32>, entries: &mut Vec<T>, id: u64, new: impl FnOnce() -> T) -> u32 {
    *numbers.entry(id).or_insert_with(|| {
        entries.push(new());
        u32::try_from(entries.len() - 1).unwrap_or(u32::MAX)
    })
}
