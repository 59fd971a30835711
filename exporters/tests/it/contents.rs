//! What the rows say, read back: values, types, order, empty cells.

use std::convert::Infallible;

use dataflow::events::{LearnerId, PromptId, Rejection, Step};
use dataflow::graph::Row;
use dataflow::measures::{Measure, MeasureName, Withheld};
use dataflow::views::{AnswerRow, MeasurementRow, Status};

use crate::support::{answer, consent, measure, of, pause, read, release, score, tables, transcribed, transcript};

#[test]
fn answers_say_what_became_of_them() {
    let statuses = [
        Status::Outstanding,
        Status::Delivered,
        Status::Rejected(Rejection::NoSpeech),
        Status::Cancelled,
        Status::GivenUp(Step::Transcribe),
    ];
    let mut rows: Vec<_> = (1..).zip(statuses).map(|(id, status)| answer(0xabc, id, status)).collect();
    rows[1] = AnswerRow { run: 3, prompt: Some(PromptId(7)), bytes: u64::MAX, ..rows[1].clone() };
    rows[4] = AnswerRow { occurred_at_ms: u64::MAX, ..rows[4].clone() };
    rows.reverse();
    let out = tempfile::tempdir().unwrap();
    let read = read(&release(&tables(rows.into_iter().map(Row::Answer).collect()), out.path()), "answers");

    let ids = ["0000000000000001", "0000000000000002", "0000000000000003", "0000000000000004", "0000000000000005"];
    assert_eq!(read.column("answer_id"), ids);
    assert_eq!(read.column("learner"), ["0000000000000abc"; 5]);
    assert_eq!(read.column("run"), ["0", "3", "0", "0", "0"]);
    assert_eq!(read.column("occurred_at")[..4], ["1750000000123"; 4]);
    assert_eq!(read.column("occurred_at")[4], "253402300799999", "no calendar goes further");
    assert_eq!(read.column("source"), ["command"; 5]);
    assert_eq!(read.column("task"), ["toefl-independent"; 5]);
    assert_eq!(read.column("prompt_id"), ["-", "0000000000000007", "-", "-", "-"]);
    assert_eq!(read.column("bytes"), ["54321", &i64::MAX.to_string(), "54321", "54321", "54321"]);
    assert_eq!(read.column("status"), ["outstanding", "delivered", "rejected", "cancelled", "given_up"]);
    assert_eq!(read.column("reason"), ["-", "-", "no_speech", "-", "transcribe"]);
}

#[test]
fn rejections_have_the_names_of_the_log() {
    let rejections = [
        Rejection::Empty,
        Rejection::TooLarge { bytes: 2, bytes_max: 1 },
        Rejection::TooLong { duration_ms: 2, duration_ms_max: 1 },
        Rejection::NotAudio { reason: "no \"packets\"\n".to_owned() },
        Rejection::NoSpeech,
        Rejection::NotEnglish,
    ];
    let logged = rejections.iter().map(|rejection| match serde_json::to_value(rejection).unwrap() {
        serde_json::Value::Object(fields) => fields.keys().next().unwrap().clone(),
        name => name.as_str().unwrap().to_owned(),
    });
    let logged: Vec<_> = logged.collect();
    let rows = (1..).zip(&rejections).map(|(id, reason)| answer(1, id, Status::Rejected(reason.clone())));
    let out = tempfile::tempdir().unwrap();
    let release = release(&tables(rows.map(Row::Answer).collect()), out.path());
    assert_eq!(read(&release, "answers").column("reason"), logged);
}

#[test]
fn pauses_are_counted_within_their_run() {
    let rows = vec![
        pause(2, of(1, 0), 900, 1_150),
        pause(1, of(9, 1), 4_000, 4_250),
        pause(1, of(9, 0), 3_000, 3_300),
        pause(1, of(9, 0), 500, 750),
        pause(1, of(9, 0), 10_000, 10_200),
    ];
    let out = tempfile::tempdir().unwrap();
    let read = read(&release(&tables(rows), out.path()), "pauses");
    assert_eq!(read.column("learner").iter().map(|id| &id[15..]).collect::<String>(), "11112");
    assert_eq!(read.column("run"), ["0", "0", "0", "1", "0"]);
    assert_eq!(read.column("pause_index"), ["0", "1", "2", "0", "0"]);
    assert_eq!(read.column("start_ms"), ["500", "3000", "10000", "4000", "900"]);
    assert_eq!(read.column("end_ms"), ["750", "3300", "10200", "4250", "1150"]);
    assert_eq!(read.column("duration_ms"), ["250", "300", "200", "250", "250"]);
}

#[test]
fn measures_have_a_value_or_a_reason() {
    let at = |pause_ms_min, value_milli| {
        let measure = Measure {
            name: MeasureName::PhonationRatio,
            pause_ms_min: Some(pause_ms_min),
            value_milli: Some(value_milli),
            withheld: None,
        };
        Row::Measurement(MeasurementRow { learner: LearnerId(5), of: of(1, 0), measure })
    };
    let rows = vec![
        at(350, 801),
        at(200, 750),
        measure(5, of(1, 0), MeasureName::Hdd, Err(Withheld::TooFewWords)),
        measure(5, of(1, 0), MeasureName::SnrDb, Ok(-12_340)),
        measure(5, of(1, 0), MeasureName::DurationMs, Ok(45_000_000)),
        measure(5, of(1, 0), MeasureName::SpeechRateSylPerS, Err(Withheld::TooLittleSpeech)),
    ];
    let out = tempfile::tempdir().unwrap();
    let read = read(&release(&tables(rows), out.path()), "measures");
    let names = ["duration_ms", "speech_rate_syl_per_s", "phonation_ratio", "phonation_ratio", "snr_db", "hdd"];
    assert_eq!(read.column("measure"), names);
    assert_eq!(read.column("pause_ms_min"), ["-", "-", "200", "350", "-", "-"]);
    assert_eq!(read.column("unit"), ["ms", "syl/s", "", "", "dB", ""]);
    assert_eq!(read.column("value"), ["45000", "-", "0.75", "0.801", "-12.34", "-"]);
    assert_eq!(read.column("withheld"), ["-", "too_little_speech", "-", "-", "-", "too_few_words"]);
}

#[test]
fn scores_are_points_with_two_decimals() {
    let rows = vec![
        score(1, of(1, 0), "overall", Some(287)),
        score(1, of(1, 0), "delivery", Some(u32::MAX - 50)),
        score(1, of(2, 0), "overall", None),
    ];
    let out = tempfile::tempdir().unwrap();
    let read = read(&release(&tables(rows), out.path()), "scores");
    assert_eq!(read.column("criterion"), ["delivery", "overall", "overall"]);
    assert_eq!(read.column("rater"), ["offline-estimate-1"; 3]);
    assert_eq!(read.column("rubric"), ["toefl-independent-2019"; 3]);
    assert_eq!(read.column("revision"), ["1"; 3]);
    assert_eq!(read.column("score"), ["42949672.45", "2.87", "-"]);
    assert_eq!(read.column("low"), ["42949672.20", "2.62", "-"]);
    assert_eq!(read.column("high"), ["42949672.95", "3.37", "-"]);
    assert_eq!(read.column("max"), ["4.00"; 3]);
}

#[test]
fn words_are_in_the_order_of_answers() {
    let rows = [transcribed(1, 20), transcribed(2, 10), vec![consent(1, true), consent(2, true)]].concat();
    let out = tempfile::tempdir().unwrap();
    let release = release(&tables(rows), out.path());
    let words = read(&release, "words");
    assert_eq!(words.column("answer_id").iter().map(|id| &id[14..]).collect::<String>(), "0a0a1414");
    assert_eq!(words.column("run"), ["0"; 4]);
    assert_eq!(words.column("word_index"), ["0", "1", "0", "1"]);
    assert_eq!(words.column("word"), ["good", "morning.", "good", "morning."]);
    assert_eq!(words.column("start_ms"), ["0", "500", "0", "500"]);
    assert_eq!(words.column("end_ms"), ["400", "900", "400", "900"]);
    assert_eq!(words.column("confidence"), ["0.75"; 4]);
    let transcripts = read(&release, "transcripts");
    assert_eq!(transcripts.column("answer_id"), ["000000000000000a", "0000000000000014"]);
    assert_eq!(transcripts.column("text"), ["good morning."; 2]);
}

#[test]
fn any_text_survives() {
    let hostile = ["\"quoted\",", "it's", "two\nlines\r\n", "\u{202e}olleh\u{202c}", "مرحبا", "🗣️", "a\0b", "", "NULL"];
    let rows = [transcribed(1, 1), vec![consent(1, true), score(1, of(1, 0), "ord \"\n\u{200f}؟", None)]].concat();
    let out = tempfile::tempdir().unwrap();
    let said = |_of| Ok::<_, Infallible>(Some(transcript(&hostile)));
    let release = exporters::release(&tables(rows), said, out.path()).unwrap();
    assert_eq!(read(&release, "words").column("word"), hostile);
    assert_eq!(read(&release, "transcripts").column("text"), [hostile.join(" ")]);
    assert_eq!(read(&release, "scores").column("criterion"), ["ord \"\n\u{200f}؟"]);
}
