//! Whether a fact from elsewhere can be believed: every number in its range, every time in the calendar.
//!
//! What an engine wrote itself is not asked. What comes in a file is asked once, before it is a fact: behind the log
//! nobody asks again, and sums there are made for plausible histories. The limits are far above what people do.

use dataflow::events::{
    AnswerAssessed, AnswerFact, AnswerMeasured, AnswerReceived, AnswerRecorded, AnswerTranscribed, CallPaid,
    CriterionScore, Event, LearnerFact, LemmaCount, Rejection, SpeechSums,
};

use super::{FactError, sound_chat};

/// Criteria of one score.
pub(super) const CRITERIA_MAX: usize = 20;
/// Different lemmas of one answer.
pub(super) const LEMMAS_MAX: usize = 2_000;
/// Characters of a name or a reason.
const CHARS_MAX: u64 = 200;
/// 2000-01-01 and 2100-01-01 in UTC, in milliseconds since the Unix epoch.
const CALENDAR_MS: [u64; 2] = [946_684_800_000, 4_102_444_800_000];
/// Offsets from UTC that some place on Earth has, in minutes.
const UTC_OFFSET_MIN: [i16; 2] = [-720, 840];
/// Six hours.
const RECORDING_MS_MAX: u32 = 21_600_000;
/// Syllables, pauses, words and the like of one answer.
const COUNT_MAX: u32 = 100_000;
/// Rank of the rarest lemma.
const LEMMA_MAX: u32 = 1_000_000;
/// A thousand points.
const CENTI_MAX: u32 = 100_000;
/// A thousand, of thousandths.
const SHARE_MILLI_MAX: u32 = 1_000;
/// A diversity of ten thousand.
const DIVERSITY_MILLI_MAX: u32 = 10_000_000;
/// Attempts of one step, whatever becomes of them.
const ATTEMPTS_MAX: u16 = 1_000;
const FILE_BYTES_MAX: u64 = 1 << 40;
/// A million US dollars.
const MICRO_USD_MAX: u64 = 1_000_000_000_000;

/// Whether the fact can be believed, wherever it comes from.
///
/// # Errors
/// The first thing that cannot. Facts about the system itself never can.
pub fn sound(event: &Event) -> Result<(), FactError> {
    match event {
        Event::Answer { learner, of, fact } => {
            id("learner", learner.0)?;
            id("answer", of.answer.0)?;
            answer_fact(fact)
        }
        Event::Learner { learner, fact } => {
            id("learner", learner.0)?;
            learner_fact(fact)
        }
        Event::System(_) => Err(FactError::System { kind: event.kind_name() }),
    }
}

fn learner_fact(fact: &LearnerFact) -> Result<(), FactError> {
    match fact {
        LearnerFact::ConsentGiven(consent) | LearnerFact::ConsentWithdrawn(consent) => {
            calendar_ms("occurred_at_ms", consent.occurred_at_ms)
        }
        LearnerFact::StudyJoined(joined) => calendar_ms("occurred_at_ms", joined.occurred_at_ms),
        LearnerFact::StudyLeft(left) => calendar_ms("occurred_at_ms", left.occurred_at_ms),
        LearnerFact::BackgroundTold(told) => calendar_ms("occurred_at_ms", told.occurred_at_ms),
        LearnerFact::Registered(registered) => calendar_ms("occurred_at_ms", registered.occurred_at_ms),
        LearnerFact::SettingChanged(changed) => sound_chat::setting_changed(changed),
        LearnerFact::Erased => Ok(()),
    }
}

fn answer_fact(fact: &AnswerFact) -> Result<(), FactError> {
    match fact {
        AnswerFact::Recorded(recorded) => answer_recorded(recorded),
        AnswerFact::Received(receipt) | AnswerFact::Replayed(receipt) => received(receipt),
        AnswerFact::AttemptStarted(start) => {
            attempt(start.attempt)?;
            calendar_us("lease_until_us", start.lease_until_us)
        }
        AnswerFact::AttemptFailed(failure) => {
            attempt(failure.attempt)?;
            calendar_us("lease_until_us", failure.lease_until_us)?;
            calendar_us("retry_at_us", failure.retry_at_us)?;
            failure.shut_until_us.map_or(Ok(()), |until_us| calendar_us("shut_until_us", until_us))?;
            text("reason", &failure.reason)
        }
        AnswerFact::AudioStored(stored) => {
            let is_hex = stored.sha256.len() == 64 && stored.sha256.bytes().all(|byte| byte.is_ascii_hexdigit());
            if !is_hex {
                return Err(FactError::NotHex { what: "sha256" });
            }
            at_most("bytes", stored.bytes, FILE_BYTES_MAX)
        }
        AnswerFact::Measured(sound) => measured(sound),
        AnswerFact::Transcribed(words) => transcribed(words),
        AnswerFact::Assessed(scores) | AnswerFact::Rated(scores) => assessed(scores),
        AnswerFact::RatingGiven(given) => {
            calendar_ms("occurred_at_ms", given.occurred_at_ms).and_then(|()| assessed(&given.scores))
        }
        AnswerFact::Delivered(delivered) => at_most("bytes", delivered.bytes, FILE_BYTES_MAX),
        AnswerFact::Rejected(rejected) => rejection(&rejected.reason),
        AnswerFact::GivenUp(given_up) => {
            at_most("failures", given_up.failures, ATTEMPTS_MAX)?;
            at_most("deaths", given_up.deaths, ATTEMPTS_MAX)
        }
        AnswerFact::CallPaid(paid) => call_paid(paid),
        AnswerFact::VoiceReceived(voice) => sound_chat::voice_received(voice),
        AnswerFact::MessageRequested(wanted) => calendar_ms("occurred_at_ms", wanted.occurred_at_ms),
        AnswerFact::PromptSent(sent) => calendar_ms("occurred_at_ms", sent.occurred_at_ms),
        AnswerFact::PlaceholderSent(_)
        | AnswerFact::Cancelled
        | AnswerFact::Excluded(_)
        | AnswerFact::MessageSent(_)
        | AnswerFact::WordDisputed(_) => Ok(()),
    }
}

fn answer_recorded(recorded: &AnswerRecorded) -> Result<(), FactError> {
    calendar_ms("occurred_at_ms", recorded.occurred_at_ms)?;
    utc_offset(recorded.utc_offset_min)?;
    speech(&recorded.speech)?;
    if let Some(score) = recorded.score {
        points(Some(score.score_centi), score.max_centi)?;
    }
    share("sample_overlap_milli", recorded.sample_overlap_milli)?;
    let Some(details) = &recorded.details else { return Ok(()) };
    text("rater", details.rater.as_deref().unwrap_or_default())?;
    text("rubric", details.rubric.as_deref().unwrap_or_default())?;
    criteria(&details.criteria)?;
    lemmas(&details.lemmas)
}

fn speech(speech: &SpeechSums) -> Result<(), FactError> {
    at_most("practice_ms", speech.practice_ms, RECORDING_MS_MAX)?;
    at_most("speaking_ms", speech.speaking_ms, speech.practice_ms)?;
    at_most("phonation_ms", speech.phonation_ms, speech.speaking_ms)?;
    at_most("syllables", speech.syllables, COUNT_MAX)?;
    at_most("pauses", speech.pauses, COUNT_MAX)?;
    at_most("words", speech.words, COUNT_MAX)?;
    at_most("mtld_milli", speech.mtld_milli.unwrap_or(0), DIVERSITY_MILLI_MAX)
}

fn received(receipt: &AnswerReceived) -> Result<(), FactError> {
    calendar_ms("occurred_at_ms", receipt.occurred_at_ms)?;
    utc_offset(receipt.utc_offset_min)?;
    at_most("bytes", receipt.bytes, FILE_BYTES_MAX)?;
    at_least("in_flight_max", i64::from(receipt.in_flight_max), 1)
}

fn measured(sound: &AnswerMeasured) -> Result<(), FactError> {
    at_most("recording_ms", sound.recording_ms, RECORDING_MS_MAX)?;
    at_most("graded_ms", sound.graded_ms, sound.recording_ms)?;
    at_most("clipped_ppm", sound.clipped_ppm, 1_000_000_u32)?;
    at_most("snr_centidb", sound.snr_centidb.unwrap_or(0).unsigned_abs(), 100_000_u32)?;
    at_most("runs", sound.runs.len() as u64, u64::from(COUNT_MAX))?;
    let mut end_ms = 0;
    for run in &sound.runs {
        if run.start_ms < end_ms || run.end_ms <= run.start_ms {
            return Err(FactError::Disorder { what: "runs" });
        }
        end_ms = run.end_ms;
        at_most("end_ms", end_ms, sound.recording_ms)?;
        at_most("syllables", run.syllables, COUNT_MAX)?;
    }
    Ok(())
}

fn transcribed(words: &AnswerTranscribed) -> Result<(), FactError> {
    text("model", &words.model)?;
    at_most("words", words.words, COUNT_MAX)?;
    at_most("unsure_words", words.unsure_words, words.words)?;
    at_most("mean_confidence_milli", words.mean_confidence_milli, SHARE_MILLI_MAX)?;
    at_most("filled_pauses", words.filled_pauses, COUNT_MAX)?;
    at_most("repetitions", words.repetitions, COUNT_MAX)?;
    at_most("types", words.lexis.types, COUNT_MAX)?;
    for diversity in [words.lexis.mtld_milli, words.lexis.hdd_milli, words.lexis.mattr_milli] {
        at_most("lexical diversity", diversity.unwrap_or(0), DIVERSITY_MILLI_MAX)?;
    }
    for band in words.lexis.band_words {
        at_most("band_words", band, COUNT_MAX)?;
    }
    at_most("units", words.syntax.units, COUNT_MAX)?;
    at_most("clauses", words.syntax.clauses, COUNT_MAX)?;
    share("sample_overlap_milli", words.sample_overlap_milli)?;
    lemmas(&words.lemmas)
}

fn assessed(scores: &AnswerAssessed) -> Result<(), FactError> {
    text("rater", &scores.rater)?;
    text("rubric", &scores.rubric)?;
    for points_centi in [scores.low_centi, scores.score_centi, scores.high_centi] {
        points(points_centi, scores.max_centi)?;
    }
    criteria(&scores.criteria)
}

fn points(score_centi: Option<u32>, max_centi: u32) -> Result<(), FactError> {
    at_most("max_centi", max_centi, CENTI_MAX)?;
    at_most("score_centi", score_centi.unwrap_or(0), max_centi)
}

fn criteria(criteria: &[CriterionScore]) -> Result<(), FactError> {
    at_most("criteria", criteria.len() as u64, CRITERIA_MAX as u64)?;
    for CriterionScore { criterion, score, low, high, max } in criteria {
        text("criterion", criterion)?;
        at_most("high", *high, *max)?;
        at_most("score", *score, *high)?;
        at_most("low", *low, *score)?;
    }
    Ok(())
}

fn lemmas(lemmas: &[LemmaCount]) -> Result<(), FactError> {
    at_most("lemmas", lemmas.len() as u64, LEMMAS_MAX as u64)?;
    for LemmaCount { lemma, count } in lemmas {
        at_least("lemma", i64::from(lemma.0), 1)?;
        at_most("lemma", lemma.0, LEMMA_MAX)?;
        at_least("count", i64::from(*count), 1)?;
    }
    let mut ids: Vec<u32> = lemmas.iter().map(|said| said.lemma.0).collect();
    ids.sort_unstable();
    let twice = ids.iter().zip(ids.iter().skip(1)).find(|(one, next)| one == next);
    twice.map_or(Ok(()), |(lemma, _)| Err(FactError::Twice { what: "lemma", found: u64::from(*lemma) }))
}

fn rejection(reason: &Rejection) -> Result<(), FactError> {
    match reason {
        Rejection::NotAudio { reason } => text("reason", reason),
        Rejection::Empty
        | Rejection::TooLarge { .. }
        | Rejection::TooLong { .. }
        | Rejection::NoSpeech
        | Rejection::NotEnglish
        | Rejection::NoPrompt
        | Rejection::NoConsent
        | Rejection::QuotaSpent { .. }
        | Rejection::Unavailable => Ok(()),
    }
}

fn call_paid(paid: &CallPaid) -> Result<(), FactError> {
    attempt(paid.attempt)?;
    text("provider", &paid.provider)?;
    text("model", &paid.model)?;
    at_most("micro_usd", paid.micro_usd, MICRO_USD_MAX)?;
    calendar_ms("occurred_at_ms", paid.occurred_at_ms)
}

fn attempt(attempt: u16) -> Result<(), FactError> {
    at_least("attempt", i64::from(attempt), 1)?;
    at_most("attempt", attempt, ATTEMPTS_MAX)
}

fn id(what: &'static str, id: u64) -> Result<(), FactError> {
    if id == 0 { Err(FactError::NoId { what }) } else { Ok(()) }
}

fn share(what: &'static str, share_milli: Option<u16>) -> Result<(), FactError> {
    at_most(what, share_milli.unwrap_or(0), SHARE_MILLI_MAX)
}

pub(super) fn utc_offset(offset_min: Option<i16>) -> Result<(), FactError> {
    let [least, most] = UTC_OFFSET_MIN;
    let found = offset_min.unwrap_or(0);
    let is_on_earth = (least..=most).contains(&found);
    if is_on_earth { Ok(()) } else { Err(FactError::Range { what: "utc_offset_min", found: i128::from(found) }) }
}

/// Whether a time in milliseconds is in the calendar.
pub(super) fn calendar_ms(what: &'static str, found: u64) -> Result<(), FactError> {
    let [first, end] = CALENDAR_MS;
    if (first..end).contains(&found) { Ok(()) } else { Err(FactError::OutOfCalendar { what, found }) }
}

/// Whether the time that a source gives a fact can be believed.
pub(super) fn sound_time(at_us: Option<u64>) -> Result<(), FactError> {
    at_us.map_or(Ok(()), |at_us| calendar_us("at_us", at_us))
}

/// Whether a time in microseconds is in the calendar.
fn calendar_us(what: &'static str, found: u64) -> Result<(), FactError> {
    let [first, end] = CALENDAR_MS;
    if (first..end).contains(&(found / 1_000)) { Ok(()) } else { Err(FactError::OutOfCalendar { what, found }) }
}

fn text(what: &'static str, text: &str) -> Result<(), FactError> {
    // A text of so many bytes has no more characters: most are done with that.
    if text.len() as u64 <= CHARS_MAX { Ok(()) } else { at_most(what, text.chars().count() as u64, CHARS_MAX) }
}

pub(super) fn at_most(what: &'static str, found: impl Into<u64>, max: impl Into<u64>) -> Result<(), FactError> {
    let (found, max) = (found.into(), max.into());
    if found <= max { Ok(()) } else { Err(FactError::TooLarge { what, found, max }) }
}

fn at_least(what: &'static str, found: i64, min: i64) -> Result<(), FactError> {
    if found >= min { Ok(()) } else { Err(FactError::TooSmall { what, found, min }) }
}
