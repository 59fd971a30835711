//! Whose words leave.

use std::cell::RefCell;
use std::convert::Infallible;

use dataflow::events::AnswerRun;
use dataflow::graph::Row;
use dataflow::measures::{MeasureName, Withheld};
use dataflow::views::Status;

use crate::support::{
    AS_OF_US, answer, consent, everything, measure, of, read, release, tables, tables_as_of, transcribed, transcript,
};

#[test]
fn words_leave_only_of_learners_who_agree() {
    const AGREES: u64 = 1;
    const SILENT: u64 = 2;
    const WITHDREW: u64 = 3;
    let rows = [
        transcribed(AGREES, 10),
        transcribed(SILENT, 20),
        transcribed(WITHDREW, 30),
        vec![consent(AGREES, true), consent(WITHDREW, false)],
    ];
    let out = tempfile::tempdir().unwrap();
    let asked = RefCell::new(Vec::new());
    let source = |of: AnswerRun| {
        asked.borrow_mut().push(of.answer.0);
        Ok::<_, Infallible>(Some(transcript(&["secret"])))
    };
    let release = exporters::release(&tables(rows.concat()), source, out.path()).unwrap();

    assert_eq!(*asked.borrow(), [10], "nobody else's document is even read");
    assert_eq!(read(&release, "words").column("answer_id"), ["000000000000000a"]);
    assert_eq!(read(&release, "transcripts").column("answer_id"), ["000000000000000a"]);
    assert_eq!(read(&release, "answers").rows(), 3);
    let consents = read(&release, "consents");
    assert_eq!(consents.column("learner"), ["0000000000000001", "0000000000000002", "0000000000000003"]);
    assert_eq!(consents.column("purpose"), ["research"; 3]);
    assert_eq!(consents.column("is_given"), ["true", "false", "false"]);
}

#[test]
fn a_withdrawal_empties_the_next_release() {
    let out = tempfile::tempdir().unwrap();
    let mut tables = tables([transcribed(1, 10), vec![consent(1, true)]].concat());
    let before = release(&tables, out.path());
    tables.apply(AS_OF_US + 1, vec![(consent(1, true), -1), (consent(1, false), 1)]);
    let after = release(&tables, out.path());
    assert_eq!(read(&before, "words").rows(), 2);
    assert_eq!(read(&after, "words").rows(), 0);
    assert_eq!(read(&after, "transcripts").rows(), 0);
}

#[test]
fn words_that_no_fact_tells_of_stay_out() {
    // An executor writes the document before its fact: the same tables must not give more words a moment later.
    let rows = vec![
        Row::Answer(answer(1, 10, Status::Outstanding)),
        measure(1, of(10, 0), MeasureName::Words, Err(Withheld::NotTranscribed)),
        consent(1, true),
    ];
    let out = tempfile::tempdir().unwrap();
    assert_eq!(read(&release(&tables(rows), out.path()), "words").rows(), 0);
}

#[test]
fn every_transcribed_run_of_an_answer_leaves() {
    let second = measure(1, of(10, 1), MeasureName::Words, Ok(2_000));
    let rows = [transcribed(1, 10), vec![second, consent(1, true)]].concat();
    let out = tempfile::tempdir().unwrap();
    let release = release(&tables(rows), out.path());
    assert_eq!(read(&release, "transcripts").column("run"), ["0", "1"]);
    assert_eq!(read(&release, "words").column("word_index"), ["0", "1", "0", "1"]);
}

#[test]
fn a_document_that_is_gone_leaves_no_rows() {
    let rows = [transcribed(1, 10), vec![consent(1, true)]].concat();
    let out = tempfile::tempdir().unwrap();
    let release = exporters::release(&tables(rows), |_of| Ok::<_, Infallible>(None), out.path()).unwrap();
    assert_eq!(read(&release, "words").rows() + read(&release, "transcripts").rows(), 0);
}

#[test]
fn a_document_that_cannot_be_read_stops_the_release() {
    let rows = [transcribed(1, 10), transcribed(1, 11), vec![consent(1, true)]].concat();
    let tables = tables_as_of(7, rows);
    let out = tempfile::tempdir().unwrap();
    let source =
        |of: AnswerRun| if of.answer.0 == 11 { Err("disk read error") } else { Ok(Some(transcript(&["one"]))) };
    let error = exporters::release(&tables, source, out.path()).unwrap_err();
    assert_eq!(error.to_string(), "transcript of answer 000000000000000b, run 0, cannot be read; nothing was released");
    assert_eq!(std::error::Error::source(&error).unwrap().to_string(), "disk read error");
    assert!(everything(out.path()).is_empty());
}
