//! The statistics against published examples and a slow oracle, and files of scores, sound and hostile.

use coach::calibration::{
    Figures, Note, Pair, Ratings, Withheld, difference_sd, mean_difference, pearson, pearson_interval, pooled_sd,
    quadratic_weighted_kappa, report, spearman, standardised_difference,
};
use expect_test::expect;
use proptest::prelude::{ProptestConfig, any, prop};
use proptest::{prop_assert, proptest};

fn pairs(human: &[f64], judge: &[f64]) -> Vec<Pair> {
    human.iter().zip(judge).map(|(&human, &judge)| Pair { human, judge }).collect()
}

fn assert_near(value: Option<f64>, expected: f64, within: f64) {
    let value = value.expect("there is a value");
    assert!((value - expected).abs() <= within, "{value} is not {expected}");
}

/// Peak expiratory flow of 17 people by two meters, the first of them used twice: J. M. Bland and D. G. Altman,
/// *Statistical methods for assessing agreement between two methods of clinical measurement*, The Lancet 327 (1986).
const WRIGHT: [f64; 17] = [
    494.0, 395.0, 516.0, 434.0, 476.0, 557.0, 413.0, 442.0, 650.0, 433.0, 417.0, 656.0, 267.0, 478.0, 178.0, 423.0,
    427.0,
];
const WRIGHT_AGAIN: [f64; 17] = [
    490.0, 397.0, 512.0, 401.0, 470.0, 611.0, 415.0, 431.0, 638.0, 429.0, 420.0, 633.0, 275.0, 492.0, 165.0, 372.0,
    421.0,
];
const MINI: [f64; 17] = [
    512.0, 430.0, 520.0, 428.0, 500.0, 600.0, 364.0, 380.0, 658.0, 445.0, 432.0, 626.0, 260.0, 477.0, 259.0, 350.0,
    451.0,
];

#[test]
fn differences_are_those_of_bland_and_altman() {
    let meters = pairs(&MINI, &WRIGHT);
    assert_near(mean_difference(&meters), -2.1, 0.05);
    assert_near(difference_sd(&meters), 38.8, 0.05);
    assert_near(pearson(&meters), 0.94, 0.005);
    let twice: Vec<[f64; 2]> = WRIGHT.into_iter().zip(WRIGHT_AGAIN).map(|(first, second)| [first, second]).collect();
    assert_near(pooled_sd(twice.iter().map(<[f64; 2]>::as_slice)), 15.3, 0.05);
    // By hand: squares of 1 + 1 + 0 about 2 and of 0.5 + 0.5 about 4.5, over 2 + 1; a series of one says nothing.
    assert_near(pooled_sd([[1.0, 2.0, 3.0].as_slice(), &[4.0, 5.0], &[9.0]]), (2.5_f64 / 3.0).sqrt(), 1e-12);
    assert_eq!(pooled_sd([[1.0].as_slice(), &[]]), None);
}

#[test]
fn a_correlation_and_its_interval_are_those_of_anscombe() {
    // The first set of F. J. Anscombe, *Graphs in statistical analysis*, The American Statistician 27 (1973); the
    // interval is that of R's cor.test.
    let x = [10.0, 8.0, 13.0, 9.0, 11.0, 14.0, 6.0, 4.0, 12.0, 7.0, 5.0];
    let y = [8.04, 6.95, 7.58, 8.81, 8.33, 9.96, 7.24, 4.26, 10.84, 4.82, 5.68];
    let r = pearson(&pairs(&x, &y));
    assert_near(r, 0.816_420_5, 1e-7);
    let (low, high) = pearson_interval(r.unwrap(), x.len()).unwrap();
    assert_near(Some(low), 0.424_391_2, 1e-7);
    assert_near(Some(high), 0.950_693_3, 1e-7);
    assert_eq!(pearson_interval(1.0, 5), Some((1.0, 1.0)));
    assert_eq!(pearson_interval(0.5, 3), None);
}

#[test]
fn ranks_are_compared_and_equal_scores_share_theirs() {
    // Ten pairs without ties: one minus six times the sum of squared rank differences, 194, over 990.
    let x = [86.0, 97.0, 99.0, 100.0, 101.0, 103.0, 106.0, 110.0, 112.0, 113.0];
    let y = [2.0, 20.0, 28.0, 27.0, 50.0, 29.0, 7.0, 17.0, 6.0, 12.0];
    assert_near(spearman(&pairs(&x, &y)), 1.0 - 6.0 * 194.0 / 990.0, 1e-12);
    // By hand: ranks 1, 2.5, 2.5, 4 and 1.5, 1.5, 3.5, 3.5; products 4 about the means, squares 4.5 and 4.
    let tied = pairs(&[1.0, 2.0, 2.0, 3.0], &[1.0, 1.0, 5.0, 5.0]);
    assert_near(spearman(&tied), 3.0 / (4.5_f64 * 4.0).sqrt(), 1e-12);
    let monotone = pairs(&[1.0, 2.0, 3.0, 4.0], &[1.0, 10.0, 100.0, 1_000.0]);
    assert_near(spearman(&monotone), 1.0, 1e-12);
}

#[test]
fn kappa_is_that_of_the_published_example() {
    // ScoreQuadraticWeightedKappa of the R package Metrics says 0.56 of this.
    let scores = pairs(&[1.0, 4.0, 5.0, 5.0, 2.0, 1.0], &[2.0, 2.0, 4.0, 5.0, 3.0, 3.0]);
    assert_near(quadratic_weighted_kappa(&scores), 0.56, 1e-12);
    // By hand: everything the wrong way round, and a judge that always says the same.
    assert_near(quadratic_weighted_kappa(&pairs(&[0.0, 4.0], &[4.0, 0.0])), -1.0, 1e-12);
    assert_near(quadratic_weighted_kappa(&pairs(&[1.0, 2.0, 3.0], &[2.0, 2.0, 2.0])), 0.0, 1e-12);
    assert_eq!(quadratic_weighted_kappa(&pairs(&[2.0, 2.0], &[2.0, 2.0])), None);
}

#[test]
fn a_difference_is_in_pooled_standard_deviations() {
    // By hand: variances 1 and 4, so their mean is 2.5; the means are 1 apart.
    let scores = pairs(&[1.0, 2.0, 3.0], &[1.0, 3.0, 5.0]);
    assert_near(standardised_difference(&scores), 1.0 / 2.5_f64.sqrt(), 1e-12);
}

#[test]
fn what_would_mislead_is_withheld() {
    let same = [3.0; 6];
    let few = Figures::of(&pairs(&[1.0, 2.0, 3.0, 4.0], &[1.0, 2.0, 3.0, 4.0]));
    assert_eq!((few.withheld, few.mean_difference), (vec![Withheld::TooFew { pairs: 4 }], None));
    let flat = Figures::of(&pairs(&[1.0, 2.0, 3.0, 4.0, 5.0, 6.0], &same));
    assert_eq!(flat.withheld, [Withheld::NoVariance { score: 3.0, is_human: false }]);
    assert_eq!((flat.pearson, flat.spearman, flat.kappa, flat.standardised_difference), (None, None, None, None));
    assert_near(flat.mean_difference, -0.5, 1e-12);
    assert_eq!(Figures::of(&pairs(&same, &same)).withheld.len(), 2);
    let halves = Figures::of(&pairs(&[1.0, 2.0, 3.0, 4.0, 5.5], &[1.0, 2.0, 3.0, 4.0, 5.0]));
    assert_eq!((halves.kappa, halves.withheld), (None, vec![Withheld::NotWhole]));
    assert!(halves.pearson.is_some() && halves.standardised_difference.is_some());
    let perfect = Figures::of(&pairs(&[1.0, 2.0, 3.0, 4.0, 5.0], &[1.0, 2.0, 3.0, 4.0, 5.0]));
    let r = perfect.pearson.unwrap();
    assert_eq!((r.low, r.high, perfect.kappa), (1.0, 1.0, Some(1.0)));
    assert_eq!((perfect.mean_difference, perfect.difference_sd, perfect.withheld), (Some(0.0), Some(0.0), vec![]));
}

/// Two groups of five answers; the judge scores one of them twice, and is a point too high in the second group.
const FILE: &str = "\u{feff}answer,criterion,human,judge,group,run,human2
a1,delivery,1,1,es,1,1
a1,delivery,1,2,es,2,1
a2,delivery,2,2,es,1,2
a2,delivery,2,2,es,2,2
a3,delivery,3,3,es,,3
a4,delivery,4,4,es,,4
a5,delivery,2,2,es,,3
b1,delivery,1,2,zh,,1
b2,delivery,2,3,zh,,2
b3,delivery,3,4,zh,,
b4,delivery,1,2,zh,,
b5,delivery,2,3,zh,,
a1,language,2,,es,,
";

#[test]
fn a_report_has_all_answers_and_each_group() {
    let ratings = Ratings::read(FILE.as_bytes(), "f.csv").unwrap();
    assert_eq!((ratings.criteria(), ratings.unjudged()), (vec!["delivery", "language"], 1));
    let rows = report(&ratings);
    let names: Vec<_> = rows.iter().map(|row| (row.criterion.as_str(), row.group.as_deref(), row.judge.n)).collect();
    let expected = [("delivery", None, 10), ("delivery", Some("es"), 5), ("delivery", Some("zh"), 5)];
    assert_eq!(names, [expected.as_slice(), &[("language", None, 0), ("language", Some("es"), 0)]].concat());
    let [all, es, zh] = [&rows[0], &rows[1], &rows[2]];
    assert_near(es.judge.kappa, 1.0, 1e-12);
    assert_near(zh.judge.mean_difference, 1.0, 1e-12);
    assert!(es.notes.is_empty() && matches!(zh.notes[..], [Note::Low { .. }, Note::Shifted { .. }]), "{:?}", zh.notes);
    assert_eq!(all.humans.as_ref().map(|humans| humans.n), Some(7));
    // By hand: 0.5 about the mean of 1 and 2, nothing about that of 2 and 2, over two degrees of freedom.
    let spread = all.spread.unwrap();
    assert_eq!((spread.answers, spread.same), (2, 1));
    assert_near(Some(spread.sd), 0.5, 1e-12);
    assert!(zh.spread.is_none());
}

#[test]
fn json_lines_say_the_same_as_csv() {
    let json = "{\"answer\": \"a1\", \"criterion\": \"delivery\", \"human\": 3, \"judge\": \"3.5\", \"run\": 1}\n\n\
                {\"answer\": \"a1\", \"criterion\": \"delivery\", \"human\": 3.0, \"judge\": null, \"run\": 2}\n";
    let csv = "Answer, criterion, human, judge, run\na1, delivery, 3, 3.5, 1\n\na1,\"delivery\", 3.0, , 2\n";
    let [json, csv] = [json, csv].map(|text| Ratings::read(text.as_bytes(), "f").unwrap());
    assert_eq!(report(&json), report(&csv));
    assert_eq!((json.unjudged(), csv.unjudged()), (1, 1));
}

#[test]
fn scores_are_looked_up_by_answer_and_criterion() {
    let file = |answer: &str| format!("answer,criterion,human,judge\n{answer},delivery,2,\nx,delivery,2,3\n");
    let mut ratings = Ratings::read(file("00000000000000a1").as_bytes(), "f.csv").unwrap();
    ratings.fill(|answer, criterion| (answer.0 == 0xa1 && criterion == "delivery").then_some(2.5)).unwrap();
    assert_eq!(ratings.rated()[0].pair(), Some(Pair { human: 2.0, judge: 2.5 }));
    let mut unknown = Ratings::read(file("essay-7").as_bytes(), "f.csv").unwrap();
    expect![[r#"f.csv, line 2: judge is empty, and answer "essay-7" is no answer id of 16 hex digits by which to find its score"#]]
        .assert_eq(&unknown.fill(|_, _| None).unwrap_err().to_string());
}

#[test]
fn what_is_wrong_is_named_with_its_line_and_the_way_out() {
    let head = "answer,criterion,human,judge,group,run";
    let row = |rows: &str| format!("{head}\n{rows}");
    let long = "x".repeat(201);
    let runs: String = (0..101).map(|run| format!("a,c,1,1,,{run}\n")).collect();
    let criteria: String = (0..101).map(|name| format!("a,c{name},1,1,,\n")).collect();
    let cases = [
        String::new(),
        head.to_owned(),
        "answer;criterion;human;judge\na;c;1;1".to_owned(),
        "answer,criterion,human\na,c,1".to_owned(),
        format!("{head},judge\na,c,1,1,,,1"),
        row("a,c,1,1,,\na,c,1"),
        row(",c,1,1,,"),
        row("a,c,,1,,"),
        row("a,c,three,1,,"),
        row("a,c,1,NaN,,"),
        row("a,c,1,1e9,,"),
        row("\"1,5\",c,\"1,5\",1,,"),
        row(&format!("{long},c,1,1,,")),
        row("a,c\u{202e},1,1,,"),
        row("a,c,1,1,es,1\na,c,2,1,es,2"),
        row("a,c,1,1,es,1\na,c,1,1,zh,2"),
        row("a,c,1,1,,\na,c,1,2,,"),
        row("\"a,c,1,1,,\n\n"),
        row(&runs),
        row(&criteria),
        "{\"answer\": \"a\"}".to_owned(),
        "{\"answer\": \"a\", \"criterion\": \"c\", \"human\": [1]}".to_owned(),
        "{\"answer\": \"a\", \"criterion\": \"c\", \"human\": 1, \"jugde\": 1}".to_owned(),
    ];
    let refused = |text: &[u8]| Ratings::read(text, "f.csv").expect_err("must be refused").to_string();
    let mut messages: Vec<String> = cases.iter().map(|case| refused(case.as_bytes())).collect();
    messages.push(refused(b"answer,criterion,human,judge\na,c,1,1\n\xff,c,1,1\n"));
    messages.push(refused(&vec![b'a'; coach::calibration::BYTES_MAX + 1]));
    let many: String = (0..=coach::calibration::ROWS_MAX).map(|answer| format!("{answer},c,1,1,,\n")).collect();
    messages.push(refused(row(&many).as_bytes()));
    expect![[r#"
        f.csv has no scores; a row for each judged answer and criterion belongs into it
        f.csv has no scores; a row for each judged answer and criterion belongs into it
        f.csv, line 1: column "answer;criterion;human;judge" is not known; the columns are answer, criterion, human, judge, group, run, human2, with commas between them
        f.csv, line 1: column "judge" is missing; add it to the heading
        f.csv, line 1: column "judge" stands there twice; leave one out
        f.csv, line 3: 3 fields, the heading has 6; quote texts that have commas in them
        f.csv, line 2: answer is empty; fill it in, or leave the row out
        f.csv, line 2: human is empty; fill it in, or leave the row out
        f.csv, line 2: human "three" is not a number from -10000 to 10000; write it like 3 or 3.5
        f.csv, line 2: judge "NaN" is not a number from -10000 to 10000; write it like 3 or 3.5
        f.csv, line 2: judge "1e9" is not a number from -10000 to 10000; write it like 3 or 3.5
        f.csv, line 2: human "1,5" is not a number from -10000 to 10000; write it like 3 or 3.5
        f.csv, line 2: answer is 201 characters, limit is 200
        f.csv, line 2: criterion has the control character U+202E; take it out
        f.csv, line 3: human is another than on line 2, of the same answer and criterion; make them the same
        f.csv, line 3: group is another than on line 2, of the same answer and criterion; make them the same
        f.csv, line 3: line 2 has the same answer, criterion and run; number repeated judgements in the column "run"
        f.csv, line 2: 1 fields, the heading has 6; quote texts that have commas in them
        f.csv, line 102: more than 100 different names in run; are the columns in the right order?
        f.csv, line 102: more than 100 different names in criterion; are the columns in the right order?
        f.csv, line 1: not a row of scores: missing field `criterion`
        f.csv, line 1: not a row of scores: human must be a text or a number
        f.csv, line 1: not a row of scores: unknown field `jugde`, expected one of `answer`, `criterion`, `human`, `judge`, `group`, `run`, `human2`
        f.csv, line 3: text is not UTF-8; save the file as UTF-8
        f.csv is larger than 33554432 bytes, the limit; split it by criterion
        f.csv, line 200002: 200000 rows are before it, the limit; split the file by criterion"#]].assert_eq(&messages.join("\n"));
}

/// Kappa as Cohen writes it: from the table of counts and that of what chance would give.
fn kappa_by_tables(scores: &[(u8, u8)]) -> f64 {
    let mut seen = [[0.0_f64; 6]; 6];
    scores.iter().for_each(|&(human, judge)| seen[usize::from(human)][usize::from(judge)] += 1.0);
    let (mut disagreed, mut by_chance) = (0.0, 0.0);
    for human in 0..6 {
        for judge in 0..6 {
            let weight = (human as f64 - judge as f64).powi(2) / 25.0;
            let row: f64 = seen[human].iter().sum();
            let column: f64 = seen.iter().map(|row| row[judge]).sum();
            disagreed += weight * seen[human][judge];
            by_chance += weight * row * column / scores.len() as f64;
        }
    }
    1.0 - disagreed / by_chance
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn kappa_equals_that_of_the_tables(scores in prop::collection::vec((0_u8..6, 0_u8..6), 1..40)) {
        let pairs: Vec<Pair> =
            scores.iter().map(|&(human, judge)| Pair { human: human.into(), judge: judge.into() }).collect();
        match quadratic_weighted_kappa(&pairs) {
            Some(kappa) => prop_assert!((kappa - kappa_by_tables(&scores)).abs() < 1e-9),
            None => prop_assert!(scores.iter().all(|score| score == &scores[0] && score.0 == score.1)),
        }
    }

    #[test]
    fn figures_stay_in_their_ranges(scores in prop::collection::vec((-1e4_f64..1e4, -1e4_f64..1e4), 0..30)) {
        let pairs: Vec<Pair> = scores.iter().map(|&(human, judge)| Pair { human, judge }).collect();
        let figures = Figures::of(&pairs);
        let r = figures.pearson.map_or([0.0; 3], |pearson| [pearson.low, pearson.r, pearson.high]);
        prop_assert!(r[0] <= r[1] && r[1] <= r[2] && r[0] >= -1.0 && r[2] <= 1.0);
        for value in [figures.spearman, figures.kappa].into_iter().flatten() {
            prop_assert!((-1.0..=1.0).contains(&value));
        }
    }

    #[test]
    fn no_file_panics(text in "(?s).{0,300}", bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        let _ = Ratings::read(text.as_bytes(), "any");
        let _ = Ratings::read(&bytes, "any");
        let _ = Ratings::read(format!("answer,criterion,human,judge\n{text}").as_bytes(), "any");
        let _ = Ratings::read(format!("{{\"answer\": {text:?}").as_bytes(), "any");
    }
}
