//! What is left of the facts at the end: the input of whoever cannot be told of corrections and erasures.
//!
//! Of each answer its score of record, none of an erased learner, in the order in which the answers came in. Made by
//! going over the records once with a table, so that it shares nothing with what is measured.

use std::fs::File;
use std::io::{BufWriter, Write as _};
use std::path::Path;

use dataflow::events::{
    AnswerFact, AnswerId, AnswerRecorded, AnswerRun, Event, LearnerFact, LearnerId, OverallScore, Record,
};
use rustc_hash::{FxHashMap, FxHashSet};

/// An answer that is left.
#[derive(Clone, Debug)]
pub(crate) struct NetAnswer {
    pub(crate) learner: LearnerId,
    pub(crate) answer: AnswerId,
    pub(crate) at_us: u64,
    pub(crate) recorded: AnswerRecorded,
}

/// What is left of the records.
pub(crate) fn net(records: impl Iterator<Item = Record>) -> Vec<NetAnswer> {
    let mut answers: Vec<(NetAnswer, u32)> = Vec::new();
    let mut places: FxHashMap<AnswerId, usize> = FxHashMap::default();
    let mut erased: FxHashSet<LearnerId> = FxHashSet::default();
    for Record { at_us, event, .. } in records {
        match event {
            Event::Answer { learner, of, fact: AnswerFact::Recorded(recorded) } => {
                places.insert(of.answer, answers.len());
                answers.push((NetAnswer { learner, answer: of.answer, at_us, recorded }, 0));
            }
            Event::Answer { of, fact: AnswerFact::Rated(rated), .. } => {
                let place = places.get(&of.answer).and_then(|place| answers.get_mut(*place));
                if let Some((answer, revision)) = place.filter(|(_, revision)| *revision < rated.revision) {
                    let max_centi = rated.max_centi;
                    answer.recorded.score =
                        rated.score_centi.map(|score_centi| OverallScore { score_centi, max_centi });
                    *revision = rated.revision;
                }
            }
            Event::Learner { learner, fact: LearnerFact::Erased } => {
                erased.insert(learner);
            }
            Event::Answer { .. } | Event::Learner { .. } | Event::System(_) => {}
        }
    }
    answers.into_iter().map(|(answer, _)| answer).filter(|answer| !erased.contains(&answer.learner)).collect()
}

impl NetAnswer {
    /// As a record of a log that holds nothing else.
    pub(crate) fn record(self, pos: u64) -> Record {
        let of = AnswerRun { answer: self.answer, run: 0 };
        let event = Event::Answer { learner: self.learner, of, fact: AnswerFact::Recorded(self.recorded) };
        Record { pos, at_us: self.at_us, event }
    }

    /// Thousandths of the most that can be given.
    pub(crate) fn score_milli(&self) -> Option<u16> {
        self.recorded.score.and_then(OverallScore::milli)
    }
}

/// The file that all peers read. Ids are written as signed numbers, because some know no others.
pub(crate) fn write(answers: &[NetAnswer], path: &Path) -> anyhow::Result<()> {
    let mut file = BufWriter::new(File::create(path)?);
    writeln!(file, "answer,learner,prompt,occurred_at_ms,practice_ms,speaking_ms,words,scored,score_milli")?;
    for answer in answers {
        let (score_milli, speech) = (answer.score_milli(), &answer.recorded.speech);
        writeln!(
            file,
            "{},{},{},{},{},{},{},{},{}",
            answer.answer.0.cast_signed(),
            answer.learner.0.cast_signed(),
            answer.recorded.prompt.map_or(0, |prompt| prompt.0).cast_signed(),
            answer.recorded.occurred_at_ms,
            speech.practice_ms,
            speech.speaking_ms,
            speech.words,
            u8::from(score_milli.is_some()),
            score_milli.unwrap_or(0),
        )?;
    }
    Ok(file.flush()?)
}
