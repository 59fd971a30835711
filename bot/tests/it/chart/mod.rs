//! The picture: its size, its weight, and that every language that we ship is written in its own letters.

use bot::chart::{AgreementInput, ChartLabels, HEIGHT, WIDTH, agreement_png, progress_png};
use bot::messages::ProgressInput;

use crate::support::{samples, texts};

const BYTES_MAX: usize = 150_000;

fn drawn(name: &str, input: &ProgressInput, code: &str) -> Vec<u8> {
    let png = progress_png(input, &ChartLabels::of(texts(code))).unwrap();
    // To look at the pictures: CHART_FOLDER=somewhere cargo test -p bot chart
    if let Some(folder) = std::env::var_os("CHART_FOLDER") {
        std::fs::write(std::path::Path::new(&folder).join(format!("{name}-{code}.png")), &png).unwrap();
    }
    assert!(png.len() <= BYTES_MAX, "{} bytes", png.len());
    assert_eq!(png[16..24], [WIDTH.to_be_bytes(), HEIGHT.to_be_bytes()].concat());
    png
}

#[test]
fn a_picture_is_small_and_the_same_each_time() {
    let input = samples::progress();
    assert_eq!(drawn("full", &input, "en"), drawn("full", &input, "en"));
}

#[test]
fn every_language_is_written_in_its_own_letters() {
    let input = samples::progress();
    let english = drawn("full", &input, "en");
    for code in ["ru", "es", "zh"] {
        assert_ne!(ChartLabels::of(texts(code)), ChartLabels::of(texts("en")), "{code}");
        assert_ne!(drawn("full", &input, code), english, "{code}");
    }
}

#[test]
fn whatever_there_is_can_be_drawn() {
    let full = samples::progress();
    drawn("nothing", &ProgressInput { today: samples::TODAY, ..ProgressInput::default() }, "en");
    let mut one = full.clone();
    one.latest.truncate(1);
    one.words = vec![("a".repeat(300), 0), ("pneumonoultramicroscopic".to_owned(), u32::MAX)];
    drawn("one", &one, "en");
    let mut few = full.clone();
    few.latest.truncate(3);
    few.trends.clear();
    few.words.truncate(2);
    drawn("few", &few, "ru");
    let mut extreme = full;
    for (row, at) in extreme.latest.iter_mut().zip(0_u64..) {
        row.occurred_at_ms = at * (u64::MAX / 10);
        (row.words, row.score_milli) = (u32::MAX, Some(u16::MAX));
    }
    extreme.trends.iter_mut().for_each(|row| row.slope_micro_per_day = i64::MIN);
    extreme.trends.iter_mut().for_each(|row| row.slope_se_micro_per_day = i64::MAX);
    extreme.days.iter_mut().for_each(|row| row.sums.practice_ms = i64::MAX);
    drawn("extreme", &extreme, "en");
    drawn("first-day", &ProgressInput { today: 0, ..extreme.clone() }, "en");
    drawn("last-day", &ProgressInput { today: u32::MAX, ..extreme }, "en");
}

#[test]
fn agreement_is_drawn_whatever_the_scores_are() {
    let drawn = |name: &str, pairs: Vec<(f32, f32)>, difference| {
        let figures =
            vec!["PCC 0.81 (0.74 to 0.86)   QWK 0.78".to_owned(), "…".repeat(300), "c".to_owned(), "d".to_owned()];
        let input = AgreementInput { title: format!("{name} \u{4e00}\u{202e}").repeat(9), pairs, difference, figures };
        let png = agreement_png(&input).unwrap();
        if let Some(folder) = std::env::var_os("CHART_FOLDER") {
            std::fs::write(std::path::Path::new(&folder).join(format!("agreement-{name}.png")), &png).unwrap();
        }
        assert!(png.len() <= BYTES_MAX, "{} bytes", png.len());
        png
    };
    let scores = |n: u32| (0..n).map(|at| ((at % 5) as f32, ((at * 7 + at / 3) % 5) as f32)).collect::<Vec<_>>();
    assert_eq!(drawn("many", scores(200), Some((0.2, 1.1))), drawn("many", scores(200), Some((0.2, 1.1))));
    drawn("none", Vec::new(), None);
    drawn("one", vec![(3.0, 3.0)], None);
    drawn("same", vec![(3.0, 3.0); 9], Some((0.0, 0.0)));
    drawn("wide", vec![(-10_000.0, 10_000.0), (10_000.0, -10_000.0)], Some((0.0, 28_284.0)));
}
