//! Orchestration alone: the real log, graph, dispatcher and attempt loop, with effects that take no time.
//!
//! An answer is 13 durable events. The peer appends the same 13 events in the same order, one after another for each
//! answer, to the same kind of log, by hand-written code that knows the order and has no graph: what is lost against
//! it is what the graph costs.

use std::sync::Arc;
use std::time::{Duration, Instant};

use dataflow::engine::Extent;
use dataflow::events::{
    AnswerAssessed, AnswerFact, AnswerId, AnswerMeasured, AnswerReceived, AnswerRun, AnswerTranscribed, AttemptStarted,
    AudioStored, Event, FeedbackDelivered, LearnerId, Lexis, PlaceholderSent, ProviderId, Source, SpeechRun, Step,
    Syntax, Task,
};
use ingest::{DataFolder, EngineLock, Log, Store};
use speech_coach::engine::RunningEngine;
use speech_coach::executors::{Executors, Pending, Perform, Work};
use tokio::sync::mpsc::unbounded_channel;
use tokio::task::JoinSet;

use crate::machine::cpu;
use crate::{Figure, Spread};

/// Learners with an answer in flight.
const LEARNERS: u64 = 64;
/// Answers of one run, over all learners.
const ANSWERS: u64 = 9_600;
/// Runs of each kind; they take turns, so that the machine's moods hit both.
const RUNS: usize = 5;
/// Answers of the run with one at a time.
const ALONE: u64 = 400;
/// How long nothing is asked for while idle time is measured.
const IDLE: Duration = Duration::from_secs(5);

pub(crate) async fn figures() -> anyhow::Result<Vec<Figure>> {
    let (mut with_graph, mut by_hand) = (Vec::new(), Vec::new());
    for _ in 0..RUNS {
        let bench = Bench::new()?;
        with_graph.push(bench.with_graph(LEARNERS, ANSWERS).await?.per_s);
        by_hand.push(Bench::new()?.by_hand(LEARNERS, ANSWERS).await?);
    }
    let bench = Bench::new()?;
    let mut alone = bench.with_graph(1, ALONE).await?;
    alone.times_ms.sort_by(f64::total_cmp);
    let at = |share: usize| alone.times_ms.get(alone.times_ms.len() * share / 100).copied().unwrap_or(f64::NAN);

    let ratios = with_graph.iter().zip(&by_hand).map(|(ours, peer)| ours / peer).collect();
    let (ours, peer, ratio) = (Spread::of(with_graph), Spread::of(by_hand), Spread::of(ratios));
    Ok(vec![
        Figure::new("orchestration_answers_per_s", ours.median, "1/s"),
        Figure::new("orchestration_answers_per_s_lowest", ours.low, "1/s"),
        Figure::new("orchestration_answers_per_s_highest", ours.high, "1/s"),
        Figure::new("hand_written_answers_per_s", peer.median, "1/s"),
        Figure::new("orchestration_over_hand_written", ratio.median, "ratio"),
        Figure::new("one_answer_p50_ms", at(50), "ms"),
        Figure::new("one_answer_p99_ms", at(99), "ms"),
        Figure::new("idle_cpu_percent", alone.idle_cpu_percent, "% of a core"),
    ])
}

struct Bench {
    folder: tempfile::TempDir,
}

struct Outcome {
    per_s: f64,
    times_ms: Vec<f64>,
    idle_cpu_percent: f64,
}

impl Bench {
    fn new() -> anyhow::Result<Self> {
        // Beside the results, because a temporary folder may lie in memory, where nothing is ever synced to a disk.
        std::fs::create_dir_all("target/bench")?;
        Ok(Bench { folder: tempfile::tempdir_in("target/bench")? })
    }

    fn data(&self) -> anyhow::Result<DataFolder> {
        Ok(DataFolder::open(self.folder.path())?)
    }

    async fn with_graph(&self, learners: u64, answers: u64) -> anyhow::Result<Outcome> {
        let folder = self.data()?;
        let lock = EngineLock::acquire(&folder)?;
        let (ends, ended): (Vec<_>, Vec<_>) = (0..learners).map(|_| unbounded_channel()).unzip();
        let instant = |step| -> Arc<dyn Perform> { Arc::new(Instantly { step }) };
        let tap = move |ended: &[AnswerRun]| {
            for of in ended {
                let learner = (of.answer.0 >> 8) % learners;
                if let Some(end) = usize::try_from(learner).ok().and_then(|learner| ends.get(learner)) {
                    // Whoever waited may be gone at the end of a run.
                    let _ = end.send(*of);
                }
            }
        };
        let engine = RunningEngine::start(&folder, lock, Executors::uniform(instant), Extent::Answers, tap).await?;
        tokio::time::sleep(Duration::from_millis(300)).await; // the log is shown

        let began = Instant::now();
        let mut tasks = JoinSet::new();
        for (learner, mut ended) in (0..learners).zip(ended) {
            let log = engine.log().clone();
            tasks.spawn(async move {
                let mut times_ms = Vec::new();
                for n in 0..answers / learners {
                    let began = Instant::now();
                    let of = AnswerRun { answer: AnswerId((n * learners + learner) << 8 | 1), run: 0 };
                    log.append(vec![fact(learner, of, AnswerFact::Received(receipt()))]).await?;
                    while ended.recv().await.is_some_and(|ended| ended != of) {}
                    times_ms.push(began.elapsed().as_secs_f64() * 1e3);
                }
                anyhow::Ok(times_ms)
            });
        }
        let mut times_ms = Vec::new();
        while let Some(times) = tasks.join_next().await {
            times_ms.extend(times??);
        }
        let per_s = times_ms.len() as f64 / began.elapsed().as_secs_f64();
        let idle_cpu_percent = if learners == 1 { idle_cpu_percent().await? } else { f64::NAN };
        engine.finish().await?;
        Ok(Outcome { per_s, times_ms, idle_cpu_percent })
    }

    /// The same events in the same order, by code that knows it.
    async fn by_hand(&self, learners: u64, answers: u64) -> anyhow::Result<f64> {
        let log = Log::open_unwatched(Store::open(&self.data()?).await?)?;
        let began = Instant::now();
        let mut tasks = JoinSet::new();
        for learner in 0..learners {
            let log = log.clone();
            tasks.spawn(async move {
                for n in 0..answers / learners {
                    let of = AnswerRun { answer: AnswerId((n * learners + learner) << 8 | 1), run: 0 };
                    log.append(vec![fact(learner, of, AnswerFact::Received(receipt()))]).await?;
                    for step in Step::ALL.into_iter().filter(|step| *step != Step::Send) {
                        let provider = ProviderId::HERE;
                        let start = AttemptStarted { step, attempt: 1, epoch: 1, lease_until_us: u64::MAX, provider };
                        log.append(vec![fact(learner, of, AnswerFact::AttemptStarted(start))]).await?;
                        log.append(vec![fact(learner, of, result(step))]).await?;
                    }
                }
                anyhow::Ok(())
            });
        }
        while let Some(ended) = tasks.join_next().await {
            ended??;
        }
        let per_s = answers as f64 / began.elapsed().as_secs_f64();
        log.finish().await?;
        Ok(per_s)
    }
}

async fn idle_cpu_percent() -> anyhow::Result<f64> {
    tokio::time::sleep(Duration::from_millis(300)).await; // the last commits are shown
    let (before_s, began) = (cpu()?.own_s, Instant::now());
    tokio::time::sleep(IDLE).await; // what is measured is doing nothing
    Ok((cpu()?.own_s - before_s) / began.elapsed().as_secs_f64() * 100.0)
}

/// An effect that takes no time.
struct Instantly {
    step: Step,
}

impl Perform for Instantly {
    fn perform(&self, _work: Work) -> Pending<'_> {
        Box::pin(async { Ok(result(self.step)) })
    }
}

fn fact(learner: u64, of: AnswerRun, fact: AnswerFact) -> Event {
    Event::Answer { learner: LearnerId(learner + 1), of, fact }
}

fn receipt() -> AnswerReceived {
    AnswerReceived {
        occurred_at_ms: 1,
        utc_offset_min: None,
        source: Source::Command,
        task: Task::ToeflIndependent,
        prompt: None,
        bytes: 1,
        in_flight_max: 1,
    }
}

fn result(step: Step) -> AnswerFact {
    match step {
        Step::Acknowledge => AnswerFact::PlaceholderSent(PlaceholderSent { message_id: None }),
        Step::Store => AnswerFact::AudioStored(AudioStored { sha256: "0".repeat(64), bytes: 1 }),
        Step::Measure => AnswerFact::Measured(AnswerMeasured {
            recording_ms: 2_000,
            graded_ms: 2_000,
            runs: vec![SpeechRun { start_ms: 0, end_ms: 2_000, syllables: 8 }],
            pitch: None,
            snr_centidb: None,
            clipped_ppm: 0,
        }),
        Step::Transcribe => AnswerFact::Transcribed(AnswerTranscribed {
            model: "none".to_owned(),
            words: 5,
            unsure_words: 0,
            mean_confidence_milli: 1_000,
            filled_pauses: 0,
            repetitions: 0,
            lexis: Lexis::default(),
            syntax: Syntax::default(),
            lemmas: Vec::new(),
            sample_overlap_milli: None,
        }),
        Step::Assess => AnswerFact::Assessed(AnswerAssessed {
            rater: "none".to_owned(),
            rubric: "none".to_owned(),
            revision: 0,
            criteria: Vec::new(),
            score_centi: None,
            low_centi: None,
            high_centi: None,
            max_centi: 400,
        }),
        Step::Deliver | Step::Send => AnswerFact::Delivered(FeedbackDelivered { bytes: 1 }),
    }
}
