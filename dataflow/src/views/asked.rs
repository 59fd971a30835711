//! Who is asked to do what could start now.

use super::choices::{Choice, Shut};
use super::ready::Ready;
use crate::events::ProviderId;

/// What becomes of a step that could start now.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Asked {
    /// It is asked of somebody.
    Of(Ready, ProviderId),
    /// Nobody can be asked before then.
    Nobody(Ready, Shut),
}

/// Whom a step is asked of that could start now.
///
/// Each attempt that failed passes the step on to the next provider, round and round; those who are left alone are
/// passed over. A learner whose purse is empty until then is served by those who cost nothing.
pub fn ask(ready: Ready, choice: Option<&Choice>, empty_until_us: Option<u64>) -> Asked {
    let Some(choice) = choice else { return Asked::Of(ready, ProviderId::HERE) };
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
