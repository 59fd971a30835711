//! What we add to the time that providers take: everything from the receipt of a voice file to its card, but their calls.
//!
//! The servers are the tests' fake, on 127.0.0.1; each call takes as long as a quick provider would, so that what is done
//! beside it (decoding, measuring) hides behind it as it does in life. Encoding and sending the request is ours.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use coach::providers::{Providers, Server};
use coach::rater::ModelRater;
use coach::recogniser::ServerRecogniser;
use coach::rubrics::Rubrics;
use dataflow::engine::Extent;
use dataflow::events::{
    AnswerFact, AnswerId, AnswerReceived, AnswerRun, Event, LearnerId, ProviderId, Source, Step, Task,
};
use fakes::openai::{Endpoint, OpenAiFake, honest};
use ingest::{DataFolder, EngineLock, FolderBlobs, Store, now_ms};
use serde_json::json;
use speech_coach::engine::RunningEngine;
use speech_coach::executors::Executors;
use speech_coach::executors::archive::{Archive, RunFacts};
use speech_coach::providing::{Provided, Providing};
use tokio::runtime::Handle;
use tokio::sync::mpsc::unbounded_channel;

use crate::Figure;

/// Three quarters of a minute of speech.
const TALK: &str = "samples/ana-good.ogg";
/// Answers, one after another.
const ANSWERS: u64 = 40;
/// How long a provider thinks about each call.
const THINKS: Duration = Duration::from_millis(800);
const TEXT: &str = "I think that people should learn new things all their life because the world changes every year. For \
example my father learned to drive when he was fifty and now he visits his friends in other towns.";

pub(crate) async fn figures() -> anyhow::Result<Vec<Figure>> {
    let fake = OpenAiFake::start().await?;
    fake.think(THINKS);
    fake.hear(json!({ "text": TEXT }));
    fake.judge(honest("people should learn new things", "People should learn all their lives."));
    let folder = crate::chat::folder()?;
    let data = DataFolder::open(folder.path())?;
    let archive = Arc::new(Archive::new(Store::open(&data).await?, FolderBlobs::open(&data)?));
    let providing = providing(&fake)?;
    let executors = Executors::real(&archive, &providing, 2, None);
    let mut store = Store::open(&data).await?;
    let news = providing.news(&mut store).await?;
    store.append(news).await?;
    let (ends, mut ended) = unbounded_channel();
    let tap = move |runs: &[AnswerRun]| {
        for of in runs {
            let _ = ends.send(*of); // whoever waited may be gone
        }
    };
    let engine = RunningEngine::start(&data, EngineLock::acquire(&data)?, executors, Extent::Answers, tap).await?;

    let audio = std::fs::read(TALK)?;
    let mut added_ms = Vec::new();
    let mut by_step: BTreeMap<Step, Vec<f64>> = BTreeMap::new();
    for n in 1..=ANSWERS {
        let of = AnswerRun { answer: AnswerId(n), run: 0 };
        archive.keep_audio(of.answer, &audio)?;
        let received = AnswerFact::Received(receipt(audio.len() as u64));
        engine.log().append(vec![Event::Answer { learner: LearnerId(n), of, fact: received }]).await?;
        while ended.recv().await.is_some_and(|ended| ended != of) {}
        let facts = archive.run(of).await?;
        let (end, at_us) = facts.end().ok_or_else(|| anyhow::anyhow!("answer {n} has no end"))?;
        anyhow::ensure!(matches!(end, AnswerFact::Delivered(_)), "answer {n} ended otherwise: {end:?}");
        let took_us = at_us.saturating_sub(facts.received_at_us());
        for (step, step_ms) in steps_ms(&facts) {
            by_step.entry(step).or_default().push(step_ms);
        }
        added_ms.push(took_us as f64 / 1e3 - 2.0 * THINKS.as_secs_f64() * 1e3);
    }
    engine.finish().await?;
    let calls = fake.seen().iter().filter(|call| call.endpoint != Some(Endpoint::Models)).count();
    let mut figures = vec![
        Figure::new("judges_added_p50_ms", at(&mut added_ms, 50), "ms"),
        Figure::new("judges_added_p95_ms", at(&mut added_ms, 95), "ms"),
        Figure::new("judges_calls_per_answer", calls as f64 / ANSWERS as f64, "calls"),
    ];
    for (step, mut step_ms) in by_step {
        let name = format!("judges_{}_p50_ms", step.name());
        figures.push(Figure::new(&name, at(&mut step_ms, 50), "ms"));
    }
    Ok(figures)
}

/// The value under which so many in a hundred lie.
fn at(values: &mut [f64], share: usize) -> f64 {
    values.sort_by(f64::total_cmp);
    values.get(values.len() * share / 100).copied().unwrap_or(f64::NAN)
}

/// From the start of each step to its result, without the call.
fn steps_ms(facts: &RunFacts) -> BTreeMap<Step, f64> {
    let mut started_us = BTreeMap::new();
    let mut steps = BTreeMap::new();
    for record in &facts.records {
        let Event::Answer { fact, .. } = &record.event else { continue };
        if let AnswerFact::AttemptStarted(start) = fact {
            started_us.insert(start.step, record.at_us);
        } else if let Some(step) = fact.completes()
            && let Some(start_us) = started_us.get(&step)
        {
            let calls = if matches!(step, Step::Transcribe | Step::Assess) { THINKS } else { Duration::ZERO };
            steps.insert(step, record.at_us.saturating_sub(*start_us) as f64 / 1e3 - calls.as_secs_f64() * 1e3);
        }
    }
    steps
}

fn receipt(bytes: u64) -> AnswerReceived {
    AnswerReceived {
        occurred_at_ms: now_ms(),
        utc_offset_min: None,
        source: Source::Command,
        task: Task::ToeflIndependent,
        prompt: None,
        bytes,
        in_flight_max: 1,
    }
}

fn providing(fake: &OpenAiFake) -> anyhow::Result<Providing> {
    let config = format!(
        "[providers.far]\nkind = \"openai\"\nbase_url = \"{}\"\nprices = \"self-hosted\"\n\
         [providers.far.models]\ntranscribe = \"ear\"\nassess = \"judge\"\n",
        fake.base_url()
    );
    let known = Providers::read(&config, "the bench")?;
    let far = known.providers.get("far").ok_or_else(|| anyhow::anyhow!("nobody is far"))?;
    let server = Arc::new(Server::open("far", far, Handle::current())?);
    let recogniser = ServerRecogniser::new(Arc::clone(&server));
    let rater = ModelRater::new(server, Rubrics::built_in());
    let (provider, name) = (ProviderId(1), "far".to_owned());
    Ok(Providing {
        recognisers: vec![Provided { provider, name: name.clone(), is_paid: false, does: Arc::new(recogniser) }],
        raters: vec![Provided { provider, name, is_paid: false, does: Arc::new(rater) }],
        voices: Vec::new(),
        limits: known.limits,
        trials: Vec::new(),
    })
}
