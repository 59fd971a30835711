//! A learner with everything that the loop keeps of them, and how one of their rows has changed.

use super::sums::{Share, Sums};
use super::{DAY_MS, LATEST};

/// Answers that are tried one by one from the end before the place of one is searched by halves.
const NEAR: usize = 64;

/// An answer as it is kept.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Answer {
    pub(crate) occurred_at_ms: u64,
    pub(crate) id: u64,
    pub(crate) share: Share,
    pub(crate) speaking_ms: u32,
    /// The number of its prompt.
    pub(crate) prompt: u32,
    /// Of its score.
    pub(crate) revision: u32,
}

/// What has changed, as it is now.
pub(super) enum Changed {
    Practice { _learner: u64, _week: Sums, _month: Sums },
    Latest { _learner: u64, _answer: Answer, _sign: i8 },
}

/// A learner.
#[derive(Default)]
pub(super) struct Learner {
    pub(super) id: u64,
    pub(super) week: Sums,
    pub(super) month: Sums,
    /// In the order in which they were spoken.
    pub(super) answers: Vec<Answer>,
    pub(super) is_erased: bool,
}

impl Learner {
    pub(super) fn practice(&self) -> Changed {
        Changed::Practice { _learner: self.id, _week: self.week, _month: self.month }
    }

    /// The last answers, the newest first.
    pub(super) fn latest(&self) -> impl Iterator<Item = &Answer> {
        self.answers.iter().rev().take(LATEST)
    }

    /// Puts an answer in its place; says whether it is the only one of its day.
    pub(super) fn insert(&mut self, answer: Answer, changed: &mut Vec<Changed>) -> bool {
        let place = self.place(&answer);
        if self.answers.len() - place < LATEST {
            changed.push(self.change(answer, 1));
            changed.extend(self.tenth().map(|gone| self.change(gone, -1)));
        }
        let is_alone = self.is_alone_on_its_day(&answer, place);
        self.answers.insert(place, answer);
        is_alone
    }

    /// Takes out the answer in a place; says whether it was the only one of its day.
    pub(super) fn remove(&mut self, place: usize, changed: &mut Vec<Changed>) -> (Answer, bool) {
        let answer = self.answers.remove(place);
        if self.answers.len() - place < LATEST {
            changed.push(self.change(answer, -1));
            changed.extend(self.tenth().map(|back| self.change(back, 1)));
        }
        (answer, self.is_alone_on_its_day(&answer, place))
    }

    /// Where an answer belongs: nearly always at or near the end.
    pub(super) fn place(&self, answer: &Answer) -> usize {
        let key = (answer.occurred_at_ms, answer.id);
        let is_before = |known: &Answer| (known.occurred_at_ms, known.id) < key;
        match self.answers.iter().rev().take(NEAR).position(is_before) {
            Some(behind) => self.answers.len() - behind,
            None if self.answers.len() <= NEAR => 0,
            None => self.answers.partition_point(is_before),
        }
    }

    /// The last one that is still shown, if so many are known.
    fn tenth(&self) -> Option<Answer> {
        self.answers.len().checked_sub(LATEST).and_then(|place| self.answers.get(place)).copied()
    }

    fn change(&self, answer: Answer, sign: i8) -> Changed {
        Changed::Latest { _learner: self.id, _answer: answer, _sign: sign }
    }

    /// Whether neither neighbour of an answer has its day. The answer, not among the others, belongs before `place`.
    fn is_alone_on_its_day(&self, answer: &Answer, place: usize) -> bool {
        let day = answer.occurred_at_ms / DAY_MS;
        let is_same = |place: usize| self.answers.get(place).is_some_and(|other| other.occurred_at_ms / DAY_MS == day);
        !place.checked_sub(1).is_some_and(is_same) && !is_same(place)
    }
}
