//! Whether two prompts ask the same, as far as words show.
//!
//! Compared are content words: lemmas where the frequency list has one, without function words and without the words in
//! which a task puts its questions (`describe`, `agree`). Two prompts are too close if they share more than half of the
//! content words of the shorter one. Under three content words any shared word would do that, so there all of them must
//! be the same. Points and samples are not compared.

use std::collections::{BTreeMap, BTreeSet};

use dataflow::documents::Word;
use dataflow::events::ids::PromptId;

use super::Fault;
use crate::language::{lemma_text, lemmas, text_tokens};

/// Fewest content words of which a share says something.
const CONTENT_WORDS_MIN: usize = 3;
/// Most shared words that a message names.
const NAMED_WORDS_MAX: usize = 6;

/// Words with a job in the sentence instead of a subject, and the words in which tasks put their questions. Of a
/// contraction stands what is before its apostrophe.
const FUNCTION_WORDS: &str = "a about above across after again against all almost along already also although always am \
    among an and another any anybody anyone anything are aren around as at away back be because become been before being below \
    best better between both but by can cannot come could couldn describe did didn disagree do does doesn doing don done \
    down during each either else enough even ever every everybody everyone everything example explain few for from get give \
    go good had hadn has hasn have haven having he her here hers herself him himself his how however i if in instead into is isn \
    it its itself just let ll make many may maybe me might mine more most much must my myself neither never no nobody none \
    nor not nothing now of off often on once one ones only opinion or other others our ours out over own people per person prefer \
    quite rather re reason said same say shall she should shouldn since so some somebody someone something sometimes soon \
    statement still such take tell than that the their theirs them themselves then there these they thing think this those \
    though through to together too toward towards under unless until up upon us use used using ve very was wasn we well were \
    weren what whatever when where whether which while who whole whom whose why will with within without won would wouldn \
    yes yet you your yours yourself agree";

/// The content words of a text: what it is about, each once.
pub fn content_words(text: &str) -> BTreeSet<String> {
    let apart: String = text.chars().map(|char| if is_joint(char) { ' ' } else { char }).collect();
    text_tokens(&apart).into_iter().filter_map(|token| content_word(&token.text)).collect()
}

/// What joins words that count one by one: `part-time` is `part time`.
fn is_joint(char: char) -> bool {
    matches!(char, '-' | '/' | '\u{2010}'..='\u{2015}')
}

fn content_word(token: &str) -> Option<String> {
    let head = token.split('\'').next().filter(|head| !head.is_empty())?;
    if head.chars().count() < 2 || FUNCTION_WORDS.split(' ').any(|word| word == head) {
        return None;
    }
    let word = Word { word: head.to_owned(), confidence: 1.0, ..Word::default() };
    let lemma = lemmas(&[word]).first().and_then(|count| lemma_text(count.lemma));
    Some(lemma.map_or_else(|| head.to_owned(), str::to_owned))
}

/// The content words of the prompts of a bank, to find those that are too close to a new one.
#[derive(Clone, Debug, Default)]
pub(super) struct Contents {
    prompts: Vec<(PromptId, BTreeSet<String>)>,
    places_by_word: BTreeMap<String, Vec<usize>>,
    id_by_tokens: BTreeMap<String, PromptId>,
}

impl Contents {
    /// Takes a prompt up, unless it is too close to one that is there.
    pub(super) fn add(&mut self, id: PromptId, text: &str) -> Result<(), Fault> {
        if let Some(&other) = self.id_by_tokens.get(&tokens(text)) {
            return Err(Fault::SameText { other });
        }
        if let Some(fault) = self.too_close(&content_words(text)) {
            return Err(fault);
        }
        self.know(id, text);
        Ok(())
    }

    /// Takes a prompt up, however close it is to others.
    pub(super) fn know(&mut self, id: PromptId, text: &str) {
        let words = content_words(text);
        for word in &words {
            self.places_by_word.entry(word.clone()).or_default().push(self.prompts.len());
        }
        self.prompts.push((id, words));
        self.id_by_tokens.entry(tokens(text)).or_insert(id);
    }

    /// The first prompt that is too close. Only those that share a word are looked at.
    fn too_close(&self, words: &BTreeSet<String>) -> Option<Fault> {
        let mut shared_by_place = vec![0_usize; self.prompts.len()];
        for place in words.iter().filter_map(|word| self.places_by_word.get(word)).flatten() {
            if let Some(shared) = shared_by_place.get_mut(*place) {
                *shared += 1;
            }
        }
        let mut others = self.prompts.iter().zip(shared_by_place);
        others.find_map(|((other, others_words), shared)| {
            let of = words.len().min(others_words.len());
            if !is_too_close(shared, of, words.len().max(others_words.len())) {
                return None;
            }
            let both: Vec<&str> = words.intersection(others_words).map(String::as_str).take(NAMED_WORDS_MAX).collect();
            Some(Fault::NearText { other: *other, shared, of, words: both.join(", ") })
        })
    }
}

/// The words of a text as they stand, so that case and punctuation make no difference.
fn tokens(text: &str) -> String {
    text_tokens(text).into_iter().map(|token| token.text).collect::<Vec<String>>().join(" ")
}

/// Whether so many shared content words are too many for two prompts that have `shorter` and `longer`.
fn is_too_close(shared: usize, shorter: usize, longer: usize) -> bool {
    if shorter < CONTENT_WORDS_MIN { shared > 0 && shared == longer } else { shared * 2 > shorter }
}

#[cfg(test)]
mod tests {
    use super::{content_words, is_too_close};

    #[test]
    fn content_words_are_lemmas_without_function_words() {
        let words = content_words("Describe the far-off cities that you've walked to; wouldn't you agree?");
        assert_eq!(words.into_iter().collect::<Vec<_>>(), ["city", "far", "walk"]);
        assert!(content_words("Why? Because!").is_empty());
    }

    #[test]
    fn more_than_half_of_the_shorter_is_too_close() {
        assert!(!is_too_close(2, 4, 9) && is_too_close(3, 4, 9) && is_too_close(2, 3, 9));
        assert!(!is_too_close(0, 0, 0) && !is_too_close(1, 1, 9) && is_too_close(1, 1, 1) && is_too_close(2, 2, 2));
    }
}
