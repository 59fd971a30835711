//! The facts of one run, as executors ask for them.

use dataflow::events::{
    AnswerAssessed, AnswerFact, AnswerMeasured, AnswerReceived, AnswerRun, AnswerTranscribed, Event, LearnerId, Record,
    Source,
};
use dataflow::views::AnsweredPromptRow;

/// The facts of one run.
pub struct RunFacts {
    /// Who spoke.
    pub learner: LearnerId,
    /// The receipt.
    pub receipt: AnswerReceived,
    /// All facts, in the order of the log.
    pub records: Vec<Record>,
}

impl RunFacts {
    fn find<T>(&self, wanted: impl Fn(&AnswerFact) -> Option<&T>) -> Option<&T> {
        self.records.iter().find_map(|record| match &record.event {
            Event::Answer { fact, .. } => wanted(fact),
            Event::Learner { .. } | Event::System(_) => None,
        })
    }

    /// What the sound said, once measured.
    pub fn measured(&self) -> Option<&AnswerMeasured> {
        self.find(|fact| if let AnswerFact::Measured(measured) = fact { Some(measured) } else { None })
    }

    /// What the words said, once recognised.
    pub fn transcribed(&self) -> Option<&AnswerTranscribed> {
        self.find(|fact| if let AnswerFact::Transcribed(transcribed) = fact { Some(transcribed) } else { None })
    }

    /// What the score of record is, once scored.
    pub fn assessed(&self) -> Option<&AnswerAssessed> {
        self.find(|fact| if let AnswerFact::Assessed(assessed) = fact { Some(assessed) } else { None })
    }

    /// The fact that ended the run, and when.
    pub fn end(&self) -> Option<(&AnswerFact, u64)> {
        self.records.iter().find_map(|record| match &record.event {
            Event::Answer { fact, .. } if fact.is_end() => Some((fact, record.at_us)),
            Event::Answer { .. } | Event::Learner { .. } | Event::System(_) => None,
        })
    }

    /// When the run was received, in log time.
    pub fn received_at_us(&self) -> u64 {
        self.records.first().map_or(0, |record| record.at_us)
    }
}

/// Whether a record says that a run belongs to a chat.
pub(super) fn is_of_chat(of: AnswerRun, record: &Record) -> bool {
    let Event::Answer { of: about, fact, .. } = &record.event else { return false };
    let opens = match fact.receipt() {
        Some(receipt) => receipt.source == Source::Chat,
        None => matches!(fact, AnswerFact::VoiceReceived(_) | AnswerFact::MessageRequested(_)),
    };
    *about == of && opens
}

pub(super) fn is_voice(of: AnswerRun, records: &[Record]) -> bool {
    records.iter().any(|record| match &record.event {
        Event::Answer { of: about, fact, .. } => *about == of && matches!(fact, AnswerFact::VoiceReceived(_)),
        Event::Learner { .. } | Event::System(_) => false,
    })
}

pub(super) fn facts_of(
    of: AnswerRun,
    mut records: Vec<Record>,
    question: Option<AnsweredPromptRow>,
) -> Option<RunFacts> {
    records.retain(|record| record.event.run() == Some(of));
    let (learner, receipt) = records.iter().find_map(|record| match &record.event {
        Event::Answer { learner, fact: AnswerFact::VoiceReceived(_), .. } => Some((*learner, question?.receipt())),
        Event::Answer { learner, fact, .. } => Some((*learner, fact.receipt()?.clone())),
        Event::Learner { .. } | Event::System(_) => None,
    })?;
    Some(RunFacts { learner, receipt, records })
}
