//! What is concluded from all rows together.
//!
//! For a question that no key divides. All rows come to one worker, where a structure of the view takes them in; it is
//! asked at most once a round, and only if the round has brought anything.

use differential_dataflow::ExchangeData;

use super::first::said;
use super::rounds::{Rounds, in_rounds};
use crate::graph::Rows;

/// Something that holds all rows and concludes from them. What it concludes may depend on nothing but the rows.
pub trait Overall<D> {
    /// What it concludes.
    type Out: Ord + Clone;

    /// Takes in so many copies of a row, or takes them back; of what one round brings a copy may go before it comes.
    fn add(&mut self, row: &D, diff: isize);

    /// What all rows say together, each row of it once.
    fn conclude(&self) -> Vec<Self::Out>;
}

/// What `state`, to begin with empty, concludes from all rows.
pub fn overall<'scope, D, S>(rows: Rows<'scope, D>, name: &str, state: S) -> Rows<'scope, S::Out>
where
    D: ExchangeData,
    S: Overall<D> + 'static,
    S::Out: 'static,
{
    in_rounds(rows, name, |_| 0, Concluded { state, has_news: false, said: Vec::new() })
}

struct Concluded<S, O> {
    state: S,
    /// In this round.
    has_news: bool,
    /// In order, as was said last.
    said: Vec<O>,
}

impl<D, S: Overall<D>> Rounds<D> for Concluded<S, S::Out> {
    type Out = S::Out;

    fn take(&mut self, _now_us: u64, row: D, diff: isize, _say: &mut impl FnMut(Self::Out, isize)) {
        self.state.add(&row, diff);
        self.has_news = true;
    }

    fn close(&mut self, _last_us: u64, say: &mut impl FnMut(Self::Out, isize)) {
        if !std::mem::take(&mut self.has_news) {
            return;
        }
        let mut now = self.state.conclude();
        now.sort_unstable();
        said(say, &self.said, &now, Clone::clone);
        self.said = now;
    }
}
