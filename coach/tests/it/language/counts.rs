//! Counts over words: diversity, bands, syntax, filled pauses, repetitions, and the event made of them.

use coach::language::{counts, filled_pauses, lexis, repetitions, syntax};
use dataflow::documents::Transcript;

use super::words;

/// Words that are all different and no filler.
fn distinct(count: usize) -> String {
    let letters: Vec<char> = ('b'..='z').filter(|c| !"eiou".contains(*c)).collect();
    let word = |n: usize| format!("{}a{}o", letters[n % letters.len()], letters[n / letters.len()]);
    (0..count).map(word).collect::<Vec<_>>().join(" ")
}

#[test]
fn diversity_has_no_value_below_its_length() {
    let at = |count| lexis(&words(&distinct(count), 0.9));
    assert_eq!((at(41).hdd_milli, at(41).mtld_milli, at(41).mattr_milli), (None, None, None));
    assert_eq!((at(42).hdd_milli, at(42).mtld_milli), (Some(1_000), None));
    assert_eq!((at(50).mtld_milli, at(50).mattr_milli), (Some(50_000), Some(1_000)));
    assert_eq!(lexis(&[]), Default::default());
}

#[test]
fn mtld_counts_words_per_factor() {
    // `a b a b ...` falls under 0.72 at every third word: a, a b, a b a = 2/3. So 60 words are 20 factors of 3 words.
    let text = "ba da ".repeat(30);
    assert_eq!(lexis(&words(&text, 0.9)).mtld_milli, Some(3_000));
}

#[test]
fn mattr_is_the_mean_over_windows_and_hdd_that_of_draws() {
    // Two types in every window of 50.
    let found = lexis(&words(&"ba da ".repeat(30), 0.9));
    assert_eq!(found.mattr_milli, Some(40));
    // Drawing 42 of 60 with 30 of each, both types all but certainly come: 2 / 42.
    assert_eq!(found.hdd_milli, Some(48));
    assert_eq!(found.types, 2);
}

#[test]
fn unsure_words_and_fillers_are_no_vocabulary() {
    let found = lexis(&words("um the the hmm people", 0.9));
    assert_eq!((found.types, found.band_words), (2, [3, 0, 0, 0]));
    assert_eq!(lexis(&words("the people", 0.2)).types, 0);
}

#[test]
fn bands_tell_frequent_from_rare() {
    assert_eq!(lexis(&words("the people eat breakfast with colleagues", 0.9)).band_words.iter().sum::<u32>(), 6);
    assert_eq!(lexis(&words("zygote quixotic", 0.9)).band_words, [0, 0, 0, 2]);
}

#[test]
fn filled_pauses_are_counted_whatever_the_punctuation() {
    assert_eq!(filled_pauses(&words("Um, I, uh, think er... hmm yes erm", 0.9)), 5);
    assert_eq!(filled_pauses(&words("the umbrella", 0.9)), 0);
}

#[test]
fn repetitions_of_one_to_three_words_are_counted_once_each() {
    let cases = [
        ("I I think so", 1),
        ("I I I think so", 2),
        ("I think I think it is good", 1),
        ("in the city in the city we live", 1),
        ("the um the house", 1),
        ("it was very very good", 0),
        ("I know that that is right", 0),
        ("a rose is a rose", 0),
        ("", 0),
    ];
    for (text, count) in cases {
        assert_eq!(repetitions(&words(text, 0.9)), count, "{text}");
    }
}

#[test]
fn syntax_counts_units_and_at_least_a_clause_each() {
    let found = syntax(&words("I live in a small town. I think it is quiet because nobody drives there. Yes.", 0.9));
    assert_eq!(found.units, 3);
    assert!((4..=6).contains(&found.clauses), "{found:?}");
    assert_eq!(syntax(&[]), Default::default());
}

#[test]
fn counts_are_those_of_the_graded_words() {
    let mut spoken = words("I I like um my school because it is nice and late", 0.8);
    spoken[2].confidence = 0.3;
    let transcript = Transcript { text: String::new(), words: spoken };
    let all = counts(&transcript, 60_000, "tiny");
    assert_eq!((all.words, all.unsure_words, all.filled_pauses, all.repetitions), (12, 1, 1, 1));
    assert_eq!((all.model.as_str(), all.mean_confidence_milli), ("tiny", 758));
    // Word n starts at n * 500 ms: four of them before 2,000 ms.
    let graded = counts(&transcript, 2_000, "tiny");
    assert_eq!(graded.words, 4);
    assert_eq!(counts(&Transcript::default(), 2_000, "tiny").mean_confidence_milli, 0);
}
