//! What the offline rater knows of an answer, gathered once.
//!
//! Numbers of the sound come from the stored runs, numbers of the words from the graded words alone. Words taken from
//! the prompt and words said over again are told apart from the learner's own, so that reading the prompt aloud or
//! saying one phrase many times adds nothing.

use std::collections::BTreeSet;
use std::sync::OnceLock;

use dataflow::documents::{Correction, Word};
use dataflow::measures::{PAUSE_MS_MIN, pauses, phonation_ms, speaking_ms};

use super::AssessInput;
use super::relevance::{Relevance, relevance};
use crate::language::{Token, graded_words, grammar, mean_confidence, text_tokens, tokens, without_filled_pauses};

/// Longest prompt that is looked at, in words.
const PROMPT_WORDS_MAX: usize = 600;
/// Words in a row that count as taken from the prompt.
const COPIED_WORDS: usize = 4;
/// Words in a row that count as said again.
const AGAIN_WORDS: usize = 3;

/// The sound in numbers.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Speech {
    /// Without silent pauses, in seconds.
    pub(crate) phonation_s: f64,
    /// Syllables per second of phonation.
    pub(crate) articulation_rate: f64,
    /// Phonation over speaking time.
    pub(crate) phonation_ratio: f64,
    /// Silent pauses.
    pub(crate) pauses: usize,
    /// Silent pauses per minute of speaking time.
    pub(crate) pauses_per_minute: f64,
    /// Syllables between silent pauses.
    pub(crate) mean_run: f64,
    /// The longest silent pause, in milliseconds.
    pub(crate) longest_pause_ms: u32,
    /// Where the longest pause starts, in milliseconds from the start of the recording.
    pub(crate) longest_pause_at_ms: u32,
}

/// Everything that a score may rest on.
#[derive(Clone, Debug)]
pub(crate) struct Signals<'a> {
    pub(crate) speech: Speech,
    /// The graded words.
    pub(crate) words: &'a [Word],
    /// The graded words, comparable, without filled pauses.
    pub(crate) tokens: Vec<Token>,
    /// How many of them the recogniser was sure of.
    pub(crate) sure_words: u32,
    /// Share of unsure words.
    pub(crate) unsure_share: f64,
    /// Mean confidence, from 0 to 1.
    pub(crate) mean_confidence: f64,
    /// Grammar findings, once somebody has asked for them: they take longer than all the rest.
    found: OnceLock<Vec<Correction>>,
    /// Words neither taken from the prompt nor said again.
    pub(crate) own_words: u32,
    /// Share of words taken from the prompt in runs of four.
    pub(crate) copied_share: f64,
    /// Share of words inside groups of three that were said before.
    pub(crate) again_share: f64,
    /// Word indexes of the group that was said again most, with how often; none where none was.
    pub(crate) said_again: Option<(std::ops::Range<usize>, u32)>,
    /// How much of it is about the prompt; none without a prompt, or where nothing in either can be compared.
    pub(crate) relevance: Option<Relevance>,
    /// Whether the prompt was known.
    pub(crate) has_prompt: bool,
}

impl<'a> Signals<'a> {
    pub(crate) fn of(input: &AssessInput<'a>) -> Self {
        let words = graded_words(input.transcript, input.measured.graded_ms);
        let tokens = without_filled_pauses(tokens(words));
        let prompt = input.prompt.map(|prompt| {
            let start: Vec<&str> = prompt.split_whitespace().take(PROMPT_WORDS_MAX).collect();
            text_tokens(&start.join(" "))
        });
        let prompt = prompt.filter(|tokens| !tokens.is_empty());
        let copied = prompt.as_ref().map_or_else(|| vec![false; tokens.len()], |prompt| copied(&tokens, prompt));
        let (again, said_again) = said_again(&tokens);
        let sure = tokens.iter().filter(|token| !token.is_unsure).count();
        let own = copied.iter().zip(&again).filter(|(copied, again)| !**copied && !**again).count();
        let relevance = prompt.as_ref().and_then(|prompt| relevance(&tokens, prompt, &copied));
        Signals {
            speech: speech(input),
            words,
            sure_words: whole(sure),
            unsure_share: share(tokens.len() - sure, tokens.len()),
            mean_confidence: mean_confidence(words),
            found: OnceLock::new(),
            own_words: whole(own),
            copied_share: share(copied.iter().filter(|is_copied| **is_copied).count(), tokens.len()),
            again_share: share(again.iter().filter(|is_again| **is_again).count(), tokens.len()),
            said_again,
            relevance,
            has_prompt: prompt.is_some(),
            tokens,
        }
    }

    /// Grammar findings.
    pub(crate) fn corrections(&self) -> &[Correction] {
        self.found.get_or_init(|| grammar(self.words))
    }

    /// Grammar findings per 100 words that the recogniser was sure of, as if there were at least twenty.
    pub(crate) fn findings_per_100(&self) -> f64 {
        f64::from(whole(self.corrections().len())) * 100.0 / f64::from(self.sure_words.max(20))
    }
}

fn speech(input: &AssessInput<'_>) -> Speech {
    let runs = &input.measured.runs;
    let pauses = pauses(runs, PAUSE_MS_MIN);
    let speaking_s = f64::from(speaking_ms(runs)) / 1_000.0;
    let phonation_s = f64::from(phonation_ms(runs, PAUSE_MS_MIN)) / 1_000.0;
    let syllables: f64 = runs.iter().map(|run| f64::from(run.syllables)).sum();
    let per = |part: f64, of: f64| if of > 0.0 { part / of } else { 0.0 };
    let longest = pauses.iter().max_by_key(|pause| pause.end_ms - pause.start_ms);
    Speech {
        phonation_s,
        articulation_rate: per(syllables, phonation_s),
        phonation_ratio: per(phonation_s, speaking_s),
        pauses: pauses.len(),
        pauses_per_minute: per(f64::from(whole(pauses.len())) * 60.0, speaking_s),
        mean_run: syllables / f64::from(whole(pauses.len() + 1)),
        longest_pause_ms: longest.map_or(0, |pause| pause.end_ms - pause.start_ms),
        longest_pause_at_ms: longest.map_or(0, |pause| pause.start_ms),
    }
}

/// For each token whether it is part of a run that the prompt has too.
fn copied(tokens: &[Token], prompt: &[Token]) -> Vec<bool> {
    let in_prompt: BTreeSet<Vec<&str>> = prompt.windows(COPIED_WORDS).map(texts).collect();
    let mut copied = vec![false; tokens.len()];
    for (at, window) in tokens.windows(COPIED_WORDS).enumerate() {
        if in_prompt.contains(&texts(window)) {
            copied.iter_mut().skip(at).take(COPIED_WORDS).for_each(|is_copied| *is_copied = true);
        }
    }
    copied
}

/// For each token whether it is part of a group that was said before, and the group that came most often.
fn said_again(tokens: &[Token]) -> (Vec<bool>, Option<(std::ops::Range<usize>, u32)>) {
    let mut again = vec![false; tokens.len()];
    let mut places = std::collections::BTreeMap::<Vec<&str>, (usize, usize, u32)>::new();
    for (at, window) in tokens.windows(AGAIN_WORDS).enumerate() {
        let (first, last, times) = places.entry(texts(window)).or_insert((at, at, 0));
        // A group that overlaps its last saying is one word said over and over, which counts too, but once per group.
        if *times == 0 || at >= *last + AGAIN_WORDS {
            *times += 1;
            *last = at;
        }
        if at > *first {
            again.iter_mut().skip(at).take(AGAIN_WORDS).for_each(|is_again| *is_again = true);
        }
    }
    let most =
        places.values().filter(|(_, _, times)| *times > 1).max_by_key(|(first, _, times)| (*times, usize::MAX - first));
    let range = most.and_then(|(first, _, times)| {
        let group = tokens.get(*first..first + AGAIN_WORDS)?;
        Some((group.first()?.index..group.last()?.index + 1, *times))
    });
    (again, range)
}

fn texts(window: &[Token]) -> Vec<&str> {
    window.iter().map(|token| token.text.as_str()).collect()
}

pub(crate) fn share(part: usize, of: usize) -> f64 {
    if of == 0 { 0.0 } else { f64::from(whole(part)) / f64::from(whole(of)) }
}

pub(crate) fn whole(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}
