//! `answers` and `exclusions`: every answer with what became of it, and the numbers that growth is measured by.
//!
//! Status and reason are names for programs; the limits behind a rejection are in the log and on the learner's card.

use dataflow::events::{ExclusionReason, Rejection, Source, SpeechSums, Task};
use dataflow::views::{Exclusion, Status};

use super::{Released, shared};
use crate::column::{Column, Value};
use crate::table::Table;

const NOT_SPOKEN: &str = "the answer was not measured, transcribed and scored";

/// An answer.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Answer {
    pub(crate) day: i64,
    pub(crate) sequence: i64,
    pub(crate) occurred_at_ms: Option<u64>,
    pub(crate) source: Source,
    pub(crate) task: Task,
    pub(crate) prompt: Option<u64>,
    pub(crate) status: Status,
    pub(crate) recogniser: Option<String>,
    pub(crate) spoken: Option<Spoken>,
}

/// What growth is measured by.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Spoken {
    pub(crate) is_growth: bool,
    pub(crate) speech: SpeechSums,
    pub(crate) score_milli: Option<u16>,
    pub(crate) sample_overlap_milli: Option<u16>,
}

pub(crate) static ANSWERS: Table<Released<Answer>> = Table {
    name: "answers",
    description: "one row per answer, with what became of its latest run and what growth is measured by",
    key: &["learner", "answer_id"],
    columns: &[
        Column::<Released<Answer>>::new("learner", shared::LEARNER, Value::Id(|of| Some(of.learner))),
        Column::<Released<Answer>>::new("answer_id", shared::ANSWER, Value::Id(|of| Some(of.answer))),
        Column::<Released<Answer>>::new(
            "run",
            "its latest run, counted from 0; each replay is the next",
            Value::Whole(|of| Some(of.run.into())),
        ),
        Column::<Released<Answer>>::new(
            "day",
            "the learner's own day on which it was spoken, counted from that of the first answer",
            Value::Whole(|of| Some(of.row.day)),
        )
        .unit(shared::DAYS),
        Column::<Released<Answer>>::new(
            "sequence",
            "its place among the learner's answers in time order, counted from 1",
            Value::Whole(|of| Some(of.row.sequence)),
        ),
        Column::<Released<Answer>>::new(
            "occurred_at",
            "when the learner spoke, as far as the source knows; at most the end of the year 9999",
            Value::Moment(|of| of.row.occurred_at_ms),
        )
        .or(shared::NO_DATES),
        Column::<Released<Answer>>::new(
            "source",
            "where it came from: command (files), chat, import (a file of facts), simulated (nobody spoke)",
            Value::Name(|of| Some(source(of.row.source))),
        ),
        Column::<Released<Answer>>::new(
            "task",
            "what the learner was asked to do",
            Value::Name(|of| Some(of.row.task.name())),
        ),
        Column::<Released<Answer>>::new("prompt_id", shared::PROMPT, Value::Id(|of| of.row.prompt))
            .or("no prompt was named"),
        Column::<Released<Answer>>::new(
            "status",
            "what became of it: outstanding, delivered, rejected, cancelled, given_up, or recorded elsewhere",
            Value::Name(|of| Some(status(&of.row.status))),
        ),
        Column::<Released<Answer>>::new(
            "reason",
            "why it cannot be graded where it was rejected, the step that could not be done where it was given up",
            Value::Name(|of| reason(&of.row.status)),
        )
        .or("neither rejected nor given up"),
        Column::<Released<Answer>>::new(
            "recogniser",
            "recogniser of its words, with its weights",
            Value::Name(|of| of.row.recogniser.as_deref()),
        )
        .or("its words were not recognised here"),
        Column::<Released<Answer>>::new(
            "is_growth",
            "whether it counts as growth; the others are in exclusions",
            Value::Flag(|of| of.row.spoken.map(|spoken| spoken.is_growth)),
        )
        .or(NOT_SPOKEN),
        Column::<Released<Answer>>::new(
            "practice_ms",
            "length of the recording",
            Value::Whole(|of| speech(of, |sums| sums.practice_ms)),
        )
        .unit("ms")
        .or(NOT_SPOKEN),
        Column::<Released<Answer>>::new(
            "speaking_ms",
            "T: from the first to the last speech of the graded part",
            Value::Whole(|of| speech(of, |sums| sums.speaking_ms)),
        )
        .unit("ms")
        .or(NOT_SPOKEN),
        Column::<Released<Answer>>::new(
            "phonation_ms",
            "P: T without its silent pauses of 250 ms or more",
            Value::Whole(|of| speech(of, |sums| sums.phonation_ms)),
        )
        .unit("ms")
        .or(NOT_SPOKEN),
        Column::<Released<Answer>>::new(
            "syllables",
            "S: syllable nuclei",
            Value::Whole(|of| speech(of, |sums| sums.syllables)),
        )
        .unit("syllables")
        .or(NOT_SPOKEN),
        Column::<Released<Answer>>::new(
            "pauses",
            "silent pauses of 250 ms or more",
            Value::Whole(|of| speech(of, |sums| sums.pauses)),
        )
        .unit("pauses")
        .or(NOT_SPOKEN),
        Column::<Released<Answer>>::new(
            "words",
            "W: words of the graded part",
            Value::Whole(|of| speech(of, |sums| sums.words)),
        )
        .unit("words")
        .or(NOT_SPOKEN),
        Column::<Released<Answer>>::new(
            "mtld_milli",
            "lexical diversity MTLD (McCarthy & Jarvis 2010)",
            Value::Whole(|of| of.row.spoken.and_then(|spoken| spoken.speech.mtld_milli).map(i64::from)),
        )
        .unit(shared::MILLI)
        .or("too short a text, or not transcribed"),
        Column::<Released<Answer>>::new(
            "score_milli",
            "score of record, of the most that can be given",
            Value::Whole(|of| of.row.spoken.and_then(|spoken| spoken.score_milli).map(i64::from)),
        )
        .unit(shared::MILLI)
        .or("the score is withheld, or there is none"),
        Column::<Released<Answer>>::new(
            "sample_overlap_milli",
            "share of the words that follow the sample answer of the prompt",
            Value::Whole(|of| of.row.spoken.and_then(|spoken| spoken.sample_overlap_milli).map(i64::from)),
        )
        .unit(shared::MILLI)
        .or("there is no sample answer, or nobody compared"),
    ],
};

pub(crate) static EXCLUSIONS: Table<Released<Exclusion>> = Table {
    name: "exclusions",
    description: "one row per answer that does not count as growth",
    key: &["learner", "answer_id"],
    columns: &[
        Column::<Released<Exclusion>>::new("learner", shared::LEARNER, Value::Id(|of| Some(of.learner))),
        Column::<Released<Exclusion>>::new("answer_id", shared::ANSWER, Value::Id(|of| Some(of.answer))),
        Column::<Released<Exclusion>>::new(
            "reason",
            "why: repeat (the prompt was answered before), near_copy (follows the sample answer), or what an operator \
             said: not_the_learner, trial, bad_recording, other",
            Value::Name(|of| Some(excluded(of.row))),
        ),
    ],
};

fn speech(of: &Released<Answer>, sum: fn(&SpeechSums) -> u32) -> Option<i64> {
    of.row.spoken.as_ref().map(|spoken| sum(&spoken.speech).into())
}

fn excluded(exclusion: Exclusion) -> &'static str {
    match exclusion {
        Exclusion::Repeat => "repeat",
        Exclusion::NearCopy => "near_copy",
        Exclusion::Operator(ExclusionReason::NotTheLearner) => "not_the_learner",
        Exclusion::Operator(ExclusionReason::Trial) => "trial",
        Exclusion::Operator(ExclusionReason::BadRecording) => "bad_recording",
        Exclusion::Operator(ExclusionReason::Other) => "other",
    }
}

fn source(source: Source) -> &'static str {
    match source {
        Source::Command => "command",
        Source::Import => "import",
        Source::Simulated => "simulated",
        Source::Chat => "chat",
    }
}

fn status(status: &Status) -> &'static str {
    match status {
        Status::Outstanding => "outstanding",
        Status::Delivered => "delivered",
        Status::Rejected(_) => "rejected",
        Status::Cancelled => "cancelled",
        Status::GivenUp(_) => "given_up",
        Status::Recorded => "recorded",
    }
}

fn reason(status: &Status) -> Option<&'static str> {
    match status {
        Status::Rejected(rejection) => Some(rejected(rejection)),
        Status::GivenUp(step) => Some(step.name()),
        Status::Outstanding | Status::Delivered | Status::Cancelled | Status::Recorded => None,
    }
}

/// The names under which the log holds rejections.
fn rejected(rejection: &Rejection) -> &'static str {
    match rejection {
        Rejection::Empty => "empty",
        Rejection::TooLarge { .. } => "too_large",
        Rejection::TooLong { .. } => "too_long",
        Rejection::NotAudio { .. } => "not_audio",
        Rejection::NoSpeech => "no_speech",
        Rejection::NotEnglish => "not_english",
        Rejection::NoPrompt => "no_prompt",
        Rejection::NoConsent => "no_consent",
        Rejection::QuotaSpent { .. } => "quota_spent",
        Rejection::Unavailable => "unavailable",
    }
}
