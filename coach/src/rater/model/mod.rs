//! Rating by a model on a server: it reads, we count, and what it says has to hold.
//!
//! A model is asked for what reading can tell: points for the criteria that rest on words, each with quotes, and what
//! to correct and to say. What rests on the sound is computed from measures and not asked. Its answer is hostile until
//! checked: quotes must be in the transcript, corrections must lie on words that were clearly heard, points within
//! the scale and within the [`bounds`](super::bounds) that counting allows; totals are ours. An answer that breaks the
//! form is asked for once more with what was wrong, and then given up. Silence, other languages and sentences to repeat
//! are judged without a call.

mod quotes;
mod reply;
mod request;
mod schema;
mod text;
mod verdict;

use std::sync::Arc;

use reqwest::Method;

use self::reply::{Flaw, Ruling};
use super::bounds::Counted;
use super::signals::Signals;
use super::{Assess, AssessError, AssessInput, Assessed, OfflineRater};
use crate::providers::{Ability, Attempt, Call, CallFailed, FailedClass, Server, Why, request_hash};
use crate::recogniser::Cancel;
use crate::rubrics::{Rubric, Rubrics};

/// Version of what a model is told. Raised when a word of it changes.
pub const PROMPT_VERSION: u16 = 2;

/// What a learner reads about a model's score.
pub const MODEL_LABEL: &str = "model estimate";

/// Rates by a server's model.
#[derive(Clone, Debug)]
pub struct ModelRater {
    server: Arc<Server>,
    rubrics: Arc<Rubrics>,
}

/// An answer with everything that is known of it before the model is asked.
struct Case<'a> {
    input: &'a AssessInput<'a>,
    rubric: &'a Rubric,
    signals: Signals<'a>,
}

impl ModelRater {
    /// A rater that asks this server, by these rubrics.
    pub fn new(server: Arc<Server>, rubrics: Arc<Rubrics>) -> Self {
        ModelRater { server, rubrics }
    }

    /// What results name: provider, model, and version of what it is told.
    pub fn rater(&self) -> String {
        let model = self.server.models().assess.as_deref().unwrap_or("none");
        format!("{}/{model}/prompt-{PROMPT_VERSION}", self.server.name())
    }

    /// The case of an answer; none where it is judged without a model.
    fn case<'a>(&self, input: &'a AssessInput<'a>, rubric: &'a Rubric) -> Option<Case<'a>> {
        let signals = Signals::of(input);
        let is_for_model = rubric.alignment.is_none() && super::offline::withheld(&signals).is_none();
        is_for_model.then_some(Case { input, rubric, signals })
    }

    /// Asks until there is an answer to use or none is to be had: once, once more where the form is not supported, and
    /// once more where the first answer could not be used.
    fn ask(&self, case: &Case<'_>, attempt: &mut Attempt<'_>, cancel: &Cancel) -> Result<Ruling, CallFailed> {
        let flaw = match self.ask_once(case, attempt, None, cancel)? {
            Ok(ruling) => return Ok(ruling),
            Err(flaw) => flaw,
        };
        self.ask_once(case, attempt, Some(&flaw), cancel)?
            .map_err(|flaw| attempt.fail(FailedClass::Unusable, flaw.why, Some(200)))
    }

    fn ask_once(
        &self,
        case: &Case<'_>,
        attempt: &mut Attempt<'_>,
        repair: Option<&Flaw>,
        cancel: &Cancel,
    ) -> Result<Result<Ruling, Flaw>, CallFailed> {
        let model = self.server.model_for(Call::Assess)?;
        let request = |is_strict| {
            let body = request::body(case, model, is_strict, repair);
            let request = self.server.request(Method::POST, "/chat/completions", Call::Assess).json(&body);
            let used = request::estimate(&body);
            (request, move || used)
        };
        let reply = attempt.send_in_form(&self.server.strict_schema, request, cancel)?;
        if self.server.strict_schema() != Ability::No {
            self.server.strict_schema.set(true);
        }
        let said: serde_json::Value = attempt.read(&reply)?;
        if let Some(usage) = reply::usage(&said) {
            attempt.used(usage);
        }
        match reply::content(&said) {
            reply::Content::Judgement(content) => Ok(reply::ruling(content, case)),
            reply::Content::CutOff => Ok(Err(Flaw::cut_off())),
            reply::Content::Declined => Err(attempt.fail(FailedClass::Refused, Why::Declined, Some(200))),
            reply::Content::OtherForm => Err(attempt.fail(FailedClass::Transient, Why::OtherForm, Some(200))),
        }
    }
}

impl Assess for ModelRater {
    fn assess(&self, input: &AssessInput<'_>, cancel: &Cancel) -> Result<Assessed, AssessError> {
        let no_rubric = || AssessError::NoRubric(input.task);
        let rubric = input.rubric(&self.rubrics).ok_or_else(no_rubric)?;
        let Some(case) = self.case(input, rubric) else {
            return OfflineRater::by(Arc::clone(&self.rubrics)).assess(input, cancel);
        };
        let model = self.server.model_for(Call::Assess)?;
        let mut attempt = Attempt::to(&self.server, Call::Assess, model);
        let ruling = std::thread::scope(|scope| {
            // The bounds want grammar findings, which nobody waits for while the model thinks.
            scope.spawn(|| case.signals.corrections().len());
            self.ask(&case, &mut attempt, cancel)
        })?;
        let bounds = Counted::of(input, &case.signals, rubric).bounds(rubric);
        let judgement = verdict::judgement(&case, &ruling, &bounds, &self.rater());
        Ok(Assessed { judgement, better: ruling.better, refused: ruling.refused, calls: attempt.done() })
    }

    /// Of the words, the measures, the prompt, the rubric, the model, and what the model is told.
    fn request_hash(&self, input: &AssessInput<'_>) -> Option<String> {
        let rubric = input.rubric(&self.rubrics)?;
        let case = self.case(input, rubric)?;
        let body = request::body(&case, &self.rater(), true, None);
        Some(request_hash(&[b"assess", body.to_string().as_bytes()]))
    }
}
