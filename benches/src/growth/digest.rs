//! Tables as numbers that can be compared between programs and languages.
//!
//! The digest of a table is the wrapping sum of the digests of its rows, so that the order of rows does not matter. The
//! peers in Python compute the same (`peers/common.py`).

use std::collections::BTreeMap;

use dataflow::read_model::Board;
use dataflow::views::PracticeSums;

/// The digest of each view, by its name.
pub(crate) type Digests = BTreeMap<String, u64>;

/// Mixes all bits of a number (the finaliser of MurmurHash3).
pub(crate) fn mix(mut bits: u64) -> u64 {
    bits ^= bits >> 33;
    bits = bits.wrapping_mul(0xff51_afd7_ed55_8ccd);
    bits ^= bits >> 33;
    bits = bits.wrapping_mul(0xc4ce_b9fe_1a85_ec53);
    bits ^ (bits >> 33)
}

/// The digest of one row: of its fields in order.
pub(crate) fn row(fields: &[u64]) -> u64 {
    fields.iter().fold(0x9e37_79b9_7f4a_7c15, |state, field| {
        mix(state.rotate_left(7) ^ field.wrapping_mul(0x9e37_79b9_7f4a_7c15))
    })
}

/// The digest of a table.
pub(crate) fn table<const N: usize>(rows: impl Iterator<Item = [u64; N]>) -> u64 {
    rows.fold(0, |sum, fields| sum.wrapping_add(row(&fields)))
}

/// An integer as a field.
pub(crate) fn field(number: i64) -> u64 {
    number.cast_unsigned()
}

/// A score as a field: one more than it is, because none is 0.
pub(crate) fn score_field(score_milli: Option<u16>) -> u64 {
    score_milli.map_or(0, |score| u64::from(score) + 1)
}

/// The core views of a board, or of one worker's part of it.
pub(crate) fn of_board(board: &Board) -> Digests {
    let core = &board.core;
    let weeks = core.practice.sorted().into_iter().filter(|row| row.week.answers != 0);
    let latest = core.latest.sorted().into_iter().map(|row| {
        let score = score_field(row.score_milli);
        [row.learner.0, row.occurred_at_ms, row.answer.0, score, row.words.into(), row.speaking_ms.into()]
    });
    let prompts = core.prompts.sorted().into_iter().map(|row| {
        let month = &row.month;
        let sums = [month.answers, month.scored, month.score_milli, month.score_milli_squares].map(field);
        let [answers, scored, score, squares] = sums;
        [row.prompt.0, answers, scored, score, squares]
    });
    let days = core.active_days.sorted().into_iter().map(|row| [row.start_day.into(), row.learners]);
    named([
        ("practice_week", table(weeks.map(|row| practice_fields(row.learner.0, &row.week)))),
        (
            "practice_month",
            table(core.practice.sorted().into_iter().map(|row| practice_fields(row.learner.0, &row.month))),
        ),
        ("latest", table(latest)),
        ("prompts", table(prompts)),
        ("active_days", table(days)),
    ])
}

fn practice_fields(learner: u64, sums: &PracticeSums) -> [u64; 7] {
    let score = [sums.scored, sums.score_milli, sums.score_milli_squares].map(field);
    let [scored, score, squares] = score;
    [learner, field(sums.answers), field(sums.practice_ms), field(sums.words), scored, score, squares]
}

/// Digests under their names.
pub(crate) fn named<const N: usize>(digests: [(&str, u64); N]) -> Digests {
    digests.into_iter().map(|(name, digest)| (name.to_owned(), digest)).collect()
}

/// Parts of the same tables, together.
pub(crate) fn together(parts: impl IntoIterator<Item = Digests>) -> Digests {
    let mut whole = Digests::new();
    for (name, digest) in parts.into_iter().flatten() {
        let sum = whole.entry(name).or_default();
        *sum = sum.wrapping_add(digest);
    }
    whole
}
