//! Dealing answers to people who rate them blind: who rates which, under which code, in which order.
//!
//! Chance is a keyed hash, so the same numbers deal the same lists. Every rater has codes of their own, which nobody without
//! the key turns into answers: neither two lists nor a list and a release can be laid side by side.

use std::collections::BTreeMap;

use dataflow::events::AnswerId;
use dataflow::views::scores::OVERALL;
use hmac::{Hmac, Mac};
use sha2::Sha256;

use super::COLUMNS;
use crate::rubrics::Rubric;

/// Bands of the score of record from which answers are taken in turn, each this many thousandths wide.
const BAND_MILLI: u16 = 200;

/// An answer that may be rated.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// Which.
    pub answer: AnswerId,
    /// The rubric that is for it.
    pub rubric: String,
    /// Its score of record in thousandths of the most; none where it is withheld.
    pub score_milli: Option<u16>,
}

/// How answers are dealt.
#[derive(Clone, Copy, Debug)]
pub struct Dealing<'a> {
    /// The data folder's.
    pub secret: &'a [u8; 32],
    /// What chance starts from.
    pub seed: u64,
    /// Who rates.
    pub raters: &'a [String],
    /// How many answers are rated.
    pub answers: usize,
    /// By how many people each.
    pub per_answer: usize,
}

/// An answer in somebody's list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// What this rater knows it by.
    pub code: AnswerId,
    /// What it is.
    pub of: Candidate,
}

impl Dealing<'_> {
    /// A list for each rater, in the order in which it is to be rated. Answers come from every band of the scale alike, as
    /// far as there are any, and raters get the same number, give or take one.
    pub fn deal(&self, candidates: Vec<Candidate>) -> Vec<Vec<Item>> {
        let mut lists: Vec<Vec<Item>> = vec![Vec::new(); self.raters.len()];
        for of in self.chosen(candidates) {
            let mut raters: Vec<usize> = (0..self.raters.len()).collect();
            raters.sort_by_key(|rater| {
                let load = lists.get(*rater).map_or(0, Vec::len);
                (load, self.hash("turn", self.rater(*rater), of.answer))
            });
            for rater in raters.into_iter().take(self.per_answer) {
                let code = AnswerId(self.hash("code", self.rater(rater), of.answer));
                if let Some(list) = lists.get_mut(rater) {
                    list.push(Item { code, of: of.clone() });
                }
            }
        }
        // A code is a hash, so this is no order that anybody could read anything from.
        lists.iter_mut().for_each(|list| list.sort_by_key(|item| item.code));
        lists
    }

    fn chosen(&self, mut candidates: Vec<Candidate>) -> Vec<Candidate> {
        candidates.sort_by_key(|of| self.hash("answer", "", of.answer));
        let mut places: BTreeMap<Option<u16>, usize> = BTreeMap::new();
        let mut placed: Vec<(usize, Candidate)> = Vec::new();
        for of in candidates {
            let place = places.entry(of.score_milli.map(|milli| milli / BAND_MILLI)).or_default();
            placed.push((*place, of));
            *place += 1;
        }
        placed.sort_by_key(|(place, _)| *place);
        placed.into_iter().map(|(_, of)| of).take(self.answers).collect()
    }

    fn rater(&self, rater: usize) -> &str {
        self.raters.get(rater).map_or("", String::as_str)
    }

    fn hash(&self, what: &str, rater: &str, answer: AnswerId) -> u64 {
        // Any key has a length that HMAC takes.
        let Ok(keyed) = Hmac::<Sha256>::new_from_slice(self.secret) else { return 0 };
        let digest = keyed
            .chain_update(b"rating lists\0")
            .chain_update(self.seed.to_be_bytes())
            .chain_update(what)
            .chain_update([0])
            .chain_update(rater)
            .chain_update([0])
            .chain_update(answer.0.to_be_bytes())
            .finalize()
            .into_bytes();
        digest.iter().take(8).fold(0, |number, byte| number << 8 | u64::from(*byte))
    }
}

/// Somebody's list as the file that they fill in and that `ratings import` reads; `rubric` finds one by its name.
pub fn blank<'a>(rater: &str, list: &[Item], rubric: impl Fn(&str) -> Option<&'a Rubric>) -> Vec<u8> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    // Writing into memory does not fail.
    let _ = writer.write_record(COLUMNS);
    for Item { code, of } in list {
        let criteria = rubric(&of.rubric).map(|rubric| rubric.criteria.as_slice()).unwrap_or_default();
        let names = criteria.iter().map(|criterion| criterion.name.as_str());
        // The score of record is compared with the overall one.
        for criterion in names.chain([OVERALL]) {
            let _ = writer.write_record([rater, &code.to_string(), &of.rubric, criterion, "", ""]);
        }
    }
    writer.into_inner().unwrap_or_default()
}
