//! How the arms of each study compare.

use serde::{Deserialize, Serialize};

use super::joined::{Arm, Joined};
use super::practice::{PracticeRow, PracticeSums};
use crate::events::LearnerId;
use crate::graph::Rows;
use crate::operators::{Beside, beside, sums, totals};

sums! {
    /// Sums over the learners of an arm; practice is that of their last 28 days.
    ArmSums {
        /// Learners who joined.
        learners,
        /// Of these, those with an answer in the last 28 days.
        active_learners,
        /// Their answers.
        answers,
        /// Of these, answers with a score that counts as growth.
        scored,
        /// Their scores, in thousandths of the most that can be given.
        score_milli,
        /// Squares of these.
        score_milli_squares,
    }
}

/// An arm of a study with what its learners do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct ArmRow {
    /// Which arm.
    pub arm: Arm,
    /// Over its learners.
    pub sums: ArmSums,
}

/// One row per study and arm that anybody joined.
///
/// Practice is that of the last 28 days as in `practice`, whether an answer was spoken before the learner joined or
/// after: in the first four weeks of a study both are in it. Changes as learners join and practise; an erased learner
/// leaves with all answers. An arm that nobody joined yields no row.
pub fn arms<'scope>(joined: Rows<'scope, Joined>, practice: Rows<'scope, PracticeRow>) -> Rows<'scope, ArmRow> {
    let joined = joined.map(|row| LearnerPart { learner: row.learner, part: Part::Joined(row.arm) });
    let practised = practice.map(|row| LearnerPart { learner: row.learner, part: Part::Practised(row.month) });
    let shares = beside(joined.concat(practised), "arm_shares", LearnerPart::split, share);
    totals(shares, "arms", |row| (row.arm, row.sums), |arm, sums| Some(ArmRow { arm: *arm, sums: *sums }))
}

/// Something about a learner.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
struct LearnerPart {
    learner: LearnerId,
    part: Part,
}

/// What is known of a learner here.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
enum Part {
    Practised(PracticeSums),
    Joined(Arm),
}

impl LearnerPart {
    fn split(&self) -> (LearnerId, Beside<Arm, PracticeSums>) {
        let says = match self.part {
            Part::Practised(month) => Beside::Adds(month),
            Part::Joined(arm) => Beside::Value(arm),
        };
        (self.learner, says)
    }
}

/// What one learner adds to an arm that they joined.
fn share(arm: &Arm, month: &PracticeSums) -> ArmRow {
    let sums = ArmSums {
        learners: 1,
        active_learners: i64::from(month.answers > 0),
        answers: month.answers,
        scored: month.scored,
        score_milli: month.score_milli,
        score_milli_squares: month.score_milli_squares,
    };
    ArmRow { arm: *arm, sums }
}
