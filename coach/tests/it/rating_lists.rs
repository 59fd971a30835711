//! Lists for people who rate blind: dealt evenly, under codes of each rater's own, and told apart again by the key alone.

use std::collections::{BTreeMap, BTreeSet};

use coach::ratings::{Candidate, Dealing, Item, Key, KeyError, Ratings, blank};
use coach::rubrics::Rubrics;
use dataflow::events::AnswerId;
use proptest::prelude::*;

const RUBRIC: &str = "toefl-independent-2019";
const SECRET: [u8; 32] = [7; 32];

fn raters(count: usize) -> Vec<String> {
    (1..=count).map(|rater| format!("r{rater}")).collect()
}

/// Answers of which one in ten is good and the rest middling.
fn candidates(count: u64) -> Vec<Candidate> {
    let candidate = |n: u64| Candidate {
        answer: AnswerId(n),
        rubric: RUBRIC.to_owned(),
        score_milli: Some(if n.is_multiple_of(10) { 900 } else { 500 }),
    };
    (1..=count).map(candidate).collect()
}

fn deal(raters: &[String], answers: usize, per_answer: usize, seed: u64, of: u64) -> Vec<Vec<Item>> {
    Dealing { secret: &SECRET, seed, raters, answers, per_answer }.deal(candidates(of))
}

proptest! {
    #[test]
    fn everybody_rates_as_much_and_each_answer_as_often(
        count in 1..9_usize, answers in 1..60_usize, per_answer in 1..9_usize, seed in 0..50_u64, of in 1..80_u64,
    ) {
        let raters = raters(count);
        let per_answer = per_answer.min(count);
        let lists = deal(&raters, answers, per_answer, seed, of);
        let lengths: Vec<usize> = lists.iter().map(Vec::len).collect();
        prop_assert!(lengths.iter().max().unwrap() - lengths.iter().min().unwrap() <= 1, "{lengths:?}");
        let mut times: BTreeMap<AnswerId, usize> = BTreeMap::new();
        for list in &lists {
            let own: BTreeSet<_> = list.iter().map(|item| item.of.answer).collect();
            prop_assert_eq!(own.len(), list.len(), "nobody rates an answer twice");
            own.into_iter().for_each(|answer| *times.entry(answer).or_default() += 1);
        }
        prop_assert_eq!(times.len(), answers.min(usize::try_from(of).unwrap()));
        prop_assert!(times.values().all(|times| *times == per_answer));
    }
}

#[test]
fn codes_are_each_raters_own_and_tell_nothing() {
    let raters = raters(3);
    let lists = deal(&raters, 40, 3, 1, 40);
    let codes: BTreeSet<_> = lists.iter().flatten().map(|item| item.code).collect();
    assert_eq!(codes.len(), 120, "no two raters have a code in common");
    assert!(lists.iter().flatten().all(|item| item.code != item.of.answer));
    let order = |list: &Vec<Item>| list.iter().map(|item| item.of.answer).collect::<Vec<_>>();
    assert_ne!(order(&lists[0]), order(&lists[1]), "each has an order of their own");
    assert_eq!(lists, deal(&raters, 40, 3, 1, 40), "the same numbers deal the same lists");
    let again = deal(&raters, 40, 3, 2, 40);
    assert!(again.iter().flatten().all(|item| !codes.contains(&item.code)), "another seed has other codes");
}

#[test]
fn rare_scores_are_rated_as_often_as_frequent_ones() {
    let lists = deal(&raters(1), 20, 1, 1, 100);
    let good = lists[0].iter().filter(|item| item.of.score_milli == Some(900)).count();
    assert_eq!((lists[0].len(), good), (20, 10));
}

#[test]
fn the_key_and_nothing_else_tells_what_was_rated() {
    let raters = raters(2);
    let lists = deal(&raters, 5, 1, 1, 5);
    let key = Key::read(&Key::of(raters.iter().zip(&lists)).write()).unwrap();
    let rubrics = Rubrics::built_in();
    let filled = |rater: usize, name: &str| {
        let text = String::from_utf8(blank(name, &lists[rater], |name| rubrics.named(name))).unwrap();
        text.lines().map(|line| line.replace(",,", ",3,") + "\n").collect::<String>()
    };
    let read = |text: String| Ratings::read(text.as_bytes(), "list.csv", &rubrics).unwrap();
    let mut own = read(filled(0, "r1"));
    assert_eq!(own.rejected, []);
    own.unblind(&key);
    let rated: Vec<_> = own.sound.iter().map(|rating| rating.answer).collect();
    assert_eq!(rated, lists[0].iter().map(|item| item.of.answer).collect::<Vec<_>>());
    let refused = |mut ratings: Ratings, key: &Key| {
        ratings.unblind(key);
        assert_eq!(ratings.sound, []);
        ratings.rejected[0].fault.to_string()
    };
    assert!(refused(read(filled(0, "r2")), &key).contains("another rater"));
    assert!(refused(read(filled(0, "r1")), &Key::default()).contains("no such code"));
}

#[test]
fn what_is_no_key_is_refused_with_its_line() {
    let code = "0123456789abcdef";
    let cases = [
        ("rater,code\n".to_owned(), "column \"answer\" is missing"),
        (format!("code,rater,answer\n{code},r1,{code}\n{code},r1,{code}\n"), "line 3: the code stands there twice"),
        (format!("code,rater,answer\n{code},r1,zz\n"), "line 2: not a code"),
        (format!("code,rater,answer\n{code},r1\n"), "line 2: not a code"),
    ];
    for (text, said) in cases {
        let error = Key::read(text.as_bytes()).unwrap_err().to_string();
        assert!(error.contains(said), "{error}");
    }
    assert_eq!(Key::read(&vec![b'x'; 64 << 20]), Err(KeyError::TooLarge));
}
