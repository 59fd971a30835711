//! Each key once, while it has any row.

use std::hash::Hash;

use differential_dataflow::ExchangeData;
use rustc_hash::FxHashMap;

use super::rounds::{Rounds, in_rounds, route};
use super::totals::give_back;
use crate::graph::Rows;

/// Each row once, however often it is there.
pub fn distinct<'scope, D>(rows: Rows<'scope, D>, name: &str) -> Rows<'scope, D>
where
    D: ExchangeData + Hash,
{
    in_rounds(rows, name, |row| route(row), Distinct { copies: FxHashMap::default() })
}

struct Distinct<D> {
    copies: FxHashMap<D, i32>,
}

impl<D: Eq + Hash + Clone> Rounds<D> for Distinct<D> {
    type Out = D;

    fn take(&mut self, _now_us: u64, row: D, diff: isize, say: &mut impl FnMut(Self::Out, isize)) {
        let copies = self.copies.entry(row.clone()).or_default();
        let before = *copies;
        *copies = copies.wrapping_add(i32::try_from(diff).unwrap_or(0));
        let (was, is, is_gone) = (before > 0, *copies > 0, *copies == 0);
        if is_gone {
            self.copies.remove(&row);
        }
        if was != is {
            say(row, if is { 1 } else { -1 });
        }
    }

    fn close(&mut self, _last_us: u64, _say: &mut impl FnMut(Self::Out, isize)) {
        give_back(&mut self.copies);
    }
}
