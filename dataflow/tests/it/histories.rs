//! Histories for the tests: short ways to write facts, and a generator of plausible worlds.

mod studies;

use dataflow::events::*;
use proptest::prelude::*;

use crate::moves::{Move, OFFERS, moves};

pub(crate) const SECOND_US: u64 = 1_000_000;
pub(crate) const LEASE_US: u64 = 60 * SECOND_US;
pub(crate) const HOUR_US: u64 = 3_600 * SECOND_US;
pub(crate) const DAY_US: u64 = 24 * HOUR_US;

pub(crate) fn of(answer: u64) -> AnswerRun {
    AnswerRun { answer: AnswerId(answer), run: 0 }
}

pub(crate) fn receipt(task: Task, in_flight_max: u8) -> AnswerReceived {
    AnswerReceived {
        occurred_at_ms: 1_700_000_000_000,
        utc_offset_min: None,
        source: Source::Command,
        task,
        prompt: Some(PromptId(7)),
        bytes: 1_000,
        in_flight_max,
    }
}

pub(crate) fn answer(learner: u64, of: AnswerRun, fact: AnswerFact) -> Event {
    Event::Answer { learner: LearnerId(learner), of, fact }
}

pub(crate) fn received(learner: u64, of: AnswerRun) -> Event {
    answer(learner, of, AnswerFact::Received(receipt(Task::ToeflIndependent, 1)))
}

pub(crate) fn started(learner: u64, of: AnswerRun, step: Step, attempt: u16, lease_until_us: u64) -> Event {
    let start = AttemptStarted { step, attempt, epoch: 1, lease_until_us, provider: ProviderId::HERE };
    answer(learner, of, AnswerFact::AttemptStarted(start))
}

pub(crate) fn measured() -> AnswerMeasured {
    let runs = [(100, 9_000, 40), (9_260, 18_000, 41), (18_210, 31_000, 52), (33_000, 40_000, 30)];
    AnswerMeasured {
        recording_ms: 42_000,
        graded_ms: 42_000,
        runs: runs.map(|(start_ms, end_ms, syllables)| SpeechRun { start_ms, end_ms, syllables }).into(),
        pitch: None,
        snr_centidb: Some(2_500),
        clipped_ppm: 3,
    }
}

pub(crate) fn transcribed() -> AnswerTranscribed {
    AnswerTranscribed {
        model: "test".into(),
        words: 90,
        unsure_words: 4,
        mean_confidence_milli: 870,
        filled_pauses: 2,
        repetitions: 1,
        lexis: Lexis {
            types: 60,
            mtld_milli: Some(61_000),
            hdd_milli: Some(770),
            mattr_milli: Some(720),
            band_words: [70, 10, 5, 5],
        },
        syntax: Syntax { units: 6, clauses: 9 },
        lemmas: vec![LemmaCount { lemma: LemmaId(5), count: 2 }, LemmaCount { lemma: LemmaId(40), count: 1 }],
        sample_overlap_milli: None,
    }
}

pub(crate) fn assessed() -> AnswerAssessed {
    let criterion = CriterionScore { criterion: "delivery".into(), score: 3, low: 2, high: 4, max: 4 };
    AnswerAssessed {
        rater: "test".into(),
        rubric: "toefl-independent".into(),
        revision: 0,
        criteria: vec![criterion],
        score_centi: Some(300),
        low_centi: Some(200),
        high_centi: Some(400),
        max_centi: 400,
    }
}

/// The day on which the tests of growth begin, a Monday, in milliseconds and microseconds since the Unix epoch.
pub(crate) const MONDAY_MS: u64 = 1_700_438_400_000;

/// An answer that was recorded so many hours after that Monday, with a score in thousandths.
pub(crate) fn spoken(hours: u64, prompt: u64, score_milli: u32) -> AnswerRecorded {
    AnswerRecorded {
        occurred_at_ms: MONDAY_MS + hours * HOUR_US / 1_000,
        utc_offset_min: None,
        task: Task::ToeflIndependent,
        prompt: Some(PromptId(prompt)),
        speech: SpeechSums {
            practice_ms: 45_000,
            speaking_ms: 40_000,
            phonation_ms: 30_000,
            syllables: 120,
            pauses: 10,
            words: 80,
            mtld_milli: Some(60_000),
        },
        score: Some(OverallScore { score_centi: score_milli, max_centi: 1_000 }),
        sample_overlap_milli: None,
        details: None,
    }
}

/// That answer as the fact of a learner.
pub(crate) fn spoke(learner: u64, id: u64, recorded: AnswerRecorded) -> Event {
    answer(learner, of(id), AnswerFact::Recorded(recorded))
}

/// A re-score of it, in thousandths.
pub(crate) fn rated(learner: u64, id: u64, revision: u32, score_milli: u32) -> Event {
    let rated = AnswerAssessed { revision, score_centi: Some(score_milli), max_centi: 1_000, ..assessed() };
    answer(learner, of(id), AnswerFact::Rated(rated))
}

/// A voice note of that time, perhaps a reply.
pub(crate) fn voice(learner: u64, id: u64, occurred_at_ms: u64, reply_to_message_id: Option<i32>) -> Event {
    let (message_id, update_id) = (i32::try_from(id).unwrap(), id);
    let (duration_ms, bytes) = (30_000, 1_000);
    let voice = VoiceReceived { occurred_at_ms, update_id, message_id, reply_to_message_id, duration_ms, bytes };
    answer(learner, of(id), AnswerFact::VoiceReceived(voice))
}

/// A message that is wanted.
pub(crate) fn asked(learner: u64, id: u64, wanted: Wanted) -> Event {
    let asked = MessageRequested { occurred_at_ms: MONDAY_MS, wanted, edits_message_id: None };
    answer(learner, of(id), AnswerFact::MessageRequested(asked))
}

/// The end of everything about a learner.
pub(crate) fn erased(learner: u64) -> Event {
    Event::Learner { learner: LearnerId(learner), fact: LearnerFact::Erased }
}

/// The fact that completes a step.
pub(crate) fn result(step: Step) -> AnswerFact {
    match step {
        Step::Acknowledge => AnswerFact::PlaceholderSent(PlaceholderSent { message_id: None }),
        Step::Store => AnswerFact::AudioStored(AudioStored { sha256: "00".repeat(32), bytes: 1_000 }),
        Step::Measure => AnswerFact::Measured(measured()),
        Step::Transcribe => AnswerFact::Transcribed(transcribed()),
        Step::Assess => AnswerFact::Assessed(assessed()),
        Step::Deliver => AnswerFact::Delivered(FeedbackDelivered { bytes: 500 }),
        Step::Send => AnswerFact::MessageSent(MessageSent { message_id: 1 }),
    }
}

pub(crate) fn record(pos: u64, at_us: u64, event: Event) -> Record {
    Record { pos, at_us, event }
}

/// A history: the log, and the times that were closed on the way.
#[derive(Clone, Debug)]
pub(crate) struct History {
    pub(crate) records: Vec<Record>,
    pub(crate) closed: Vec<u64>,
    /// Holds a fact that changes what was said before: a replay, a withdrawn consent.
    pub(crate) has_correction: bool,
    /// Holds a fact that comes after the end of its run, or whose own time is long past.
    pub(crate) has_late_fact: bool,
    /// Holds an erasure of somebody of whom something was known.
    pub(crate) has_erasure: bool,
}

/// Plausible histories, most of them with corrections and late facts.
pub(crate) fn histories() -> impl Strategy<Value = History> {
    moves().prop_map(|moves| World::default().play(&moves))
}

#[derive(Clone, Copy)]
struct Running {
    learner: LearnerId,
    of: AnswerRun,
    step: Step,
    attempt: u16,
    epoch: u32,
    lease_until_us: u64,
    provider: ProviderId,
}

#[derive(Default)]
struct World {
    now_us: u64,
    epoch: u32,
    records: Vec<Record>,
    closed: Vec<u64>,
    running: Vec<Running>,
    ended: Vec<(LearnerId, AnswerRun)>,
    known: Vec<LearnerId>,
    answers: Vec<(LearnerId, AnswerRun)>,
    received: u64,
    has_correction: bool,
    has_late_fact: bool,
    has_erasure: bool,
}

impl World {
    fn play(mut self, moves: &[Move]) -> History {
        self.now_us = 1_700_000_000 * SECOND_US;
        self.open_epoch();
        for a_move in moves {
            self.take(a_move);
        }
        self.closed.push(self.now_us);
        self.closed.extend([2 * LEASE_US, 8 * DAY_US, 30 * DAY_US, 95 * DAY_US].map(|later| self.now_us + later));
        History {
            records: self.records,
            closed: self.closed,
            has_correction: self.has_correction,
            has_late_fact: self.has_late_fact,
            has_erasure: self.has_erasure,
        }
    }

    /// Appends unless the same event is there: the log would give the first one's place.
    fn append(&mut self, event: Event) {
        if self.records.iter().any(|record| record.event.id() == event.id()) {
            return;
        }
        if let Some(run) = event.run() {
            let ended = self.ended.iter().any(|(_, ended)| *ended == run);
            self.has_late_fact |= ended;
            if let Event::Answer { learner, fact, .. } = &event
                && fact.is_end()
                && !ended
            {
                self.ended.push((*learner, run));
            }
        }
        self.known.extend(event.learner());
        if let (Some(learner), Some(run)) = (event.learner(), event.run())
            && !self.answers.contains(&(learner, run))
        {
            self.answers.push((learner, run));
        }
        self.records.push(record(self.records.len() as u64 + 1, self.now_us, event));
    }

    fn open_epoch(&mut self) {
        self.epoch += 1;
        self.append(Event::System(SystemFact::EpochOpened { epoch: self.epoch }));
    }

    fn open_requests(&self) -> Vec<dataflow::requests::Request> {
        let rows = dataflow::fold::work(&self.records, self.now_us);
        let due = |row| match row {
            dataflow::graph::Row::Due(request) => Some(request),
            _ => None,
        };
        rows.into_iter().filter_map(due).collect()
    }

    fn take(&mut self, a_move: &Move) {
        match *a_move {
            Move::Receive { learner, in_flight_max, task } => {
                self.received += 1;
                let mut receipt = receipt(Task::ALL[task], in_flight_max);
                // The clock of the source runs as it likes.
                receipt.occurred_at_ms = self.now_ms() - self.received * 7919 % 40 * HOUR_US / 1_000;
                let of = of(self.received * 7919 % 10_007);
                self.append(answer(learner, of, AnswerFact::Received(receipt)));
            }
            Move::Start { choice } => self.start(choice),
            Move::Finish { choice, failure } => self.finish(choice, failure),
            Move::EndOtherwise { choice, how } => self.end_otherwise(choice, how),
            Move::Replay { choice } => {
                if let Some((learner, of)) = self.ended.get(choice % self.ended.len().max(1)).copied() {
                    let of = AnswerRun { run: of.run + 1, ..of };
                    let receipt = receipt(Task::ToeflInterview, 1);
                    self.append(answer(learner.0, of, AnswerFact::Replayed(receipt)));
                    self.has_correction = true;
                }
            }
            Move::OpenEpoch => self.open_epoch(),
            Move::Erase { learner } => {
                self.has_erasure |= self.known.contains(&LearnerId(learner));
                self.append(Event::Learner { learner: LearnerId(learner), fact: LearnerFact::Erased });
            }
            Move::Record { learner, ref recorded, late_ms } => {
                self.received += 1;
                let recorded = AnswerRecorded { occurred_at_ms: self.now_ms() - late_ms, ..recorded.clone() };
                self.has_late_fact |= late_ms > 0;
                let of = of(20_000 + self.received * 7919 % 10_007);
                self.append(answer(learner, of, AnswerFact::Recorded(recorded)));
            }
            Move::Rate { choice, revision, score_centi } => {
                self.has_correction |= self.say_of(choice, |_| {
                    let rubric = "again".to_owned();
                    AnswerFact::Rated(AnswerAssessed { rubric, revision, score_centi, ..assessed() })
                });
            }
            Move::Exclude { choice } => {
                let reason = ExclusionReason::Trial;
                self.say_of(choice, |_| AnswerFact::Excluded(AnswerExcluded { reason }));
            }
            Move::Consent { .. } | Move::Join { .. } | Move::Leave { .. } | Move::Tell { .. } | Move::Create { .. } => {
                self.study(a_move)
            }
            Move::RateBeside { choice, revision, score_centi } => {
                self.say_of(choice, |occurred_at_ms| {
                    let rater = format!("person-{}", revision % 2);
                    let scores = AnswerAssessed { rater, revision, score_centi, ..assessed() };
                    AnswerFact::RatingGiven(RatingGiven { by: RatedBy::Person, occurred_at_ms, scores })
                });
            }
            Move::Pay { choice, micro_usd } => {
                self.say_of(choice, |now_ms| {
                    AnswerFact::CallPaid(CallPaid {
                        step: Step::Assess,
                        attempt: u16::try_from(micro_usd % 3).unwrap(),
                        call: 0,
                        provider: "planted".into(),
                        model: format!("model-{}", micro_usd % 2),
                        micro_usd,
                        occurred_at_ms: now_ms,
                    })
                });
            }
            Move::Offer { .. } | Move::Outage { .. } => self.provide(a_move),
            Move::Voice { .. } | Move::Ask { .. } | Move::Choose { .. } | Move::Rule { .. } => self.chat(a_move),
            Move::Wait { us } => self.wait(us),
        }
    }

    fn wait(&mut self, us: u64) {
        self.closed.push(self.now_us);
        self.now_us += us + 1;
    }

    /// A move of a chat, or of the owner.
    fn chat(&mut self, a_move: &Move) {
        match *a_move {
            Move::Voice { learner, reply, late_ms } => {
                self.received += 1;
                let voice = VoiceReceived {
                    occurred_at_ms: self.now_ms() - late_ms,
                    update_id: self.received,
                    message_id: i32::try_from(self.received).unwrap(),
                    reply_to_message_id: reply,
                    duration_ms: 40_000,
                    bytes: 1_000,
                };
                self.append(answer(
                    learner,
                    of(40_000 + self.received * 7919 % 10_007),
                    AnswerFact::VoiceReceived(voice),
                ));
            }
            Move::Ask { learner, wanted } => {
                self.received += 1;
                let asked = MessageRequested { occurred_at_ms: self.now_ms(), wanted, edits_message_id: None };
                self.append(answer(
                    learner,
                    of(60_000 + self.received * 7919 % 10_007),
                    AnswerFact::MessageRequested(asked),
                ));
            }
            Move::Choose { learner, setting, late_ms } => {
                let changed = SettingChanged { occurred_at_ms: self.now_ms() - late_ms, setting };
                self.append(Event::Learner { learner: LearnerId(learner), fact: LearnerFact::SettingChanged(changed) });
            }
            Move::Rule { rule } => {
                let occurred_at_ms = self.now_ms();
                self.append(Event::System(SystemFact::Ordered { occurred_at_ms, rule }));
            }
            _ => {}
        }
    }

    /// A move about those who are asked.
    fn provide(&mut self, a_move: &Move) {
        let asked = |step| [Step::Transcribe, Step::Assess][step];
        match *a_move {
            Move::Offer { step, offers } => {
                let offer =
                    |id: &u64| Offer { provider: ProviderId(*id), name: format!("p{id}"), is_paid: id % 2 == 1 };
                let offers = OFFERS[offers].iter().map(offer).collect();
                let offered = Offered { occurred_at_ms: self.now_ms(), step: asked(step), offers };
                self.append(Event::System(SystemFact::Offered(offered)));
            }
            Move::Outage { step, provider, failures, shut_us } => {
                for _ in 0..failures {
                    self.received += 1;
                    // Of runs of which nothing else is known.
                    let of = of(90_000 + self.received * 7919 % 10_007);
                    let failed = AttemptFailed {
                        step: asked(step),
                        attempt: 1,
                        epoch: self.epoch,
                        lease_until_us: self.now_us,
                        retry_at_us: self.now_us,
                        class: FailureClass::Unavailable,
                        reason: "planted".into(),
                        provider: ProviderId(provider),
                        shut_until_us: shut_us.map(|us| self.now_us + us),
                    };
                    self.append(answer(7, of, AnswerFact::AttemptFailed(failed)));
                }
            }
            _ => {}
        }
    }

    fn now_ms(&self) -> u64 {
        self.now_us / 1_000
    }

    /// Says something of an answer of which anything is known; false if there is none.
    fn say_of(&mut self, choice: usize, fact: impl Fn(u64) -> AnswerFact) -> bool {
        let chosen = self.answers.get(choice % self.answers.len().max(1)).copied();
        if let Some((learner, of)) = chosen {
            self.append(answer(learner.0, of, fact(self.now_ms())));
        }
        chosen.is_some()
    }

    fn start(&mut self, choice: usize) {
        use dataflow::requests::{AttemptRequest, Request};
        let due = self.open_requests();
        match due.get(choice % due.len().max(1)).copied() {
            Some(Request::Attempt(AttemptRequest { learner, of, step, attempt, provider })) => {
                let (epoch, lease_until_us) = (self.epoch, self.now_us + LEASE_US);
                let start = AttemptStarted { step, attempt, epoch, lease_until_us, provider };
                self.append(answer(learner.0, of, AnswerFact::AttemptStarted(start)));
                self.running.push(Running { learner, of, step, attempt, epoch, lease_until_us, provider });
            }
            Some(Request::GiveUp(request)) => {
                self.append(answer(request.learner.0, request.of, AnswerFact::GivenUp(request.granted())));
            }
            Some(Request::Remind(request)) => {
                let wanted = Wanted::Reminder { day: request.day };
                let asked = MessageRequested { occurred_at_ms: self.now_ms(), wanted, edits_message_id: None };
                let of = of(80_000 + request.learner.0 * 1_000 + u64::from(request.day) % 1_000);
                self.append(answer(request.learner.0, of, AnswerFact::MessageRequested(asked)));
            }
            None => {}
        }
    }

    fn finish(&mut self, choice: usize, failure: Option<(u64, FailureClass)>) {
        if self.running.is_empty() {
            return;
        }
        let Running { learner, of, step, attempt, epoch, lease_until_us, provider } =
            self.running.remove(choice % self.running.len());
        let fact = match failure {
            Some((back_off_us, class)) => AnswerFact::AttemptFailed(AttemptFailed {
                step,
                attempt,
                epoch,
                lease_until_us,
                retry_at_us: self.now_us + back_off_us,
                class,
                reason: "planted".into(),
                provider,
                shut_until_us: back_off_us.is_multiple_of(3).then_some(self.now_us + back_off_us),
            }),
            None if step == Step::Send && !choice.is_multiple_of(4) => AnswerFact::PromptSent(PromptSent {
                occurred_at_ms: self.now_ms(),
                prompt: PromptId(choice as u64 % 3),
                task: Task::ToeflInterview,
                message_id: i32::try_from(choice % 6).unwrap(),
            }),
            None => result(step),
        };
        self.append(answer(learner.0, of, fact));
    }

    fn end_otherwise(&mut self, choice: usize, how: usize) {
        let Some(running) = self.running.get(choice % self.running.len().max(1)).copied() else { return };
        let fact = match how {
            0 => AnswerFact::Cancelled,
            1 => AnswerFact::Rejected(AnswerRejected { reason: Rejection::NoSpeech }),
            _ => AnswerFact::Rejected(AnswerRejected { reason: Rejection::TooLarge { bytes: 9, bytes_max: 8 } }),
        };
        self.append(answer(running.learner.0, running.of, fact));
    }
}
