//! When a transcript is taken for no English.

use coach::recogniser::is_unintelligible;
use dataflow::documents::{Transcript, Word};

fn transcript(words: &[(&str, f32)]) -> Transcript {
    let word = |&(word, confidence): &(&str, f32)| Word { word: word.to_owned(), confidence, ..Word::default() };
    Transcript { text: String::new(), words: words.iter().map(word).collect() }
}

#[test]
fn sure_words_are_intelligible_and_unsure_ones_are_not() {
    assert!(!is_unintelligible(&transcript(&[("I", 0.9), ("like", 0.6), ("tea.", 0.8)])));
    assert!(is_unintelligible(&transcript(&[("I", 0.3), ("like", 0.2), ("tea.", 0.4)])));
}

#[test]
fn repeating_oneself_takes_more_certainty() {
    let repeated: Vec<(&str, f32)> = std::iter::repeat_n(("La,", 0.45), 12).collect();
    assert!(is_unintelligible(&transcript(&repeated)));
    let different = "one two three four five six seven eight".split(' ').map(|word| (word, 0.45)).collect::<Vec<_>>();
    assert!(!is_unintelligible(&transcript(&different)));
}

#[test]
fn no_words_are_no_english_and_too_few_say_nothing() {
    assert!(is_unintelligible(&Transcript::default()));
    assert!(!is_unintelligible(&transcript(&[("Uh", 0.1), ("huh.", 0.1)])));
}
