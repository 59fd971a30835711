//! Why an answer was not graded, as a person needs to hear it, with the way out.

use dataflow::events::{AnswerGivenUp, AnswerRejected, Rejection, Step};

/// The reason of a rejection.
pub fn rejected(rejected: &AnswerRejected) -> String {
    match &rejected.reason {
        Rejection::Empty => "the file is empty; record again".to_owned(),
        Rejection::TooLarge { bytes, bytes_max } => {
            let mib = |bytes: u64| bytes.div_ceil(1024 * 1024);
            format!("the file is {} MB, limit is {} MB; send a shorter recording", mib(*bytes), mib(*bytes_max))
        }
        Rejection::TooLong { duration_ms_max, .. } => {
            format!("the recording is longer than {} min, the limit; send a shorter one", duration_ms_max / 60_000)
        }
        Rejection::NotAudio { reason } => {
            format!("the file is not audio that can be read ({reason}); send OGG/Opus, WAV, FLAC, MP3 or M4A")
        }
        Rejection::NoSpeech => "nobody speaks in the recording; check the microphone and record again".to_owned(),
        Rejection::NotEnglish => {
            "somebody speaks, but no English words could be recognised; answer in English, closer to the microphone"
                .to_owned()
        }
    }
}

/// Why an answer was given up, with what happened last.
pub fn given_up(given_up: &AnswerGivenUp, last_failure: Option<&str>) -> String {
    let AnswerGivenUp { step, failures, deaths } = given_up;
    let doing = match step {
        Step::Acknowledge => "acknowledging it",
        Step::Store => "storing the audio",
        Step::Measure => "measuring the sound",
        Step::Transcribe => "recognising the words",
        Step::Assess => "scoring it",
        Step::Deliver => "handing over the feedback",
        Step::Send => "sending a message",
    };
    let cause = last_failure.map(|reason| format!(", last: {reason}")).unwrap_or_default();
    format!(
        "{doing} did not work ({failures} attempts failed, {deaths} died with their process{cause}); to try once more, \
         call again with --again"
    )
}
