//! Who is asked to do what could start now.

use serde::{Deserialize, Serialize};

use super::choices::{Choice, Shut};
use super::ready::Ready;
use super::spent::SpentRow;
use crate::events::ProviderId;
use crate::graph::Rows;

/// What becomes of a step that could start now.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Asked {
    /// It is asked of somebody.
    Of(Ready, ProviderId),
    /// Nobody can be asked before then.
    Nobody(Ready, Shut),
}

/// One row per step that could start now and can be asked of several.
///
/// Each attempt that failed passes the step on to the next provider, round and round; those who are left alone are
/// passed over. A learner whose purse is empty is served by those who cost nothing.
pub fn asked<'scope>(
    startable: Rows<'scope, Ready>,
    choices: Rows<'scope, Choice>,
    spent: Rows<'scope, SpentRow>,
) -> Rows<'scope, Asked> {
    let empty = spent.flat_map(|row| row.learner.map(|learner| (learner, row.until_us)));
    let startable_by_learner = startable.clone().map(|ready| (ready.of.learner, ready));
    let poor = startable_by_learner
        .arrange_by_key_named("startable_by_learner")
        .join_core(empty.arrange_by_key_named("empty_purses"), |_learner, ready, until_us| [(*ready, *until_us)]);
    let rich = startable.concat(poor.clone().map(|(ready, _)| ready).negate());

    let asks = rich.map(|ready| (ready, None)).concat(poor.map(|(ready, until_us)| (ready, Some(until_us))));
    let asks_by_step = asks.map(|(ready, empty_until_us)| (ready.of.step, (ready, empty_until_us)));
    let choice_by_step = choices.map(|choice| (choice.step, choice)).arrange_by_key_named("choice_by_step");
    asks_by_step
        .arrange_by_key_named("asks_by_step")
        .join_core(choice_by_step, |_step, (ready, empty_until_us), choice| [ask(*ready, choice, *empty_until_us)])
}

fn ask(ready: Ready, choice: &Choice, empty_until_us: Option<u64>) -> Asked {
    let empty = empty_until_us.map(|until_us| Shut { until_us, is_spent: true });
    let shut = |place: usize| {
        let candidate = choice.providers.get(place)?;
        Some((candidate.provider, empty.filter(|_| candidate.is_paid).or(candidate.shut)))
    };
    let offers = choice.providers.len();
    let places = (0..offers).filter_map(|n| shut((usize::from(ready.failures) + n) % offers));
    let mut opens: Option<Shut> = None;
    for (provider, shut) in places {
        match shut {
            None => return Asked::Of(ready, provider),
            Some(shut) => opens = Some(opens.map_or(shut, |first| first.min(shut))),
        }
    }
    opens.map_or(Asked::Of(ready, ProviderId::HERE), |shut| Asked::Nobody(ready, shut))
}
