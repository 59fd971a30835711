use std::path::PathBuf;

use dataflow::events::{Event, LearnerFact};
use ingest::facts_file::{Fact, JsonFacts, LINE_BYTES_MAX, LinePlace, Row, write_json_lines};
use proptest::prelude::{ProptestConfig, proptest};
use tempfile::TempDir;

use super::{fact, reasons, tables_of_facts, taken};

fn file(content: &[u8]) -> (TempDir, PathBuf) {
    let place = tempfile::tempdir().unwrap();
    let path = place.path().join("facts.jsonl");
    std::fs::write(&path, content).unwrap();
    (place, path)
}

fn rows_of(content: impl AsRef<[u8]>) -> Vec<Row> {
    let (_place, path) = file(content.as_ref());
    JsonFacts::open(&path, 7).unwrap().flat_map(Result::unwrap).collect()
}

fn written(facts: &[Fact]) -> String {
    let (_place, path) = file(b"");
    assert_eq!(write_json_lines(&path, facts.to_vec()).unwrap(), facts.len() as u64);
    std::fs::read_to_string(path).unwrap()
}

fn rejected(line: &str, reason: &str) {
    let found = reasons(rows_of(line));
    assert_eq!(found.len(), 1, "{line}");
    assert!(found[0].1.contains(reason), "{:?} does not say {reason:?}", found[0].1);
}

/// A sound line with something put in the place of something else.
fn with(old: &str, new: &str) -> String {
    let line = written(&[fact(1)]);
    assert!(line.contains(old), "{line}");
    line.replace(old, new)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn what_is_written_is_read(facts in tables_of_facts()) {
        assert_eq!(taken(rows_of(written(&facts))), facts);
    }

    #[test]
    fn any_bytes_are_rows_with_reasons(mut bytes in proptest::collection::vec(proptest::prelude::any::<u8>(), 0..300)) {
        bytes.splice(0..0, *b"{\"kind\":\"x\"}\n");
        assert!(rows_of(&bytes).iter().all(Result::is_err));
    }

    #[test]
    fn a_damaged_line_costs_no_other(at in 0_usize..400, byte in proptest::prelude::any::<u8>()) {
        let mut content = written(&[fact(0), fact(1), fact(2)]).into_bytes();
        let at = content.iter().position(|byte| *byte == b'\n').unwrap() + 1 + at % 300;
        content[at] = byte;
        let rows = rows_of(&content);
        assert_eq!(rows.first().unwrap().as_ref().unwrap(), &fact(0));
        assert_eq!(rows.last().unwrap().as_ref().unwrap().event, fact(2).event);
    }
}

#[test]
fn a_line_by_hand() {
    let body = "{ \"occurred_at_ms\": 1767225600000, \"task\": \"ielts-part2\", \"speech\": {\"practice_ms\": 60000, \
                \"speaking_ms\": 55000, \"phonation_ms\": 50000, \"syllables\": 180, \"pauses\": 9, \"words\": 130} }";
    let line = |kind: &str, answer: &str, body: &str| {
        format!(
            "{{\"kind\": \"{kind}\", \"version\": 1, \"learner\": \"00000000000000ff\"{answer}, \"body\": {body}}}\r\n"
        )
    };
    let answer = ", \"answer\": \"0123456789ABCDEF\"";
    let text = ["\u{feff}", &line("AnswerRecorded", answer, body), "\n  \n", &line("LearnerErased", "", "{}")].concat();
    let facts = taken(rows_of(text.trim_end()));
    assert_eq!(facts.iter().map(|fact| (fact.line, fact.at_us)).collect::<Vec<_>>(), [(1, None), (4, None)]);
    assert_eq!(facts[0].event.run().unwrap().answer.0, 0x0123_4567_89ab_cdef);
    assert!(matches!(facts[1].event, Event::Learner { fact: LearnerFact::Erased, .. }));
}

#[test]
fn bad_lines_are_rejected_with_their_reason() {
    rejected("not JSON", "line is not a fact: expected ident at column 2");
    rejected("[]", "line is not a fact");
    rejected("{}", "missing field `kind`");
    rejected(&with("\"version\":1", "\"version\":9"), "kind \"AnswerRecorded\" version 9 is not known");
    rejected(&with("AnswerRecorded", "AnswerWhispered"), "kind \"AnswerWhispered\" version 1 is not known");
    rejected(&with("AnswerRecorded", "EpochOpened"), "EpochOpened is about the system itself");
    rejected(&with("AnswerRecorded", "LearnerErased"), "LearnerErased is about a learner and names an answer");
    rejected(&with("\"answer\":", "\"answers\":"), "unknown field `answers`");
    rejected(&with("\"learner\":\"", "\"learner\":\"x"), "is not 16 hex digits");
    rejected(&with("\"learner\":\"0000000000000002\"", "\"learner\":\"0000000000000000\""), "learner is 0");
    rejected(&with("\"words\":110", "\"words\":NaN"), "line is not a fact");
    rejected(&with("\"words\":110", "\"words\":1.5"), "invalid type: floating point `1.5`, expected u32");
    rejected(&with("\"words\":110", "\"words\":-1"), "body of AnswerRecorded does not fit");
    rejected(&with("\"words\":110", "\"words\":110,\"word\":1"), "the key \"word\", which is not known");
    rejected(&with("\"words\":110", "\"words\":110,\"words\":110"), "duplicate field `words`");
    rejected(&with("\"details\":null", "\"details\":{\"lemma\":[]}"), "the key \"lemma\", which is not known");
    rejected(&with("\"speaking_ms\":45000", "\"speaking_ms\":50001"), "speaking_ms is 50001, limit is 50000");
    rejected(&with("\"occurred_at_ms\":1767225601000", "\"occurred_at_ms\":1767225601"), "not between 2000-01-01 and");
    rejected(&with("\"at_us\":1767225600000001", "\"at_us\":1767225600"), "at_us is 1767225600, which is not between");
    let nested = format!("\"details\":{}{}", "[".repeat(3_000), "]".repeat(3_000));
    rejected(&with("\"details\":null", &nested), "body of AnswerRecorded does not fit");
}

#[test]
fn a_reason_quotes_little() {
    let secret = "my name is Ann and I was born in a small town by the sea ".repeat(20);
    for (old, new) in [
        ("\"words\":110", format!("\"words\":\"{secret}\"")),
        ("\"task\":\"ielts-part2\"", format!("\"task\":\"{secret}\"")),
        ("\"task\":\"ielts-part2\"", format!("\"task\":\"a`, expected {secret}\"")),
        ("\"run\"", format!("\"{secret}\"")),
        ("AnswerRecorded", secret.clone()),
        ("\"words\":110", format!("\"words\":110,\"{secret}\":1")),
    ] {
        let mut one = fact(1);
        if let Event::Answer { of, .. } = &mut one.event {
            of.run = 1; // written only if it is not the first
        }
        let line = written(&[one]).replace(old, &new);
        let rows = rows_of(&line);
        let rejected = rows[0].as_ref().unwrap_err();
        assert!(rejected.reason.to_string().chars().count() < 420, "{}", rejected.reason);
        assert!(!rejected.reason.to_string().contains(&secret[..70]), "{}", rejected.reason);
        assert!(rejected.kind.as_ref().is_none_or(|kind| kind.len() <= 60));
    }
}

#[test]
fn long_lines_and_other_encodings_cost_only_themselves() {
    let good = written(&[fact(0)]);
    let mut content = good.clone().into_bytes();
    content.extend(vec![b'x'; 3 * LINE_BYTES_MAX]);
    content.extend(b"\n\xff\xfe\n");
    content.extend(good.as_bytes());
    content.extend(vec![b' '; 2 * LINE_BYTES_MAX]);
    let rows = rows_of(&content);
    let lines: Vec<_> = rows.iter().map(Result::is_ok).collect();
    assert_eq!(lines, [true, false, false, true, false]);
    let told = reasons(rows);
    assert_eq!(told[0], (2, "line is longer than 65536 bytes".to_owned()));
    assert_eq!(told[1], (3, "line is not UTF-8".to_owned()));
}

#[test]
fn reading_goes_on_where_it_was() {
    let (_place, path) = file(written(&(0..50).map(fact).collect::<Vec<_>>()).as_bytes());
    let mut reader = JsonFacts::open(&path, 8).unwrap();
    assert_eq!(reader.place(), LinePlace::default());
    let mut facts = taken(reader.next().unwrap().unwrap());
    let on = JsonFacts::open_at(&path, reader.place(), 8).unwrap();
    facts.extend(taken(on.flat_map(Result::unwrap)));
    assert_eq!(facts, (0..50).map(fact).collect::<Vec<_>>());
}
