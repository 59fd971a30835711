//! Telegram's rates: so many messages a second over all chats, one a second in each, averaged over short bursts.
//!
//! Each rate is a theoretical arrival time (GCRA): it moves ahead by one interval for every message let through and may
//! be ahead of the clock by as much as the burst allows. Refused messages cost nothing.

use std::collections::HashMap;

/// Rates that sends and edits share. [`Limits::default`] has Telegram's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Messages a second over all chats; default 30.
    pub overall_per_s: u32,
    /// Messages a second in one chat; default 1.
    pub chat_per_s: u32,
    /// How many messages one chat may get at once after a silence; default 3.
    pub chat_burst: u32,
}

impl Default for Limits {
    fn default() -> Limits {
        Limits { overall_per_s: 30, chat_per_s: 1, chat_burst: 3 }
    }
}

/// The arrival times and the number of refusals.
#[derive(Debug, Default)]
pub(crate) struct Limiter {
    pub(crate) limits: Option<Limits>,
    pub(crate) refused: u64,
    overall_us: i64,
    chats_us: HashMap<i64, i64>,
}

impl Limiter {
    pub(crate) fn new(limits: Option<Limits>) -> Limiter {
        Limiter { limits, ..Limiter::default() }
    }

    /// Lets a message through, or says how many whole seconds to wait.
    pub(crate) fn admit(&mut self, chat: i64, now_ms: i64) -> Result<(), u64> {
        let Some(limits) = self.limits else { return Ok(()) };
        let now_us = now_ms.saturating_mul(1_000);
        let in_chat = self.chats_us.entry(chat).or_insert(0);
        let overall = next(&mut self.overall_us, now_us, limits.overall_per_s, limits.overall_per_s);
        let of_chat = next(in_chat, now_us, limits.chat_per_s, limits.chat_burst);
        match (overall, of_chat) {
            (Ok(overall), Ok(of_chat)) => {
                self.overall_us = overall;
                *in_chat = of_chat;
                Ok(())
            }
            (overall, of_chat) => {
                self.refused += 1;
                let wait_us = overall.err().unwrap_or(0).max(of_chat.err().unwrap_or(0));
                Err(u64::try_from(wait_us).unwrap_or(0).div_ceil(1_000_000).max(1))
            }
        }
    }
}

/// The next arrival time, or the microseconds until there is one.
fn next(arrival_us: &mut i64, now_us: i64, per_s: u32, burst: u32) -> Result<i64, i64> {
    let interval_us = 1_000_000 / i64::from(per_s.max(1));
    let ahead_us_max = interval_us * i64::from(burst.max(1) - 1);
    // A clock that was set back would otherwise leave the arrival time ahead for as long as it was set back.
    *arrival_us = (*arrival_us).clamp(now_us, now_us + ahead_us_max + interval_us);
    let early_us = *arrival_us - now_us - ahead_us_max;
    if early_us > 0 { Err(early_us) } else { Ok(*arrival_us + interval_us) }
}
