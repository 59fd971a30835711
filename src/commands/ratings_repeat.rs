//! `ratings repeat`: how far a judge's own scores of the same answer lie apart.
//!
//! The newest delivered answers are judged anew several times, past what is kept of paid calls. How many calls that takes
//! and what they will cost is said first; whoever pays has to say so. The scores go nowhere but to the screen; what the
//! calls cost is in the log like every other call.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;

use anyhow::Context as _;
use coach::providers::CallMade;
use coach::rater::{AssessError, AssessInput, scores};
use coach::recogniser::Cancel;
use coach::rubrics::Rubrics;
use dataflow::events::{AnswerAssessed, AnswerFact, AnswerRun, Event, LearnerId, Purpose, Source, Step};
use dataflow::read_model::Tables;
use dataflow::views::Status;
use ingest::{DataFolder, FolderBlobs, Store, now_us};

use super::export::Views;
use super::learner::decimal;
use super::ratings_spread::{Series, add, report};
use crate::arguments::RatingsRepeatArguments;
use crate::card::words::printable;
use crate::executors::Failure;
use crate::executors::archive::Archive;
use crate::executors::assess::{Rater, Shown};
use crate::executors::attempt::paid;
use crate::providing::{Judging, Provided};

/// What numbers of attempts of repeated judgements begin with, above those of answers and trials.
const ATTEMPTS_FROM: u16 = 60_000;
const US_MICRO_PER_CENT: u64 = 10_000;

/// An answer that is judged anew.
struct Judged {
    of: AnswerRun,
    learner: LearnerId,
    shown: Arc<Shown>,
}

/// Runs the command; it has failed if no answer was judged as often as was asked.
///
/// # Errors
/// The providers or the log fail, no judge is called so, or what it costs was not agreed to.
pub async fn run(data: &Path, json: bool, arguments: &RatingsRepeatArguments) -> anyhow::Result<ExitCode> {
    let Judging { raters, limits } = Judging::open(&arguments.providers.source())?;
    let rater = chosen(&raters, arguments.provider.as_deref())?;
    let folder = DataFolder::open(data)?;
    let mut store = Store::open(&folder).await?;
    let archive = Arc::new(Archive::new(Store::open(&folder).await?, FolderBlobs::open(&folder)?));
    let tables = Views::of(&mut store).await?.tables;
    let answers = answers(&tables, &archive, arguments.answers).await?;
    anyhow::ensure!(!answers.is_empty(), "no delivered answer can be judged anew; answer something first");
    let calls = answers.len() as u64 * u64::from(arguments.times);
    let name = printable(&rater.name);
    let spent = spent(&mut store, &rater.name).await?;
    let cost = if rater.is_paid { spent.says(calls) } else { "that cost nothing".to_owned() };
    let (count, times) = (answers.len(), arguments.times);
    eprintln!("speech-coach: {count} answers judged {times} times each by {name}: {calls} judgements, {cost}");
    anyhow::ensure!(!rater.is_paid || arguments.yes, "nothing was asked; say --yes to pay for it");

    let left = |cents: u32| u64::from(cents) * US_MICRO_PER_CENT;
    let mut purse = left(arguments.us_cents_max);
    if limits.us_cents_per_day > 0 {
        purse = purse.min(left(limits.us_cents_per_day).saturating_sub(spent.today_micro_usd));
    }
    let mut series = Series::new();
    let mut paid_micro_usd = 0_u64;
    let mut failed = 0_u32;
    'answers: for answer in &answers {
        for _ in 0..arguments.times {
            if rater.is_paid && paid_micro_usd >= purse {
                eprintln!("speech-coach: stopped, because as much as may be is spent; see --us-cents-max and [limits]");
                break 'answers;
            }
            let (judged, calls) = judge(&archive, rater, answer).await?;
            paid_micro_usd += calls.iter().map(|call| call.micro_usd).sum::<u64>();
            note(&mut store, &archive, answer, calls).await?;
            match judged {
                Ok(scores) => add(&mut series, answer.of, &scores),
                Err(reason) => {
                    failed += 1;
                    eprintln!("speech-coach: a judgement failed: {reason}");
                }
            }
        }
    }
    report(&series, &rater.name, paid_micro_usd, failed, json)?;
    let is_repeated = series.values().flat_map(BTreeMap::values).any(|scores| scores.len() >= usize::from(times));
    Ok(if is_repeated { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn chosen<'a>(raters: &'a [Provided<Rater>], name: Option<&str>) -> anyhow::Result<&'a Provided<Rater>> {
    let Some(name) = name else { return raters.first().context("nobody judges answers; name a provider in [order]") };
    let found = raters.iter().find(|rater| rater.name == name);
    let names: Vec<&str> = raters.iter().map(|rater| rater.name.as_str()).collect();
    found.with_context(|| format!("nobody who judges is called {name:?}; there are {}", names.join(", ")))
}

/// The newest delivered answers, each with what its first judge was shown. Of chats only those of learners who agree that
/// answers make the coach better; none that was scored by a rubric of a study.
async fn answers(tables: &Tables, archive: &Archive, most: u16) -> anyhow::Result<Vec<Judged>> {
    let may = |learner, source| {
        source == Source::Command
            || [Purpose::Service, Purpose::ModelImprovement].iter().all(|&purpose| tables.has_consent(learner, purpose))
    };
    let mut rows: Vec<_> = tables.answers().filter(|row| row.status == Status::Delivered).collect();
    rows.sort_by_key(|row| std::cmp::Reverse((row.occurred_at_ms, row.answer)));
    let mut answers = Vec::new();
    for row in rows.into_iter().filter(|row| may(row.learner, row.source)) {
        if answers.len() >= usize::from(most) {
            break;
        }
        let of = AnswerRun { answer: row.answer, run: row.run };
        let facts = archive.run(of).await?;
        let Some(record) = facts.assessed() else { continue };
        let Some(rubric) = Rubrics::built_in().named(&record.rubric).cloned() else { continue };
        let shown = Shown { facts, advised: Vec::new(), rubric: Some(rubric) };
        answers.push(Judged { of, learner: row.learner, shown: Arc::new(shown) });
    }
    Ok(answers)
}

/// What was paid so far.
struct Spent {
    calls: u64,
    micro_usd: u64,
    today_micro_usd: u64,
}

impl Spent {
    fn says(&self, calls: u64) -> String {
        match self.micro_usd.checked_div(self.calls) {
            None => "whose cost is not known yet, because it never judged here".to_owned(),
            Some(each) => {
                let all = i64::try_from(each.saturating_mul(calls)).unwrap_or(i64::MAX);
                format!("about {} US dollars by what its calls cost here so far", decimal(all, 1_000_000, 4))
            }
        }
    }
}

/// What the log says a provider was paid for judging, and everybody today.
async fn spent(store: &mut Store, provider: &str) -> anyhow::Result<Spent> {
    const PAGE_RECORDS: u32 = 100_000;
    const DAY_US: u64 = 86_400_000_000;
    let today_us = now_us() / DAY_US * DAY_US;
    let mut spent = Spent { calls: 0, micro_usd: 0, today_micro_usd: 0 };
    let mut pos = 0;
    loop {
        let page = store.read_after(pos, PAGE_RECORDS).await?;
        for record in &page.records {
            let Event::Answer { fact: AnswerFact::CallPaid(paid), .. } = &record.event else { continue };
            if record.at_us >= today_us {
                spent.today_micro_usd = spent.today_micro_usd.saturating_add(paid.micro_usd);
            }
            if paid.provider == provider && paid.step == Step::Assess {
                (spent.calls, spent.micro_usd) = (spent.calls + 1, spent.micro_usd.saturating_add(paid.micro_usd));
            }
        }
        match page.records.last() {
            Some(last) if page.records.len() == PAGE_RECORDS as usize => pos = last.pos,
            Some(_) | None => return Ok(spent),
        }
    }
}

/// One judgement, with the calls that it took.
async fn judge(
    archive: &Arc<Archive>,
    rater: &Provided<Rater>,
    answer: &Judged,
) -> anyhow::Result<(Result<AnswerAssessed, String>, Vec<CallMade>)> {
    let (archive, rates, shown, of) =
        (Arc::clone(archive), Arc::clone(&rater.does), Arc::clone(&answer.shown), answer.of);
    let judged = tokio::task::spawn_blocking(move || {
        let mut calls = Vec::new();
        let ask = |input: &AssessInput<'_>| match rates.assess(input, &Cancel::default()) {
            Ok(assessed) => {
                calls = assessed.calls;
                Ok(Ok(scores(&assessed.judgement)))
            }
            Err(AssessError::Call(failed)) => {
                let reason = failed.to_string();
                calls = failed.calls;
                Ok(Err(reason))
            }
            Err(error @ AssessError::NoRubric(_)) => Ok(Err(error.to_string())),
        };
        let judged = shown.with_input(&archive, of, ask);
        (judged, calls)
    });
    match judged.await.context("the judge panicked")? {
        (Ok(judged), calls) => Ok((judged, calls)),
        (Err(Failure::Fatal(error)), _) => Err(error),
        (Err(Failure::Failed { reason, .. }), calls) => Ok((Err(reason), calls)),
    }
}

/// Puts what calls cost into the log, under the first number that is free.
async fn note(store: &mut Store, archive: &Archive, answer: &Judged, calls: Vec<CallMade>) -> anyhow::Result<()> {
    if calls.is_empty() {
        return Ok(());
    }
    let known = archive.records(answer.of.answer).await?;
    let used: BTreeSet<u16> = known
        .iter()
        .filter_map(|record| match &record.event {
            Event::Answer { fact: AnswerFact::CallPaid(paid), .. } => Some(paid.attempt),
            Event::Answer { .. } | Event::Learner { .. } | Event::System(_) => None,
        })
        .collect();
    for attempt in (ATTEMPTS_FROM..=u16::MAX).filter(|attempt| !used.contains(attempt)) {
        let event = |fact| Event::Answer { learner: answer.learner, of: answer.of, fact };
        let calls = calls.iter().cloned().zip(0..);
        let events = calls.map(|(call, n)| event(paid(Step::Assess, attempt, n, call))).collect();
        // Another call of this command may have taken the number meanwhile.
        let places = store.append(events).await?;
        if places.iter().all(|place| place.is_new || place.is_refused()) {
            return Ok(());
        }
    }
    anyhow::bail!("answer {} was judged anew too often; what this call cost is not in the log", answer.of.answer)
}
