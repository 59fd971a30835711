//! The loop on the task of the project's prototype: its file of signed rows, so that both can be compared.
//!
//! A hidden mode, for whoever doubts that the loop is a limit: `benches growth-run prototype` reads the file that
//! `PROTOTYPE_ROWS` names, 64 bytes for each row, little-endian.

use anyhow::Context as _;

use super::generator::{DAY_US, FIRST_DAY};
use super::hand_loop::{Answer, HandLoop, Share};
use super::meter::{Meter, Outcome};
use super::run::Order;

/// A row of the prototype's file.
struct Signed {
    now_ms: u64,
    learner: u64,
    answer: Answer,
    is_gone: bool,
}

pub(crate) fn run(order: Order) -> anyhow::Result<Outcome> {
    let path = std::env::var_os("PROTOTYPE_ROWS").context("PROTOTYPE_ROWS names no file")?;
    let bytes = std::fs::read(&path).with_context(|| format!("reading {} failed", path.display()))?;
    let mut hand = HandLoop::new(FIRST_DAY * DAY_US / 1_000);
    let rows: Vec<Signed> = bytes.chunks_exact(64).filter_map(|row| signed(row, &mut hand)).collect();
    drop(bytes);
    let meter = Meter::start()?;
    for round in rows.chunks(order.round) {
        for row in round {
            hand.reach(row.now_ms);
            let number = hand.number(row.learner);
            if row.is_gone {
                if let Some(place) = hand.find(number, &row.answer) {
                    hand.remove(row.now_ms, number, place);
                }
            } else {
                hand.add(row.now_ms, number, row.answer);
            }
            hand.hand_on_if_full();
        }
        hand.hand_on();
    }
    let outcome = meter.read(rows.len() as u64)?;
    let end_us = rows.last().map_or(0, |row| row.now_ms).div_ceil(DAY_US / 1_000) * DAY_US;
    Ok(Outcome { digests: hand.digests(end_us), ..outcome })
}

fn signed(row: &[u8], hand: &mut HandLoop) -> Option<Signed> {
    let wide = |at: usize| Some(u64::from_le_bytes(row.get(at..at + 8)?.try_into().ok()?));
    let narrow = |at: usize| Some(u32::from_le_bytes(row.get(at..at + 4)?.try_into().ok()?));
    // Its count of different words stands where ours has whether there is a score.
    let share = Share { practice_ms: narrow(40)?, words: narrow(44)?, scored: narrow(48)?, score_milli: narrow(36)? };
    let prompt = hand.prompt(narrow(32)?.into());
    let (occurred_at_ms, id) = (wide(8)?, wide(24)?);
    let answer = Answer { occurred_at_ms, id, share, speaking_ms: 0, prompt, revision: 0 };
    Some(Signed { now_ms: wide(0)?, learner: wide(16)?, answer, is_gone: narrow(56)? != 1 })
}
