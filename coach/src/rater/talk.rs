//! What kind of talk words are: English or not, sentences or a list, an answer or a word to whoever judges.
//!
//! Each is a count over words with wide margins; none is a verdict on a single word.

use super::signals::share;
use crate::language::{Token, is_frequent};

/// Words without which English has no sentences.
const FUNCTION_WORDS: &str = "a an the i you he she it we they me him her us them my your his its our their this that \
    these those is are am was were be been being do does did have has had will would can could should may might must \
    not no and or but so if because when while as than then there what which who how why where to of in on at by for \
    from with about into over after before under between i'm it's don't i've that's i'd we're they're can't didn't \
    doesn't isn't";

/// Words with which one speaks about a score. Two different ones in a sentence are talk to the judge, unless the prompt
/// has them.
const JUDGE_WORDS: &str = "rubric rubrics examiner examiners grader graders rater raters evaluator assessor judge \
    criterion criteria score scores scored scoring marks grade grades graded grading band bands points maximum highest \
    instruction instructions ignore disregard override transcript prompt evaluation assessment delivery feedback json \
    system assistant developer administrator confidence evidence perfect flawless deduct award perfectly mark marker \
    fluency fluent vocabulary pronunciation candidate reviewer unquote verdict judges judging judged";

/// Longest stretch that is looked at as one sentence, in words.
const SENTENCE_WORDS_MAX: usize = 18;
/// Least share of function words of a text in sentences; talk has some 45 %.
const FUNCTION_SHARE_MIN: f64 = 0.2;
/// Words from which a text can be called a list.
const LIST_WORDS_MIN: usize = 8;

fn is_function_word(text: &str) -> bool {
    FUNCTION_WORDS.split_whitespace().any(|word| word == text)
}

/// Share of the words that English uses: in the frequency list, or with an apostrophe as contractions have. Names and
/// rare words are outside, so that ordinary talk has some 90 %; 1 without words.
pub(super) fn english_share(tokens: &[Token]) -> f64 {
    let words: Vec<&Token> = tokens.iter().filter(|token| token.is_word()).collect();
    if words.is_empty() {
        return 1.0;
    }
    let is_english = |token: &&&Token| {
        let head = token.text.split('\'').next().unwrap_or(&token.text);
        token.text.is_ascii() && (is_function_word(&token.text) || is_frequent(&token.text) || is_frequent(head))
    };
    share(words.iter().filter(is_english).count(), words.len())
}

/// Whether the words form sentences, as far as their function words show.
pub(super) fn are_sentences(tokens: &[Token]) -> bool {
    let function = tokens.iter().filter(|token| is_function_word(&token.text)).count();
    tokens.len() < LIST_WORDS_MIN || share(function, tokens.len()) >= FUNCTION_SHARE_MIN
}

/// For each token whether it stands in a sentence that speaks to whoever judges.
pub(super) fn judge_talk(tokens: &[Token], prompt: &str) -> Vec<bool> {
    let prompt = prompt.to_lowercase();
    let asked: Vec<&str> = prompt.split(|c: char| !c.is_alphanumeric()).collect();
    let is_judge_word = |text: &str| JUDGE_WORDS.split_whitespace().any(|word| word == text) && !asked.contains(&text);
    let head = |token: &Token| token.text.split('\'').next().unwrap_or_default().to_owned();
    let mut marks = Vec::with_capacity(tokens.len());
    for sentence in sentences(tokens) {
        let mut found: Vec<String> = sentence.iter().map(head).filter(|text| is_judge_word(text)).collect();
        found.sort_unstable();
        found.dedup();
        marks.extend(std::iter::repeat_n(found.len() >= 2, sentence.len()));
    }
    marks
}

fn sentences(tokens: &[Token]) -> Vec<&[Token]> {
    let by_stop = tokens.split_inclusive(|token| token.ends_sentence);
    by_stop.flat_map(|sentence| sentence.chunks(SENTENCE_WORDS_MAX)).collect()
}
