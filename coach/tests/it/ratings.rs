//! Files of ratings: what is taken, what is refused with its line and reason, and that a rating stands or falls whole.

use coach::ratings::{RatingFault, Ratings, RatingsError, rejects};
use coach::rubrics::Rubrics;

const HEADING: &str = "rater,answer,rubric,criterion,score,round\n";
const A: &str = "0123456789abcdef";
const B: &str = "00000000000000ff";

fn read(rows: &str) -> Ratings {
    Ratings::read(format!("{HEADING}{rows}").as_bytes(), "r.csv", &Rubrics::built_in()).unwrap()
}

/// Lines with their reasons.
fn refused(ratings: &Ratings) -> Vec<(u64, String)> {
    ratings.rejected.iter().map(|rejected| (rejected.line, rejected.fault.to_string())).collect()
}

fn row(answer: &str, criterion: &str, score: &str) -> String {
    format!("r1,{answer},toefl-independent-2019,{criterion},{score},\n")
}

#[test]
fn rows_of_one_rating_are_one_rating() {
    let rows =
        [row(A, "language_use", "2"), row(B, "delivery", "0"), row(A, "delivery", "4"), row(A, "overall", "2.5")];
    let ratings = read(&rows.concat());
    assert_eq!(refused(&ratings), []);
    let [first, second] = ratings.sound.as_slice() else { panic!("{ratings:?}") };
    assert_eq!((first.answer.to_string(), second.answer.to_string()), (A.to_owned(), B.to_owned()));
    let scored: Vec<_> = first.scores.criteria.iter().map(|one| (one.criterion.as_str(), one.score, one.max)).collect();
    assert_eq!(scored, [("delivery", 4, 4), ("language_use", 2, 4)], "in the order of the rubric");
    assert_eq!((first.scores.score_centi, first.scores.max_centi, first.scores.revision), (Some(250), 400, 0));
    assert_eq!((second.scores.score_centi, second.scores.criteria[0].score), (None, 0));
}

#[test]
fn columns_may_be_in_any_order_and_rounds_be_left_out() {
    let text = format!("\u{feff}Score,criterion,rubric,answer,rater\n3, delivery ,toefl-independent-2019,{A},r1\n");
    let ratings = Ratings::read(text.as_bytes(), "r.csv", &Rubrics::built_in()).unwrap();
    assert_eq!((ratings.sound.len(), ratings.rejected.len()), (1, 0), "{ratings:?}");
}

#[test]
fn each_wrong_line_is_told_with_its_reason() {
    let wrong = [
        (row(A, "delivery", "5"), "from 0 to 4"),
        (row(A, "delivery", "-1"), "not a number"),
        (row(A, "delivery", "2.5"), "whole points"),
        (row(A, "overall", "2.25"), "whole and half points"),
        (row(A, "delivery", "3e0"), "not a number"),
        (row(A, "melody", "3"), "not in the rubric; it has delivery"),
        (row("beef", "delivery", "3"), "not an id"),
        (row(A, "", "3"), "criterion is empty"),
        (row(A, "delivery", "3").replace("toefl-independent-2019", "toefl"), "there are toefl-independent-2019"),
        (row(A, "delivery", "3").replace("r1", &"r".repeat(101)), "longer than 100"),
        (row(A, "delivery", "3").replace("3,\n", "3,1001\n"), "up to 1000"),
        ("r1,one,two\n".to_owned(), "3 fields, the heading has 6"),
    ];
    for (row, reason) in wrong {
        let ratings = read(&row);
        let told = refused(&ratings);
        assert!(ratings.sound.is_empty() && told.len() == 1, "{row}: {ratings:?}");
        assert!(told[0].0 == 2 && told[0].1.contains(reason), "{row}: {told:?}");
    }
    let twice = read(&[row(A, "delivery", "3"), row(A, "delivery", "3")].concat());
    assert_eq!(refused(&twice).len(), 2);
    assert!(refused(&twice)[1].1.contains("stands twice"), "{twice:?}");
}

#[test]
fn a_rating_stands_or_falls_whole() {
    let rows = [row(A, "delivery", "3"), row(B, "delivery", "3"), row(A, "language_use", "9"), row(A, "overall", "x")];
    let ratings = read(&rows.concat());
    assert_eq!(ratings.sound.len(), 1, "that of the other answer");
    let lines: Vec<u64> = ratings.rejected.iter().map(|rejected| rejected.line).collect();
    assert_eq!(lines, [2, 4, 5]);
    assert_eq!(ratings.rejected[0].fault, RatingFault::Beside { line: 4 });
    // The same where only a row is wrong that is none at all.
    let ratings = read(&[row(A, "delivery", "3"), row(A, "overall", "x")].concat());
    assert!(ratings.sound.is_empty() && refused(&ratings).len() == 2, "{ratings:?}");
}

#[test]
fn rejects_are_the_rows_with_line_and_reason() {
    let mut ratings = read(&[row(A, "delivery", "3"), row(B, "delivery", "9")].concat());
    ratings.refuse(|rating| (rating.answer.to_string() == A).then_some(RatingFault::UnknownAnswer));
    assert!(ratings.sound.is_empty());
    let text = String::from_utf8(rejects(&ratings.rejected)).unwrap();
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(lines[0], "line,reason,rater,answer,rubric,criterion,score,round");
    assert!(lines[1].starts_with("2,") && lines[1].ends_with(&format!("r1,{A},toefl-independent-2019,delivery,3,")));
    assert!(lines[2].starts_with("3,") && lines[2].contains("from 0 to 4"), "{text}");
}

#[test]
fn what_is_no_file_of_ratings_is_told() {
    let refused = |bytes: &[u8]| Ratings::read(bytes, "r.csv", &Rubrics::built_in()).unwrap_err();
    for (text, reason) in [
        ("", "has no ratings"),
        (HEADING, "has no ratings"),
        ("rater,answer,rubric,criterion\n", "\"score\" is missing"),
        ("rater,rater,answer,rubric,criterion,score\n", "stands there twice"),
        ("rater,answer,rubric,criterion,score,colour\n", "\"colour\" is not known"),
    ] {
        let error = refused(text.as_bytes()).to_string();
        assert!(error.contains(reason), "{text:?}: {error}");
    }
    assert!(matches!(refused(b"\xff\xfe\n\xff"), RatingsError::Heading { .. }));
    let large = vec![b'x'; coach::ratings::BYTES_MAX + 1];
    assert!(matches!(refused(&large), RatingsError::TooLarge { .. }));
    let many = HEADING.to_owned() + &"r,,,,,\n".repeat(coach::ratings::ROWS_MAX + 1);
    assert!(matches!(refused(many.as_bytes()), RatingsError::TooManyRows { .. }));
}
