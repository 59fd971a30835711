//! Grammar findings: right English stays, planted errors are found where they are.

use coach::language::grammar;

use super::{shown, words};

const CORRECT: &str = include_str!("correct.txt");
const PLANTED: &str = include_str!("planted.txt");

/// Share of the planted errors that must be found, in percent.
const RECALL_PERCENT_MIN: usize = 75;

#[test]
fn correct_sentences_stay() {
    let touched: Vec<String> = CORRECT
        .lines()
        .map(|line| (line, grammar(&words(line, 0.9))))
        .filter(|(_, found)| !found.is_empty())
        .map(|(line, found)| format!("{line}\n    {}", shown(&found).join("; ")))
        .collect();
    assert!(CORRECT.lines().count() >= 60);
    assert!(touched.is_empty(), "{}", touched.join("\n"));
}

#[test]
fn planted_errors_are_found_where_they_are() {
    let (mut missed, mut elsewhere) = (Vec::new(), Vec::new());
    for line in PLANTED.lines() {
        let (kind, marked) = line.split_once('|').unwrap();
        let plain = marked.replace(['[', ']'], "");
        let first = marked.split_whitespace().position(|word| word.contains('[')).unwrap();
        let end = marked.split_whitespace().position(|word| word.contains(']')).unwrap() + 1;
        let found = grammar(&words(&plain, 0.9));
        if !found.iter().any(|c| c.first_word < end && first < c.end_word) {
            missed.push(format!("{kind}: {marked}"));
        }
        let others = found.iter().filter(|c| c.first_word > end || c.end_word < first);
        elsewhere.extend(others.map(|c| format!("{marked}: {} -> {}", c.said, c.better)));
    }
    let planted = PLANTED.lines().count();
    let recall_percent = (planted - missed.len()) * 100 / planted;
    eprintln!("recall {recall_percent} % of {planted}; missed:\n{}", missed.join("\n"));
    assert!(planted >= 60);
    assert!(recall_percent >= RECALL_PERCENT_MIN, "recall is {recall_percent} %, missed:\n{}", missed.join("\n"));
    assert!(elsewhere.is_empty(), "{}", elsewhere.join("\n"));
}

#[test]
fn a_finding_beside_an_unsure_word_is_left_out() {
    let mut spoken = words("He go to school.", 0.9);
    assert_eq!(shown(&grammar(&spoken)), ["go -> goes (agreement)"]);
    for at in [0, 1, 2] {
        let mut unsure = spoken.clone();
        unsure[at].confidence = 0.4;
        assert!(grammar(&unsure).is_empty(), "word {at}");
    }
    spoken[3].confidence = 0.4;
    assert_eq!(grammar(&spoken).len(), 1);
}

#[test]
fn findings_point_at_the_words_and_read_over_fillers() {
    let found = grammar(&words("Well, um, she um don't like it. I am, uh, agree.", 0.9));
    assert_eq!(shown(&found), ["don't -> doesn't (agreement)", "am uh agree -> agree (verb form)"]);
    assert_eq!((found[0].first_word, found[0].end_word), (4, 5));
}

#[test]
fn what_the_recogniser_writes_is_no_error() {
    for text in
        ["i went to london on monday", "Its a nice day.", "I dont know.", "THE HOUSE IS BIG", "we met alot of freinds"]
    {
        assert!(grammar(&words(text, 0.9)).is_empty(), "{text}");
    }
}
