//! What a learner reads: each message from plain inputs, in the learner's language.
//!
//! Functions of what they are given and nothing else: no clock, no files, nothing remembered. Every text, ours too,
//! goes through [`html::Html`], which escapes and counts it. A message stays under the limit by leaving out what is
//! folded first, and says so; a message with a file keeps to the limit of captions.

mod better;
mod card;
mod doubts;
mod forget;
pub mod html;
mod menu;
mod not_graded;
mod owner;
mod progress;
mod prompt;
mod reminders;
mod settings;
mod stage;
mod study;
mod welcome;
mod why;
mod words;

pub use better::{better, better_version};
pub use card::{CardContext, Earlier, card};
pub use doubts::{DOUBTS_OF_PAGE, doubts};
pub use forget::{Agreed, Receipt, export_ready, forget_question, forgotten, privacy};
pub use menu::{ask_to_start, help, menu, not_understood, offer_prompt, tasks};
pub use not_graded::{Reason, not_graded};
pub use owner::{OutstandingLine, ordered, outstanding};
pub use progress::{CHART_ANSWERS_MIN, ProgressInput, progress};
pub use prompt::{PromptText, Situation, prompt};
pub use reminders::{notice, ready, reminder};
pub use settings::{Choices, Decided, clock, quota, reminder_hours, settings};
pub use stage::{Stage, stage};
pub use study::{NotTaken, StudyOffer, background, study_joined, study_not_taken, study_offer};
pub use welcome::{Standing, consents, languages, renewed, welcome};
pub use why::why;
pub use words::{HistoryLine, history, words};
