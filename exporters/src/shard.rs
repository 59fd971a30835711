//! The rows of a few learners: what the views say of them, under pseudonyms and with days instead of dates.
//!
//! Everything about a learner follows from that learner's facts, so a release is made a few learners at a time and needs
//! no more memory for more of them.

use std::collections::BTreeMap;

use dataflow::calendar::local_day;
use dataflow::events::{
    AnswerFact, AnswerId, AnswerMeasured, AnswerRun, Event, LearnerId, PromptId, Record, StudyCreated, StudyId,
};
use dataflow::known_at::{Known, known_at};
use dataflow::measures::Measure;
use dataflow::read_model::Board;
use dataflow::views::{AnswerRow, Exclusion, SpokenAnswer};

use crate::Spec;
use crate::members::Member;
use crate::pseudonyms::Pseudonyms;
use crate::tables::answers::{Answer, Spoken};
use crate::tables::learners::{Consent, Learner};
use crate::tables::scores::Score;
use crate::tables::speech::Pause;
use crate::tables::studies::Participation;
use crate::tables::{Of, Released};

/// What the rows of all learners are made with.
pub(crate) struct Context<'a> {
    pub(crate) spec: &'a Spec,
    pub(crate) names: &'a Pseudonyms,
    pub(crate) studies: &'a BTreeMap<StudyId, StudyCreated>,
    pub(crate) bank: &'a BTreeMap<PromptId, crate::PromptText>,
}

/// A learner's own calendar: day 0 is that of the first answer.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Days {
    first_day: u32,
    utc_offset_min: i16,
}

/// What a release has to know of an answer beyond its rows.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Place {
    pub(crate) name: u64,
    pub(crate) day: i64,
}

/// What is to be read and written of a run beside its tables.
pub(crate) struct Job {
    pub(crate) learner: u64,
    pub(crate) of: AnswerRun,
    pub(crate) answer: u64,
    pub(crate) is_transcribed: bool,
    pub(crate) is_assessed: bool,
    /// Of the latest run only: there is one grid for each answer.
    pub(crate) measured: Option<AnswerMeasured>,
    pub(crate) has_audio: bool,
}

/// The rows of a few learners, in the order of the pseudonyms.
#[derive(Default)]
pub(crate) struct Rows {
    pub(crate) learners: Vec<Of<Learner>>,
    pub(crate) consents: Vec<Of<Consent>>,
    pub(crate) participations: Vec<Of<Participation>>,
    pub(crate) answers: Vec<Released<Answer>>,
    pub(crate) pauses: Vec<Released<Pause>>,
    pub(crate) measures: Vec<Released<Measure>>,
    pub(crate) scores: Vec<Released<Score>>,
    pub(crate) exclusions: Vec<Released<Exclusion>>,
    pub(crate) jobs: Vec<Job>,
    /// The calendars of the learners.
    pub(crate) days: Vec<(LearnerId, Days)>,
    /// The answers.
    pub(crate) places: Vec<(AnswerId, Place)>,
    /// The spoken answers, for what is counted over learners.
    pub(crate) spoken: Vec<SpokenAnswer>,
}

impl Context<'_> {
    /// A prompt under the name that it has here.
    pub(crate) fn prompt(&self, prompt: PromptId) -> u64 {
        if self.bank.contains_key(&prompt) { prompt.0 } else { self.names.prompt(prompt) }
    }

    fn at(&self, ms: u64) -> Option<u64> {
        self.spec.dates.then_some(ms)
    }
}

impl Days {
    /// The learner's day that a time lies in.
    fn day(self, ms: u64) -> i64 {
        self.of(local_day(ms, self.utc_offset_min))
    }

    /// A day of the calendar as one of the learner's.
    pub(crate) fn of(self, day: u32) -> i64 {
        i64::from(day) - i64::from(self.first_day)
    }
}

impl Rows {
    /// The rows of these learners, whose facts are these. `board` has seen the facts too.
    pub(crate) fn of(context: &Context<'_>, members: &[&Member], records: Vec<Record>, board: &Board) -> Self {
        let runs = runs(&records);
        let Known { tables, spoken } = known_at(records, context.spec.as_of_us);
        let mut answers: BTreeMap<LearnerId, Vec<&AnswerRow>> = BTreeMap::new();
        for row in tables.answers() {
            answers.entry(row.learner).or_default().push(row);
        }
        let by_answer: BTreeMap<AnswerId, &SpokenAnswer> =
            spoken.iter().map(|answer| (answer.answer, answer)).collect();
        let mut rows = Rows::default();
        let mut names: BTreeMap<AnswerId, (u64, u64)> = BTreeMap::new();
        for member in members {
            let own = answers.remove(&member.id).unwrap_or_default();
            for row in &own {
                names.insert(row.answer, (member.name, context.names.answer(row.answer)));
            }
            rows.add_member(context, member, own, &by_answer, board, &runs);
        }
        let released = |of: AnswerRun| names.get(&of.answer).map(|(learner, answer)| (*learner, *answer, of.run));
        rows.add_speech(&tables, released, context);
        rows.spoken = spoken;
        rows
    }

    fn add_member(
        &mut self,
        context: &Context<'_>,
        member: &Member,
        mut own: Vec<&AnswerRow>,
        spoken: &BTreeMap<AnswerId, &SpokenAnswer>,
        board: &Board,
        runs: &BTreeMap<AnswerRun, Run>,
    ) {
        let learner = member.name;
        let offset = |answer: &AnswerId| spoken.get(answer).map(|spoken| spoken.utc_offset_min);
        own.sort_by_key(|row| (row.occurred_at_ms, row.answer));
        let days = own.first().map(|first| {
            let utc_offset_min = offset(&first.answer).unwrap_or(0);
            Days { first_day: local_day(first.occurred_at_ms, utc_offset_min), utc_offset_min }
        });
        self.days.extend(days.map(|days| (member.id, days)));
        let excluded: BTreeMap<AnswerId, Exclusion> = board
            .learners
            .exclusions
            .get(&member.id)
            .into_iter()
            .map(|row| (row.answer.answer, row.exclusion))
            .collect();
        self.learners.push(Of { learner, row: learner_row(context, member, &own) });
        self.add_standing(context, member, days);
        let mut answers = Vec::new();
        for (row, sequence) in own.into_iter().zip(1..) {
            let day_offset = offset(&row.answer).or(days.map(|days| days.utc_offset_min)).unwrap_or(0);
            let day = days.map_or(0, |days| days.of(local_day(row.occurred_at_ms, day_offset)));
            let answer = context.names.answer(row.answer);
            self.places.push((row.answer, Place { name: answer, day }));
            if let Some(exclusion) = excluded.get(&row.answer) {
                self.exclusions.push(Released { learner, answer, run: row.run, row: *exclusion });
            }
            let run = runs.get(&AnswerRun { answer: row.answer, run: row.run });
            let spoken = spoken.get(&row.answer).map(|spoken| Spoken {
                is_growth: !excluded.contains_key(&row.answer),
                speech: spoken.speech,
                score_milli: spoken.score_milli,
                sample_overlap_milli: spoken.sample_overlap_milli,
            });
            let told = Answer {
                day,
                sequence,
                occurred_at_ms: context.at(row.occurred_at_ms),
                source: row.source,
                task: row.task,
                prompt: row.prompt.map(|prompt| context.prompt(prompt)),
                status: row.status.clone(),
                recogniser: run.and_then(|run| run.recogniser.clone()),
                spoken,
            };
            answers.push(Released { learner, answer, run: row.run, row: told });
            self.add_jobs(member, row, answer, runs);
        }
        answers.sort_by_key(|row| row.answer);
        self.answers.extend(answers);
    }

    fn add_standing(&mut self, context: &Context<'_>, member: &Member, days: Option<Days>) {
        let learner = member.name;
        let day = |ms| days.map(|days| days.day(ms));
        let consents = member.consents.iter().map(|row| Of {
            learner,
            row: Consent {
                purpose: row.purpose,
                is_given: row.is_given,
                version: row.version,
                since_day: day(row.since_ms),
                since_at_ms: context.at(row.since_ms),
            },
        });
        self.consents.extend(consents);
        let mut participations: Vec<_> = member
            .participations
            .iter()
            .filter_map(|row| {
                let study = context.studies.get(&row.study)?;
                let arm =
                    study.arms.get(usize::from(row.arm)).map_or_else(|| row.arm.to_string(), |arm| arm.name.clone());
                let (joined_day, joined_at_ms) = (day(row.joined_at_ms), context.at(row.joined_at_ms));
                Some(Of { learner, row: Participation { study: study.name.clone(), arm, joined_day, joined_at_ms } })
            })
            .collect();
        participations.sort_by(|one, other| one.row.study.cmp(&other.row.study));
        self.participations.extend(participations);
    }

    /// What lies in documents: every run that has words or corrections, and the latest run's sound.
    fn add_jobs(&mut self, member: &Member, row: &AnswerRow, answer: u64, runs: &BTreeMap<AnswerRun, Run>) {
        let first = AnswerRun { answer: row.answer, run: 0 };
        let last = AnswerRun { answer: row.answer, run: row.run };
        for (of, run) in runs.range(first..=last) {
            let is_latest = of.run == row.run;
            self.jobs.push(Job {
                learner: member.name,
                of: *of,
                answer,
                is_transcribed: run.recogniser.is_some(),
                is_assessed: run.is_assessed,
                measured: run.measured.clone().filter(|_| is_latest),
                has_audio: is_latest && member.keeps_audio,
            });
        }
    }

    fn add_speech(
        &mut self,
        tables: &dataflow::read_model::Tables,
        released: impl Fn(AnswerRun) -> Option<(u64, u64, u16)>,
        context: &Context<'_>,
    ) {
        let mut next: Option<(AnswerRun, u32)> = None;
        for pause in tables.pauses() {
            let index = next.filter(|(of, _)| *of == pause.of).map_or(0, |(_, index)| index);
            next = Some((pause.of, index + 1));
            let row = Pause { index, start_ms: pause.start_ms, end_ms: pause.end_ms };
            self.pauses.extend(released(pause.of).map(|of| with(of, row)));
        }
        for row in tables.measurements() {
            self.measures.extend(released(row.of).map(|of| with(of, row.measure)));
        }
        for row in tables.scores() {
            let is_person = row.by == dataflow::events::RatedBy::Person;
            let rater = if is_person { context.names.rater(&row.rater) } else { row.rater.clone() };
            self.scores.extend(released(row.of).map(|of| with(of, Score { rater, score: row.clone() })));
        }
        self.pauses.sort_by_key(key);
        self.measures.sort_by_key(key);
        let by = |of: &Released<Score>| crate::tables::scores::by(of.row.score.by);
        self.scores.sort_by(|one, other| {
            let rest = |of: &Released<Score>| (of.row.score.revision, key(of));
            (key(one), by(one), &one.row.rater, &one.row.score.rubric, rest(one).0, &one.row.score.criterion).cmp(&(
                key(other),
                by(other),
                &other.row.rater,
                &other.row.score.rubric,
                rest(other).0,
                &other.row.score.criterion,
            ))
        });
        self.exclusions.sort_by_key(key);
        self.jobs.sort_by_key(|job| (job.learner, job.answer, job.of.run));
    }
}

fn key<T>(of: &Released<T>) -> (u64, u64, u16) {
    (of.learner, of.answer, of.run)
}

fn with<T>((learner, answer, run): (u64, u64, u16), row: T) -> Released<T> {
    Released { learner, answer, run, row }
}

fn learner_row(context: &Context<'_>, member: &Member, own: &[&AnswerRow]) -> Learner {
    Learner {
        first_language: member.background.first_language.clone(),
        age: member.background.age,
        english_years: member.background.english_years,
        answers: i64::try_from(own.len()).unwrap_or(i64::MAX),
        first_answer_at_ms: own.first().and_then(|first| context.at(first.occurred_at_ms)),
    }
}

/// What the facts say of a run that no view does.
#[derive(Default)]
struct Run {
    recogniser: Option<String>,
    is_assessed: bool,
    measured: Option<AnswerMeasured>,
}

fn runs(records: &[Record]) -> BTreeMap<AnswerRun, Run> {
    let mut runs: BTreeMap<AnswerRun, Run> = BTreeMap::new();
    for record in records {
        let Event::Answer { of, fact, .. } = &record.event else { continue };
        if let AnswerFact::Transcribed(words) = fact {
            runs.entry(*of).or_default().recogniser = Some(words.model.clone());
        } else if let AnswerFact::Assessed(_) = fact {
            runs.entry(*of).or_default().is_assessed = true;
        } else if let AnswerFact::Measured(measured) = fact {
            runs.entry(*of).or_default().measured = Some(measured.clone());
        }
    }
    runs
}
