//! Tells the learner that the answer came in.
//!
//! Whoever calls the command sees it on the screen: the fact is what the progress lines are drawn from, so there is
//! nothing else to send.

use dataflow::events::{AnswerFact, PlaceholderSent};

use super::{Pending, Perform, Work};

/// For answers that come by the command.
pub struct Acknowledge;

impl Perform for Acknowledge {
    fn perform(&self, _work: Work) -> Pending<'_> {
        Box::pin(async { Ok(AnswerFact::PlaceholderSent(PlaceholderSent { message_id: None })) })
    }
}
