//! Rows made from all rows at once, while any of them is a trigger.
//!
//! For the rare rule that concerns everything: as long as no trigger is there the operator keeps its input and does
//! nothing, and no arrangement is paid for. With one, the rule is asked again whenever anything changes, and what is
//! new in its answer is the output. All rows go to one worker.

use std::collections::{BTreeMap, BTreeSet};

use differential_dataflow::{AsCollection, ExchangeData, VecCollection};
use timely::container::CapacityContainerBuilder;
use timely::dataflow::channels::pact::Exchange;
use timely::dataflow::operators::{Capability, Operator};

/// What `rule` makes of all rows, at every time at which at least one of them `is_trigger`; else nothing.
pub fn while_any<'scope, D, O>(
    rows: VecCollection<'scope, u64, D, isize>,
    name: &str,
    is_trigger: impl Fn(&D) -> bool + 'static,
    rule: impl Fn(&mut dyn Iterator<Item = &D>) -> BTreeSet<O> + 'static,
) -> VecCollection<'scope, u64, O, isize>
where
    D: ExchangeData,
    O: ExchangeData,
{
    let to_one = Exchange::new(|_: &(D, u64, isize)| 0);
    rows.inner
        .unary_frontier::<CapacityContainerBuilder<Vec<(O, u64, isize)>>, _, _, _>(
            to_one,
            name,
            move |_capability, _info| {
                let mut waiting: BTreeMap<u64, Vec<(D, isize)>> = BTreeMap::new();
                let mut held: Option<Capability<u64>> = None; // for the earliest time that waits
                let mut whole: BTreeMap<D, isize> = BTreeMap::new();
                let mut triggers = 0;
                let mut made: BTreeSet<O> = BTreeSet::new();
                move |(input, frontier), output| {
                    input.for_each(|capability, rows| {
                        for (row, time, diff) in rows.drain(..) {
                            if time < held.as_ref().map_or(u64::MAX, |held| *held.time()) {
                                held = Some(capability.delayed(&time, 0));
                            }
                            waiting.entry(time).or_default().push((row, diff));
                        }
                    });
                    while let Some(entry) = waiting.first_entry().filter(|entry| !frontier.less_equal(entry.key())) {
                        let (time, arrived) = entry.remove_entry();
                        for (row, diff) in arrived {
                            triggers += if is_trigger(&row) { diff } else { 0 };
                            add(&mut whole, row, diff);
                        }
                        let makes = if triggers > 0 { rule(&mut whole.keys()) } else { BTreeSet::new() };
                        if let Some(held) = held.as_mut() {
                            held.downgrade(&time);
                            let mut session = output.session(&*held);
                            session.give_iterator(made.difference(&makes).map(|gone| (gone.clone(), time, -1)));
                            session.give_iterator(makes.difference(&made).map(|new| (new.clone(), time, 1)));
                        }
                        made = makes;
                    }
                    match waiting.first_key_value() {
                        Some((next, _)) => held.iter_mut().for_each(|held| held.downgrade(next)),
                        None => held = None,
                    }
                }
            },
        )
        .as_collection()
}

/// Adds to the multiplicity of a row; a row that is there no times is forgotten.
pub(super) fn add<D: Ord>(whole: &mut BTreeMap<D, isize>, row: D, diff: isize) {
    let count = whole.get(&row).copied().unwrap_or_default() + diff;
    if count == 0 {
        whole.remove(&row);
    } else {
        whole.insert(row, count);
    }
}
