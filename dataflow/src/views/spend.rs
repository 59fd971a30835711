//! What providers were paid.

use serde::{Deserialize, Serialize};

use super::efforts::{Effort, Payment};
use crate::calendar::day;
use crate::graph::Rows;
use crate::operators::{sums, totals};

sums! {
    /// Sums over paid calls.
    SpendSums {
        /// Calls.
        calls,
        /// What they cost, in millionths of a US dollar.
        micro_usd,
    }
}

/// What one provider was paid for one model on one day.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct SpendRow {
    /// The UTC day on which the calls were made, counted from the Unix epoch.
    pub day: u32,
    /// Whom.
    pub provider: String,
    /// For the use of which model.
    pub model: String,
    /// How often and how much.
    pub sums: SpendSums,
}

/// One row per provider, model and UTC day with a paid call, of all time.
///
/// Late bills count on their own day. What came of the call does not matter, and an erasure brings no money back: a row
/// names nobody.
pub fn spend<'scope>(efforts: Rows<'scope, Effort>) -> Rows<'scope, SpendRow> {
    let paid = efforts.flat_map(|effort| match effort {
        Effort::Paid(payment) => Some(payment),
        Effort::Began(_) | Effort::Ended(_) | Effort::Failed(_) | Effort::Erased(_) => None,
    });
    totals(
        paid,
        "spend",
        |payment| (Bill::of(payment), cost(payment)),
        |bill, sums| {
            let Bill { day, provider, model } = bill.clone();
            Some(SpendRow { day, provider, model, sums: *sums })
        },
    )
}

/// What is added up.
#[derive(Clone, PartialEq, Eq, Hash)]
struct Bill {
    day: u32,
    provider: String,
    model: String,
}

impl Bill {
    fn of(payment: &Payment) -> Self {
        let Payment { provider, model, occurred_at_ms, .. } = payment;
        Bill { day: day(*occurred_at_ms), provider: provider.clone(), model: model.clone() }
    }
}

fn cost(payment: &Payment) -> SpendSums {
    SpendSums { calls: 1, micro_usd: i64::try_from(payment.micro_usd).unwrap_or(i64::MAX) }
}
