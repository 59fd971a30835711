//! Facts to release, and a reader of what was released that shares nothing with the writer but the library.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use arrow_array::cast::AsArray;
use arrow_array::types::{
    Date32Type, Decimal128Type, Float32Type, Float64Type, Int32Type, Int64Type, TimestampMillisecondType,
};
use arrow_array::{Array, RecordBatch};
use arrow_schema::{DataType, SchemaRef};
use dataflow::documents::{Correction, Transcript, Word};
use dataflow::events::{
    AnswerAssessed, AnswerFact, AnswerId, AnswerMeasured, AnswerReceived, AnswerRecorded, AnswerRun, AnswerTranscribed,
    Consent, CriterionScore, Event, FeedbackDelivered, LearnerFact, LearnerId, Lexis, OverallScore, PromptId, Purpose,
    Record, Source, SpeechRun, SpeechSums, Syntax, Task,
};
use exporters::{Documents, ExportError, Failure, Format, Keeping, PromptText, Release, Request, Shown, Spec, release};
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;

/// Midnight of 2026-10-01 in UTC.
pub(crate) const OCTOBER_MS: u64 = 1_790_812_800_000;
pub(crate) const HOUR_MS: u64 = 3_600_000;
pub(crate) const DAY_MS: u64 = 24 * HOUR_MS;
pub(crate) const SECRET: [u8; 32] = [7; 32];

/// A log, documents and a ledger.
#[derive(Default)]
pub(crate) struct World {
    pub(crate) records: Vec<Record>,
    pub(crate) said: BTreeMap<u64, Vec<String>>,
    pub(crate) asked: Mutex<Vec<AnswerRun>>,
    pub(crate) kept: RefCell<Vec<Release>>,
    pub(crate) earlier: Vec<Shown>,
    pub(crate) fails: bool,
}

impl World {
    /// Appends facts, each a second after the one before, from the first of October on.
    pub(crate) fn add(&mut self, events: impl IntoIterator<Item = Event>) {
        for event in events {
            let pos = self.records.len() as u64 + 1;
            self.records.push(Record { pos, at_us: OCTOBER_MS * 1_000 + pos * 1_000_000, event });
        }
    }

    /// Learners who agree to research, each with so many recorded answers, one a day.
    pub(crate) fn add_learners(&mut self, learners: std::ops::Range<u64>, answers: u64) {
        for learner in learners {
            self.add([agrees(learner, Purpose::Research)]);
            let at_ms = |number: u64| OCTOBER_MS + number * DAY_MS + 12 * HOUR_MS;
            let score = |number: u64| 100 + (learner * 37 + number * 11) % 300;
            self.add(
                (0..answers).map(|number| {
                    recorded(learner, learner * 1_000 + number, at_ms(number), 40 + number, score(number))
                }),
            );
        }
    }

    /// Everything until two days after the last answer could be spoken.
    pub(crate) fn spec(&self) -> Spec {
        let as_of_us = (OCTOBER_MS + 20 * DAY_MS) * 1_000;
        Spec { as_of_us, study: None, transcripts: false, audio: false, dates: true, format: Format::Parquet }
    }

    pub(crate) fn try_release(&mut self, spec: &Spec, out: &Path) -> Result<Release, ExportError> {
        let earlier = std::mem::take(&mut self.earlier);
        let prompts = bank();
        let request = Request { spec, secret: &SECRET, prompts: &prompts, earlier: &earlier, again: None };
        self.request(&request, out)
    }

    pub(crate) fn request(&mut self, request: &Request<'_>, out: &Path) -> Result<Release, ExportError> {
        let papers = Papers { said: &self.said, asked: &self.asked, fails: self.fails };
        let mut keeper = Keeper { records: &self.records, kept: &self.kept };
        release(request, &mut keeper, &papers, out)
    }

    pub(crate) fn release(&mut self, out: &Path) -> Release {
        let spec = self.spec();
        self.try_release(&spec, out).unwrap()
    }
}

struct Keeper<'a> {
    records: &'a [Record],
    kept: &'a RefCell<Vec<Release>>,
}

impl Keeping for Keeper<'_> {
    fn members(&mut self) -> Result<Vec<Record>, Failure> {
        let of_answer = |record: &&Record| record.event.run().is_some();
        Ok(self.records.iter().filter(|record| !of_answer(record)).cloned().collect())
    }

    fn learner(&mut self, learner: LearnerId) -> Result<Vec<Record>, Failure> {
        Ok(self.records.iter().filter(|record| record.event.learner() == Some(learner)).cloned().collect())
    }

    fn keep(&mut self, release: &Release) -> Result<(), Failure> {
        assert!(!release.path.exists() || !self.kept.borrow().is_empty(), "noted before it is there");
        self.kept.borrow_mut().push(release.clone());
        Ok(())
    }

    fn progress(&mut self, done: usize, of: usize) {
        assert!(done <= of);
    }
}

struct Papers<'a> {
    said: &'a BTreeMap<u64, Vec<String>>,
    asked: &'a Mutex<Vec<AnswerRun>>,
    fails: bool,
}

impl Documents for Papers<'_> {
    fn transcript(&self, of: AnswerRun) -> Result<Option<Transcript>, Failure> {
        if self.fails {
            return Err("disk read error".into());
        }
        self.asked.lock().unwrap().push(of);
        Ok(self.said.get(&of.answer.0).map(|words| transcript(words)))
    }

    fn corrections(&self, of: AnswerRun) -> Result<Option<Vec<Correction>>, Failure> {
        let correction = |words: &Vec<String>| Correction {
            first_word: 0,
            end_word: 1,
            said: words[0].clone(),
            better: "Better".to_owned(),
            reason: "because".to_owned(),
            kind: "agreement".to_owned(),
        };
        Ok(self.said.get(&of.answer.0).map(|words| vec![correction(words)]))
    }

    fn audio(&self, answer: AnswerId) -> Result<Option<Vec<u8>>, Failure> {
        Ok(Some(format!("OggS of {answer}").into_bytes()))
    }

    fn frequency_band(&self, word: &str) -> u8 {
        match word.trim_matches('.') {
            "i" | "the" | "good" | "morning" | "met" | "in" | "john" => 0,
            "library" => 1,
            _ => 3,
        }
    }
}

pub(crate) fn bank() -> Vec<PromptText> {
    let prompt = |id: u64| PromptText {
        id: PromptId(id),
        task: Task::ToeflIndependent,
        text: format!("Why {id}?"),
        topic: "reasons".to_owned(),
        level: "B1".to_owned(),
        set: None,
        place: None,
    };
    (40..45).map(prompt).collect()
}

pub(crate) fn agrees(learner: u64, purpose: Purpose) -> Event {
    let consent = Consent { purpose, version: 1, occurred_at_ms: OCTOBER_MS };
    Event::Learner { learner: LearnerId(learner), fact: LearnerFact::ConsentGiven(consent) }
}

pub(crate) fn withdraws(learner: u64, purpose: Purpose) -> Event {
    let consent = Consent { purpose, version: 1, occurred_at_ms: OCTOBER_MS + HOUR_MS };
    Event::Learner { learner: LearnerId(learner), fact: LearnerFact::ConsentWithdrawn(consent) }
}

pub(crate) fn erased(learner: u64) -> Event {
    Event::Learner { learner: LearnerId(learner), fact: LearnerFact::Erased }
}

/// An answer that was measured and scored elsewhere.
pub(crate) fn recorded(learner: u64, answer: u64, at_ms: u64, prompt: u64, score_centi: u64) -> Event {
    let speech = SpeechSums {
        practice_ms: 45_000,
        speaking_ms: 40_000,
        phonation_ms: 30_000,
        syllables: 120,
        pauses: 10,
        words: 80,
        mtld_milli: Some(61_000),
    };
    let score = OverallScore { score_centi: u32::try_from(score_centi).unwrap(), max_centi: 400 };
    fact(
        learner,
        answer,
        AnswerFact::Recorded(AnswerRecorded {
            occurred_at_ms: at_ms,
            utc_offset_min: None,
            task: Task::ToeflIndependent,
            prompt: Some(PromptId(prompt)),
            speech,
            score: Some(score),
            sample_overlap_milli: None,
            details: None,
        }),
    )
}

pub(crate) fn fact(learner: u64, answer: u64, fact: AnswerFact) -> Event {
    Event::Answer { learner: LearnerId(learner), of: AnswerRun { answer: AnswerId(answer), run: 0 }, fact }
}

/// An answer that went all the way here.
pub(crate) fn delivered(learner: u64, answer: u64, at_ms: u64) -> Vec<Event> {
    let run = |start_ms, end_ms| SpeechRun { start_ms, end_ms, syllables: 60 };
    let criterion = CriterionScore { criterion: "delivery".to_owned(), score: 2, low: 1, high: 3, max: 4 };
    let facts = [
        AnswerFact::Received(AnswerReceived {
            occurred_at_ms: at_ms,
            utc_offset_min: Some(180),
            source: Source::Chat,
            task: Task::ToeflIndependent,
            prompt: Some(PromptId(0xabc)),
            bytes: 54_321,
            in_flight_max: 1,
        }),
        AnswerFact::Measured(AnswerMeasured {
            recording_ms: 45_000,
            graded_ms: 45_000,
            runs: vec![run(500, 15_000), run(15_300, 30_000), run(31_000, 44_000)],
            pitch: None,
            snr_centidb: None,
            clipped_ppm: 0,
        }),
        AnswerFact::Transcribed(AnswerTranscribed {
            model: "tiny.en".to_owned(),
            words: 80,
            unsure_words: 2,
            mean_confidence_milli: 900,
            filled_pauses: 0,
            repetitions: 0,
            lexis: Lexis { types: 60, mtld_milli: Some(70_000), ..Lexis::default() },
            syntax: Syntax::default(),
            lemmas: Vec::new(),
            sample_overlap_milli: None,
        }),
        AnswerFact::Assessed(AnswerAssessed {
            rater: "offline-estimate-1".to_owned(),
            rubric: "toefl-independent-2019".to_owned(),
            revision: 0,
            criteria: vec![criterion],
            score_centi: Some(225),
            low_centi: Some(200),
            high_centi: Some(300),
            max_centi: 400,
        }),
        AnswerFact::Delivered(FeedbackDelivered { bytes: 1_000 }),
    ];
    facts.map(|of| fact(learner, answer, of)).into()
}

fn transcript(words: &[String]) -> Transcript {
    let word = |(index, word): (u32, &String)| Word {
        word: word.clone(),
        start_ms: index * 500,
        end_ms: index * 500 + 400,
        confidence: 0.75,
    };
    Transcript { text: words.join(" "), words: (0..).zip(words).map(word).collect() }
}

/// A table as it was read back.
pub(crate) struct Read {
    pub(crate) schema: SchemaRef,
    pub(crate) batches: Vec<RecordBatch>,
}

pub(crate) fn path(release: &Release, table: &str) -> PathBuf {
    release.path.join(table).join("part-0.parquet")
}

pub(crate) fn read(release: &Release, table: &str) -> Read {
    let file = File::open(path(release, table)).unwrap();
    let reader = ParquetRecordBatchReaderBuilder::try_new(file).unwrap();
    let schema = reader.schema().clone();
    Read { schema, batches: reader.build().unwrap().map(Result::unwrap).collect() }
}

impl Read {
    pub(crate) fn names(&self) -> Vec<&str> {
        self.schema.fields().iter().map(|field| field.name().as_str()).collect()
    }

    pub(crate) fn rows(&self) -> usize {
        self.batches.iter().map(RecordBatch::num_rows).sum()
    }

    /// A column as text; an empty cell is `-`.
    pub(crate) fn column(&self, name: &str) -> Vec<String> {
        self.batches.iter().flat_map(|batch| cells(batch.column_by_name(name).unwrap())).collect()
    }
}

fn cells(array: &dyn Array) -> Vec<String> {
    (0..array.len()).map(|row| if array.is_null(row) { "-".to_owned() } else { cell(array, row) }).collect()
}

fn cell(array: &dyn Array, row: usize) -> String {
    match array.data_type() {
        DataType::Utf8 => array.as_string::<i32>().value(row).to_owned(),
        DataType::Dictionary(_, _) => {
            let names = array.as_dictionary::<Int32Type>();
            cell(names.values(), usize::try_from(names.keys().value(row)).unwrap())
        }
        DataType::Int64 => array.as_primitive::<Int64Type>().value(row).to_string(),
        DataType::Float64 => array.as_primitive::<Float64Type>().value(row).to_string(),
        DataType::Float32 => array.as_primitive::<Float32Type>().value(row).to_string(),
        DataType::Decimal128(_, _) => array.as_primitive::<Decimal128Type>().value_as_string(row),
        DataType::Timestamp(_, _) => array.as_primitive::<TimestampMillisecondType>().value(row).to_string(),
        DataType::Date32 => array.as_primitive::<Date32Type>().value(row).to_string(),
        DataType::Boolean => array.as_boolean().value(row).to_string(),
        other => panic!("no column should be of type {other}"),
    }
}

/// Every file below `folder` with its bytes, by relative path; also the folders, without bytes.
pub(crate) fn everything(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut found = BTreeMap::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        for entry in fs::read_dir(next).unwrap().map(Result::unwrap) {
            let path = entry.path();
            let is_folder = path.is_dir();
            let bytes = if is_folder { Vec::new() } else { fs::read(&path).unwrap() };
            found.insert(path.strip_prefix(folder).unwrap().to_owned(), bytes);
            if is_folder {
                folders.push(path);
            }
        }
    }
    found
}
