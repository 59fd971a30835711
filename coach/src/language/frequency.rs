//! How frequent a word is in English, in four bands.
//!
//! `frequency-en.txt` has the 5,000 most frequent word forms of the SymSpell English list in order (where it comes
//! from and its licence: `frequency-en.md`). A word counts with the most frequent of itself and its plainer forms, so
//! that `walked` is as common as `walk`. The list is of written English of the web: spoken words such as `yeah` look
//! rarer than they are, which is why fillers and contractions are taken as the most frequent band.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use dataflow::events::LemmaId;

static RANKS: LazyLock<BTreeMap<&'static str, usize>> =
    LazyLock::new(|| include_str!("frequency-en.txt").lines().enumerate().map(|(rank, word)| (word, rank)).collect());

/// Ranks at which a band ends: the first thousand, the second, the third to fifth.
const BAND_ENDS: [usize; 3] = [1_000, 2_000, 5_000];

/// Band of a lower-case word, 0 the most frequent, 3 rarer than the list or unknown.
pub(crate) fn band(word: &str) -> usize {
    let head = word.split('\'').next().unwrap_or(word);
    if head.len() < word.len() || word.chars().all(|c| c.is_ascii_digit()) {
        return if head.chars().count() > 4 { band_of_rank(best_rank(head)) } else { 0 };
    }
    band_of_rank(best_rank(word))
}

/// Band of a recognised word, whatever its case and the punctuation around it: 0 the most frequent thousand, 1 the
/// second, 2 the third to fifth, 3 rarer than the list or unknown.
pub fn frequency_band(word: &str) -> u8 {
    let word = word.trim_matches(|letter: char| !letter.is_alphanumeric()).to_lowercase();
    u8::try_from(band(&word)).unwrap_or(u8::MAX)
}

/// The lemma of a lower-case word: the most frequent of itself and its plainer forms; none for a word that is not in the
/// list.
pub(crate) fn lemma(word: &str) -> Option<LemmaId> {
    let rank = best_rank(word)?;
    u32::try_from(rank + 1).ok().map(LemmaId)
}

/// How a lemma is written; none for one that is not in the list.
pub fn lemma_text(lemma: LemmaId) -> Option<&'static str> {
    static TEXTS: LazyLock<Vec<&'static str>> = LazyLock::new(|| include_str!("frequency-en.txt").lines().collect());
    let rank = usize::try_from(lemma.0).ok()?.checked_sub(1)?;
    TEXTS.get(rank).copied()
}

/// Whether a lower-case word, or a plainer form of it, is among the 5,000 most frequent.
pub(crate) fn is_frequent(word: &str) -> bool {
    best_rank(word).is_some()
}

fn band_of_rank(rank: Option<usize>) -> usize {
    let rank = rank.unwrap_or(usize::MAX);
    BAND_ENDS.iter().position(|&end| rank < end).unwrap_or(BAND_ENDS.len())
}

fn best_rank(word: &str) -> Option<usize> {
    forms(word).iter().filter_map(|form| RANKS.get(form.as_str()).copied()).min()
}

/// The word and what may be its plainer forms. Wrong guesses are harmless: they are no words and so have no rank.
fn forms(word: &str) -> Vec<String> {
    let mut forms = vec![word.to_owned()];
    let endings = [
        ("ies", "y"),
        ("es", ""),
        ("s", ""),
        ("ied", "y"),
        ("ed", ""),
        ("ed", "e"),
        ("ing", ""),
        ("ing", "e"),
        ("ly", ""),
        ("er", ""),
        ("est", ""),
    ];
    for (ending, instead) in endings {
        let Some(stem) = word.strip_suffix(ending).filter(|stem| stem.chars().count() >= 3) else { continue };
        forms.push(format!("{stem}{instead}"));
        let mut back = stem.chars().rev();
        if back.next().is_some_and(|last| Some(last) == back.next()) {
            let undoubled: String = stem.chars().take(stem.chars().count() - 1).collect();
            forms.push(undoubled);
        }
    }
    forms
}

#[cfg(test)]
mod tests {
    use super::band;

    #[test]
    fn a_lemma_is_written_as_its_plainest_form() {
        let written = |word| super::lemma(word).and_then(super::lemma_text);
        assert_eq!(["walked", "cities", "the"].map(written), [Some("walk"), Some("city"), Some("the")]);
        assert_eq!(written("zzyzx"), None);
        assert_eq!([0, 9_999].map(|id| super::lemma_text(super::LemmaId(id))), [None, None]);
    }

    #[test]
    fn bands_follow_frequency_and_take_plainer_forms() {
        assert_eq!(["the", "people", "don't", "walked"].map(band), [0, 0, 0, 1]);
        assert_eq!(["breakfast", "interview", "colleague", "zzyzx"].map(band), [2, 2, 3, 3]);
        assert_eq!(band("stopped"), band("stop"));
    }
}
