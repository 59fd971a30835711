//! Lexical diversity and frequency bands of the words.
//!
//! Plain type-token ratios fall with length, so only measures that hold length apart are given, and none under the
//! length at which it means something. Filled pauses and unsure words are part of no measure. Word forms are
//! compared, not lemmas: the recogniser gives forms, and a lemma would need a parse.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use dataflow::documents::Word;
use dataflow::events::{LemmaCount, LemmaId, Lexis};

use super::disfluency::is_filled_pause;
use super::frequency::{band, lemma};
use super::tokens::{Token, tokens};

/// Type-token ratio at which a factor of MTLD is complete (McCarthy & Jarvis 2010).
const FACTOR_TTR: f64 = 0.72;
/// Fewest words for MTLD; under it the partial factor at the end decides the value.
const MTLD_WORDS_MIN: usize = 50;
/// Draws of HD-D (McCarthy & Jarvis 2010).
const HDD_DRAWS: usize = 42;
/// Window of the moving-average type-token ratio, in words.
const MATTR_WINDOW: usize = 50;

/// Lexical numbers of the words that the recogniser is sure of.
///
/// `mtld_milli`: mean of a forward and a backward pass, factor 0.72; none under 50 words. `hdd_milli`: mean chance to
/// meet each type among 42 words drawn without return, divided by 42 and summed; none under 42 words. `mattr_milli`:
/// mean type-token ratio of every window of 50 words; none under 50.
pub fn lexis(words: &[Word]) -> Lexis {
    let tokens: Vec<Token> = tokens(words).into_iter().filter(is_sure_word).collect();
    let texts: Vec<&str> = tokens.iter().map(|token| token.text.as_str()).collect();
    let mut band_words = [0; 4];
    for text in &texts {
        if let Some(count) = band_words.get_mut(band(text)) {
            *count += 1;
        }
    }
    Lexis {
        types: whole(texts.iter().collect::<BTreeSet<_>>().len()),
        mtld_milli: mtld(&texts).map(milli),
        hdd_milli: hdd(&texts).map(milli),
        mattr_milli: mattr(&texts).map(milli),
        band_words,
    }
}

/// Lemmas of the words that the recogniser is sure of, in the order of their ids, each once. A word outside the frequency
/// list has none; contractions and filled pauses are left out.
pub fn lemmas(words: &[Word]) -> Vec<LemmaCount> {
    let mut counts: BTreeMap<LemmaId, u16> = BTreeMap::new();
    for token in tokens(words).iter().filter(|token| is_sure_word(token)) {
        if let Some(lemma) = lemma(&token.text) {
            let count = counts.entry(lemma).or_default();
            *count = count.saturating_add(1);
        }
    }
    counts.into_iter().map(|(lemma, count)| LemmaCount { lemma, count }).collect()
}

fn is_sure_word(token: &Token) -> bool {
    token.is_word() && !token.is_unsure && !is_filled_pause(token)
}

fn mtld(texts: &[&str]) -> Option<f64> {
    if texts.len() < MTLD_WORDS_MIN {
        return None;
    }
    let forward = words_per_factor(texts.iter(), texts.len());
    let backward = words_per_factor(texts.iter().rev(), texts.len());
    Some(f64::midpoint(forward, backward))
}

/// Words per factor. The rest at the end counts as the part of a factor that its ratio has come down to.
fn words_per_factor<'a>(texts: impl Iterator<Item = &'a &'a str>, length: usize) -> f64 {
    let mut seen = BTreeSet::new();
    let (mut words, mut factors, mut ratio) = (0_u32, 0.0, 1.0);
    for text in texts {
        seen.insert(*text);
        words += 1;
        ratio = float(seen.len()) / f64::from(words);
        if ratio <= FACTOR_TTR {
            factors += 1.0;
            (words, ratio) = (0, 1.0);
            seen.clear();
        }
    }
    factors += (1.0 - ratio) / (1.0 - FACTOR_TTR);
    // Every word new: no part of a factor was reached, and the length itself is the lower bound of the measure.
    if factors > 0.0 { float(length) / factors } else { float(length) }
}

fn hdd(texts: &[&str]) -> Option<f64> {
    if texts.len() < HDD_DRAWS {
        return None;
    }
    let mut count_by_type = BTreeMap::<&str, usize>::new();
    for text in texts {
        *count_by_type.entry(text).or_default() += 1;
    }
    let chances = count_by_type.values().map(|&count| 1.0 - chance_of_none(texts.len(), count));
    Some(chances.sum::<f64>() / float(HDD_DRAWS))
}

/// Chance that none of `count` among `total` words is drawn in [`HDD_DRAWS`] draws without return.
fn chance_of_none(total: usize, count: usize) -> f64 {
    (0..HDD_DRAWS)
        .map(|drawn| (float(total) - float(count) - float(drawn)).max(0.0) / (float(total) - float(drawn)))
        .product()
}

fn mattr(texts: &[&str]) -> Option<f64> {
    if texts.len() < MATTR_WINDOW {
        return None;
    }
    let mut window = VecDeque::new();
    let mut count_by_type = BTreeMap::<&str, usize>::new();
    let (mut sum, mut windows) = (0.0, 0.0);
    for text in texts {
        window.push_back(*text);
        *count_by_type.entry(text).or_default() += 1;
        if window.len() > MATTR_WINDOW
            && let Some(left) = window.pop_front()
            && let Some(count) = count_by_type.get_mut(left)
        {
            *count -= 1;
            if *count == 0 {
                count_by_type.remove(left);
            }
        }
        if window.len() == MATTR_WINDOW {
            sum += float(count_by_type.len()) / float(MATTR_WINDOW);
            windows += 1.0;
        }
    }
    Some(sum / windows)
}

/// Counts here are at most [`super::tokens::WORDS_MAX`], so nothing saturates.
fn float(count: usize) -> f64 {
    f64::from(u32::try_from(count).unwrap_or(u32::MAX))
}

fn whole(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

fn milli(value: f64) -> u32 {
    super::round_u32(value * 1000.0)
}
