//! The words of Listen and Repeat, made comparable and aligned.
//!
//! `I'm` equals `I am`, `5` equals `five`, `gonna` equals `going to`; capitals and punctuation do not count. The
//! alignment is the cheapest one by word-level edits. Both sides are bounded, so that hostile input costs little.

use super::fields::{is_general, stem};
use crate::language::Token;

/// Most words of a target sentence that are looked at.
pub(crate) const TARGET_WORDS_MAX: usize = 60;
/// Most said words that are looked at.
const SAID_WORDS_MAX: usize = 200;
/// Confidence from which a word is taken as heard clearly; calibrated on short notes, where surer errors are rare.
const CLEAR: f32 = 0.9;

/// A comparable word.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Piece {
    pub(crate) text: String,
    /// Index of the word it came from.
    pub(crate) index: usize,
    /// How sure the recogniser is; 1 in the target.
    pub(crate) confidence: f32,
}

/// What became of a word of the target.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fate {
    /// Said as it is.
    Kept(usize),
    /// Said in another form, or another article: `walk` for `walked`.
    Near(usize),
    /// Another word said clearly in its place.
    Changed(usize),
    /// Left out.
    Missing,
    /// Not to be told from what was recognised.
    Unclear,
}

/// Target and said words side by side.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Alignment {
    pub(crate) target: Vec<Piece>,
    pub(crate) said: Vec<Piece>,
    /// One for each word of the target.
    pub(crate) fates: Vec<Fate>,
    /// Said words that the target does not have, heard clearly.
    pub(crate) extra: Vec<usize>,
}

const ENDINGS: [(&str, &str); 6] =
    [("n't", "not"), ("'m", "am"), ("'re", "are"), ("'ll", "will"), ("'ve", "have"), ("'d", "would")];
const WHOLE: [(&str, &str); 12] = [
    ("won't", "will not"),
    ("can't", "can not"),
    ("cannot", "can not"),
    ("shan't", "shall not"),
    ("let's", "let us"),
    ("gonna", "going to"),
    ("wanna", "want to"),
    ("ok", "okay"),
    ("mr", "mister"),
    ("mrs", "missus"),
    ("ain't", "is not"),
    ("till", "until"),
];
const IS: [&str; 13] = [
    "it's",
    "he's",
    "she's",
    "that's",
    "there's",
    "what's",
    "who's",
    "here's",
    "where's",
    "how's",
    "when's",
    "this's",
    "everything's",
];
const ONES: [&str; 20] = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
];
const TENS: [&str; 10] = ["", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];

/// Comparable words of the tokens, with the confidence of each.
pub(crate) fn pieces(tokens: &[Token], confidence: impl Fn(usize) -> f32, max: usize) -> Vec<Piece> {
    let piece = |token: &Token, text: &str| Piece {
        text: text.to_owned(),
        index: token.index,
        confidence: confidence(token.index),
    };
    let all = tokens.iter().flat_map(|token| {
        let expanded: Vec<String> = token.text.split('-').flat_map(expand).filter(|text| !text.is_empty()).collect();
        expanded.into_iter().map(move |text| (token, text))
    });
    all.take(max).map(|(token, text)| piece(token, &text)).collect()
}

fn expand(word: &str) -> Vec<String> {
    if let Some((_, whole)) = WHOLE.iter().find(|(short, _)| *short == word) {
        return whole.split(' ').map(str::to_owned).collect();
    }
    if IS.contains(&word) {
        return vec![word.trim_end_matches("'s").to_owned(), "is".to_owned()];
    }
    if let Some((head, full)) = ENDINGS.iter().find_map(|(short, full)| Some((word.strip_suffix(short)?, full))) {
        return vec![head.to_owned(), (*full).to_owned()];
    }
    match word.parse::<usize>() {
        Ok(number) if number < 1_000 => number_words(number),
        _ => vec![word.to_owned()],
    }
}

fn number_words(number: usize) -> Vec<String> {
    let mut words = Vec::new();
    let (hundreds, rest) = (number / 100, number % 100);
    if hundreds > 0 {
        words.extend(ONES.get(hundreds).map(|word| (*word).to_owned()));
        words.push("hundred".to_owned());
    }
    if let Some(word) = ONES.get(rest).filter(|_| rest > 0 || hundreds == 0) {
        words.push((*word).to_owned());
    } else if rest >= 20 {
        words.extend(TENS.get(rest / 10).map(|word| (*word).to_owned()));
        words.extend(ONES.get(rest % 10).filter(|_| rest % 10 > 0).map(|word| (*word).to_owned()));
    }
    words
}

fn is_article(text: &str) -> bool {
    matches!(text, "a" | "an" | "the")
}

fn is_near(a: &str, b: &str) -> bool {
    is_article(a) && is_article(b) || a.chars().count() > 3 && stem(a) == stem(b)
}

/// Weight of a word of the target: what carries meaning counts most.
pub(crate) fn weight(text: &str) -> f64 {
    if is_article(text) {
        0.3
    } else if is_general(text) {
        0.6
    } else {
        1.0
    }
}

/// Cost of saying `said` for `target`, in halves.
fn exchange(target: &Piece, said: &Piece) -> usize {
    if target.text == said.text {
        0
    } else if is_near(&target.text, &said.text) {
        1
    } else {
        3
    }
}

const SKIP: usize = 2;

/// Aligns what was said with the target.
pub(crate) fn align(target: &[Token], said: &[Token], confidence: impl Fn(usize) -> f32) -> Alignment {
    let target = pieces(target, |_| 1.0, TARGET_WORDS_MAX);
    let said = pieces(said, confidence, SAID_WORDS_MAX);
    let width = said.len() + 1;
    // Row by row: the least cost of aligning the first words of both.
    let mut costs: Vec<usize> = (0..width).map(|column| column * SKIP).collect();
    for (row, target_piece) in target.iter().enumerate() {
        let above = costs.len() - width;
        costs.push((row + 1) * SKIP);
        for (column, said_piece) in said.iter().enumerate() {
            let cost = |back: usize| costs.get(back).copied().unwrap_or(usize::MAX / 2);
            let least = (cost(above + column) + exchange(target_piece, said_piece))
                .min(cost(above + column + 1) + SKIP)
                .min(cost(costs.len() - 1) + SKIP);
            costs.push(least);
        }
    }
    let (fates, extra) = walk(&target, &said, &costs);
    Alignment { target, said, fates, extra }
}

/// The way back through the costs.
fn walk(target: &[Piece], said: &[Piece], costs: &[usize]) -> (Vec<Fate>, Vec<usize>) {
    let cost =
        |row: usize, column: usize| costs.get(row * (said.len() + 1) + column).copied().unwrap_or(usize::MAX / 2);
    let (mut row, mut column) = (target.len(), said.len());
    let (mut fates, mut extra) = (Vec::new(), Vec::new());
    while row > 0 || column > 0 {
        let pair = row.checked_sub(1).zip(column.checked_sub(1));
        let met = pair.and_then(|(r, c)| Some((c, exchange(target.get(r)?, said.get(c)?), cost(r, c))));
        match met {
            Some((at, exchanged, before)) if before + exchanged == cost(row, column) => {
                fates.push(fate(said, at, exchanged));
                (row, column) = (row - 1, column - 1);
            }
            _ if column > 0 && (row == 0 || cost(row, column - 1) + SKIP == cost(row, column)) => {
                column -= 1;
                if is_clear(said, column) {
                    extra.push(column);
                }
            }
            _ => {
                let is_told =
                    is_clear(said, column) && column.checked_sub(1).is_none_or(|before| is_clear(said, before));
                fates.push(if is_told { Fate::Missing } else { Fate::Unclear });
                row -= 1;
            }
        }
    }
    fates.reverse();
    extra.reverse();
    (fates, extra)
}

fn fate(said: &[Piece], at: usize, exchanged: usize) -> Fate {
    match exchanged {
        0 => Fate::Kept(at),
        _ if !is_clear(said, at) => Fate::Unclear,
        1 => Fate::Near(at),
        _ => Fate::Changed(at),
    }
}

/// Whether the recogniser is sure of the word and not lost beside it. Beyond the ends there is nothing to doubt.
fn is_clear(said: &[Piece], at: usize) -> bool {
    let Some(piece) = said.get(at) else { return true };
    let around = said.get(at.saturating_sub(1)..(at + 2).min(said.len())).unwrap_or_default();
    piece.confidence >= CLEAR && around.iter().all(|near| near.confidence >= dataflow::documents::UNSURE_BELOW)
}
