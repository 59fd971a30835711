//! The speaking tasks, each with the limits that belong to it whatever the prompt.
//!
//! Rubrics say how a task is scored; they live with the raters. Sources of the times: the published formats of
//! TOEFL iBT before and since 2026-01-21 and of IELTS Speaking; the interview topics are our own.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// What the learner was asked to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Task {
    /// TOEFL iBT until 2026-01-20, Task 1: an opinion in 45 s.
    ToeflIndependent,
    /// TOEFL iBT since 2026-01-21, Take an Interview: 45 s for each answer.
    ToeflInterview,
    /// TOEFL iBT since 2026-01-21, Listen and Repeat: one sentence, at most 12 s.
    ListenRepeat,
    /// IELTS Speaking part 2: a long turn of up to 2 min.
    #[serde(rename = "ielts-part2")]
    IeltsPartTwo,
    /// Interview practice: software architecture, up to 3 min.
    InterviewArchitecture,
    /// Interview practice: backend work, up to 3 min.
    InterviewBackend,
    /// Interview practice: frontend work, up to 3 min.
    InterviewFrontend,
    /// Interview practice: algorithms, up to 3 min.
    InterviewAlgorithms,
    /// Interview practice: how one acted, up to 3 min.
    InterviewBehavioural,
}

/// A name that is no task's.
#[derive(Debug, thiserror::Error)]
#[error("task {name:?} is not known; the tasks are {}", Task::names())]
pub struct TaskError {
    name: String,
}

impl Task {
    /// Every task, in the order in which they are offered.
    pub const ALL: [Task; 9] = [
        Task::ToeflIndependent,
        Task::ToeflInterview,
        Task::ListenRepeat,
        Task::IeltsPartTwo,
        Task::InterviewArchitecture,
        Task::InterviewBackend,
        Task::InterviewFrontend,
        Task::InterviewAlgorithms,
        Task::InterviewBehavioural,
    ];

    /// The name on the command line, in files and in tables.
    pub fn name(self) -> &'static str {
        match self {
            Task::ToeflIndependent => "toefl-independent",
            Task::ToeflInterview => "toefl-interview",
            Task::ListenRepeat => "listen-repeat",
            Task::IeltsPartTwo => "ielts-part2",
            Task::InterviewArchitecture => "interview-architecture",
            Task::InterviewBackend => "interview-backend",
            Task::InterviewFrontend => "interview-frontend",
            Task::InterviewAlgorithms => "interview-algorithms",
            Task::InterviewBehavioural => "interview-behavioural",
        }
    }

    /// What a learner calls it.
    pub fn title(self) -> &'static str {
        match self {
            Task::ToeflIndependent => "TOEFL Task 1, independent (the test until January 2026)",
            Task::ToeflInterview => "TOEFL Take an Interview (the test since January 2026)",
            Task::ListenRepeat => "TOEFL Listen and Repeat (the test since January 2026)",
            Task::IeltsPartTwo => "IELTS Speaking part 2, long turn",
            Task::InterviewArchitecture => "Interview practice: architecture",
            Task::InterviewBackend => "Interview practice: backend",
            Task::InterviewFrontend => "Interview practice: frontend",
            Task::InterviewAlgorithms => "Interview practice: algorithms",
            Task::InterviewBehavioural => "Interview practice: behavioural",
        }
    }

    /// Time to speak, in milliseconds. What is said later is kept but not graded.
    pub fn answer_ms_max(self) -> u32 {
        match self {
            Task::ToeflIndependent | Task::ToeflInterview => 45_000,
            Task::ListenRepeat => 12_000,
            Task::IeltsPartTwo => 120_000,
            Task::InterviewArchitecture
            | Task::InterviewBackend
            | Task::InterviewFrontend
            | Task::InterviewAlgorithms
            | Task::InterviewBehavioural => 180_000,
        }
    }

    /// Whether the learner chooses the words. Only Listen and Repeat gives them.
    pub fn is_open(self) -> bool {
        self != Task::ListenRepeat
    }

    fn names() -> String {
        Task::ALL.map(Task::name).join(", ")
    }
}

impl fmt::Display for Task {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for Task {
    type Err = TaskError;

    fn from_str(name: &str) -> Result<Self, TaskError> {
        let known = Task::ALL.into_iter().find(|task| task.name() == name);
        known.ok_or_else(|| TaskError { name: name.chars().take(60).collect() })
    }
}
