//! The door to the views of outstanding work: facts of what has not ended.
//!
//! Facts belong to a key and, within it, to a group. A group begins with the fact that opens it and lasts until a fact
//! ends it, or ends its whole key; then all its facts leave together. What has ended costs nothing afterwards: every
//! arrangement behind this operator consolidates to empty, no view needs an antijoin with "ended", and a group that
//! begins and ends at one time is never seen. A fact for a group that is not open is dropped; the end of a key is final.
//!
//! The operator holds a copy of every open fact. A log only adds; still, all facts of a group may be taken back
//! together, which leaves nothing.

use std::collections::BTreeMap;
use std::hash::Hash;

use differential_dataflow::{AsCollection, ExchangeData, Hashable, VecCollection};
use timely::container::CapacityContainerBuilder;
use timely::dataflow::channels::pact::Exchange;
use timely::dataflow::operators::{Capability, Operator};

/// What a fact does to what it belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// Opens its group, unless that is open.
    Opens,
    /// Nothing.
    Within,
    /// Ends its group, or its key if it names no group. An end is never part of the output.
    Ends,
}

/// Where a fact belongs, and its role there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place<K, G> {
    /// The key, by which facts are spread over workers.
    pub key: K,
    /// The group within the key; none for the end of a key.
    pub group: Option<G>,
    /// What the fact does.
    pub role: Role,
}

/// The facts of groups that have not ended, each from its own time until its group's end.
pub fn unfinished<'scope, K, G, D>(
    facts: VecCollection<'scope, u64, D, isize>,
    name: &str,
    place: impl Fn(&D) -> Place<K, G> + Clone + 'static,
) -> VecCollection<'scope, u64, D, isize>
where
    K: Ord + Clone + Hash + Hashable<Output = u64> + 'static,
    G: Ord + Clone + 'static,
    D: ExchangeData,
{
    let route = place.clone();
    let exchange = Exchange::new(move |(fact, _, _): &(D, u64, isize)| route(fact).key.hashed());
    facts
        .inner
        .unary_frontier::<CapacityContainerBuilder<Vec<(D, u64, isize)>>, _, _, _>(
            exchange,
            name,
            move |_capability, _info| {
                let mut waiting: BTreeMap<u64, Vec<(D, isize)>> = BTreeMap::new();
                let mut held: Option<Capability<u64>> = None; // for the earliest time that waits
                let mut open = Open::new();
                move |(input, frontier), output| {
                    input.for_each(|capability, facts| {
                        for (fact, time, diff) in facts.drain(..) {
                            if time < held.as_ref().map_or(u64::MAX, |held| *held.time()) {
                                held = Some(capability.delayed(&time, 0));
                            }
                            waiting.entry(time).or_default().push((fact, diff));
                        }
                    });
                    while let Some(entry) = waiting.first_entry().filter(|entry| !frontier.less_equal(entry.key())) {
                        let (time, arrived) = entry.remove_entry();
                        let changes = open.changes(arrived, &place);
                        if let Some(held) = held.as_mut() {
                            held.downgrade(&time);
                            let updates = changes.into_iter().map(|(fact, diff)| (fact, time, diff));
                            output.session(&*held).give_iterator(updates);
                        }
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

/// Facts with their multiplicities.
type Facts<D> = BTreeMap<D, isize>;

/// The facts of open groups, and the keys that have ended for good.
struct Open<K, G, D> {
    facts: BTreeMap<K, BTreeMap<G, Facts<D>>>,
    ended: BTreeMap<K, isize>,
}

/// What came for one group at one time.
struct Arrived<D> {
    opens: bool,
    ends: isize,
    facts: Facts<D>,
}

impl<K: Ord + Clone, G: Ord + Clone, D: Ord + Clone> Open<K, G, D> {
    fn new() -> Self {
        Open { facts: BTreeMap::new(), ended: BTreeMap::new() }
    }

    /// Takes in all facts of one time, in any order, and says what changes.
    fn changes(&mut self, arrived: Vec<(D, isize)>, place: &impl Fn(&D) -> Place<K, G>) -> Vec<(D, isize)> {
        let mut changes = Vec::with_capacity(arrived.len());
        let mut by_group: BTreeMap<(K, G), Arrived<D>> = BTreeMap::new();
        for (fact, diff) in arrived {
            let Place { key, group, role } = place(&fact);
            let Some(group) = group else {
                changes.extend(self.end_key(key, diff));
                continue;
            };
            let empty = || Arrived { opens: false, ends: 0, facts: BTreeMap::new() };
            let news = by_group.entry((key, group)).or_insert_with(empty);
            match role {
                Role::Ends => news.ends += diff,
                Role::Opens | Role::Within => {
                    news.opens |= role == Role::Opens && diff > 0;
                    *news.facts.entry(fact).or_default() += diff;
                }
            }
        }
        for ((key, group), news) in by_group {
            if !self.ended.contains_key(&key) {
                self.change_group(key, group, news, &mut changes);
            }
        }
        changes
    }

    /// Ends a key, or takes its end back; its facts leave either way.
    fn end_key(&mut self, key: K, diff: isize) -> impl Iterator<Item = (D, isize)> + use<K, G, D> {
        let gone = self.facts.remove(&key).unwrap_or_default();
        let ends = self.ended.entry(key.clone()).or_default();
        *ends += diff;
        if *ends == 0 {
            self.ended.remove(&key);
        }
        gone.into_values().flatten().map(|(fact, count)| (fact, -count))
    }

    fn change_group(&mut self, key: K, group: G, news: Arrived<D>, changes: &mut Vec<(D, isize)>) {
        let groups = self.facts.entry(key.clone()).or_default();
        if news.ends != 0 {
            let gone = groups.remove(&group).unwrap_or_default();
            changes.extend(gone.into_iter().map(|(fact, count)| (fact, -count)));
        } else if news.opens || groups.contains_key(&group) {
            let facts = groups.entry(group.clone()).or_default();
            for (fact, diff) in news.facts {
                // What was dropped when it came is not there to be taken back.
                let count = facts.get(&fact).copied().unwrap_or_default();
                let diff = diff.max(-count);
                if diff != 0 {
                    changes.push((fact.clone(), diff));
                }
                if count + diff == 0 {
                    facts.remove(&fact);
                } else {
                    facts.insert(fact, count + diff);
                }
            }
            if facts.is_empty() {
                groups.remove(&group);
            }
        }
        if groups.is_empty() {
            self.facts.remove(&key);
        }
    }
}
