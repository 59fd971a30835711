//! What is known about each subject from all the facts about it, until nothing of its owner may remain.
//!
//! Facts belong to a subject, and a subject to an owner. Whenever facts about a subject come or go, a rule is asked
//! what they say together; corrections are nothing else. The end of an owner takes all of it back, for good. Most
//! subjects have one fact, and such a one costs no more than its fact.

use std::collections::hash_map::Entry;
use std::hash::Hash;

use differential_dataflow::ExchangeData;
use rustc_hash::FxHashMap;

use super::rounds::{Rounds, in_rounds, route};
use super::totals::{give_back, make_room, said};
use crate::graph::Rows;

/// Where a fact belongs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Belongs<K, S> {
    /// The owner, by which facts are spread over workers.
    pub owner: K,
    /// The subject; none for the fact that ends the owner.
    pub subject: Option<S>,
}

/// What `rule` says of each subject's facts, which it sees in no order.
pub fn known<'scope, D, K, S, V, O>(
    facts: Rows<'scope, D>,
    name: &str,
    belongs: impl Fn(&D) -> Belongs<K, S> + Clone + 'static,
    value: impl Fn(D) -> V + 'static,
    rule: impl Fn(&K, &S, &mut dyn Iterator<Item = &V>) -> Option<O> + 'static,
) -> Rows<'scope, O>
where
    D: ExchangeData,
    K: Eq + Hash + Clone + 'static,
    S: Eq + Hash + Clone + 'static,
    V: Eq + 'static,
    O: Eq + Clone + 'static,
{
    let owner = belongs.clone();
    let state = Known { owners: FxHashMap::default(), places: FxHashMap::default(), belongs, value, rule };
    in_rounds(facts, name, move |fact| route(&owner(fact).owner), state)
}

struct Known<K, S, V, F, G, H> {
    owners: FxHashMap<K, Owner<S, V>>,
    /// Where a subject lies with its owner: by far most facts are about a new subject, and find that out here.
    places: FxHashMap<(K, S), u32>,
    belongs: F,
    value: G,
    rule: H,
}

/// What belongs to one owner.
struct Owner<S, V> {
    ends: isize,
    /// In the order in which they came; one of which nothing is known any more keeps its place.
    subjects: Vec<(S, Facts<V>)>,
}

/// The facts about one subject.
enum Facts<V> {
    None,
    One(V),
    Many(Vec<(V, isize)>),
}

impl<V: Eq> Facts<V> {
    fn add(&mut self, fact: V, diff: isize) {
        *self = match (std::mem::replace(self, Facts::None), diff) {
            (Facts::None, 1) => Facts::One(fact),
            (Facts::None, _) => Facts::Many(vec![(fact, diff)]),
            (Facts::One(known), -1) if known == fact => Facts::None,
            (Facts::One(known), _) => Facts::Many(counted(vec![(known, 1)], fact, diff)),
            (Facts::Many(known), _) => {
                let known = counted(known, fact, diff);
                if known.is_empty() { Facts::None } else { Facts::Many(known) }
            }
        };
    }

    fn say<O>(&self, rule: impl Fn(&mut dyn Iterator<Item = &V>) -> Option<O>) -> Option<O> {
        match self {
            Facts::None => None,
            Facts::One(fact) => rule(&mut std::iter::once(fact)),
            Facts::Many(facts) => rule(&mut facts.iter().filter(|(_, count)| *count > 0).map(|(fact, _)| fact)),
        }
    }
}

fn counted<V: Eq>(mut facts: Vec<(V, isize)>, fact: V, diff: isize) -> Vec<(V, isize)> {
    match facts.iter_mut().find(|(known, _)| *known == fact) {
        Some((_, count)) => *count += diff,
        None => facts.push((fact, diff)),
    }
    facts.retain(|(_, count)| *count != 0);
    facts
}

impl<D, K, S, V, O, F, G, H> Rounds<D> for Known<K, S, V, F, G, H>
where
    K: Eq + Hash + Clone,
    S: Eq + Hash + Clone,
    V: Eq,
    O: Eq,
    F: Fn(&D) -> Belongs<K, S>,
    G: Fn(D) -> V,
    H: Fn(&K, &S, &mut dyn Iterator<Item = &V>) -> Option<O>,
{
    type Out = O;

    fn take(&mut self, _now_us: u64, fact: D, diff: isize, say: &mut impl FnMut(Self::Out, isize)) {
        let Belongs { owner: key, subject } = (self.belongs)(&fact);
        let rule = &self.rule;
        let owner = self.owners.entry(key.clone()).or_insert(Owner { ends: 0, subjects: Vec::new() });
        let Some(subject) = subject else {
            // Whatever is known goes with the end; if the end itself is taken back, what went stays gone.
            for (subject, facts) in std::mem::take(&mut owner.subjects) {
                said(say, facts.say(|facts| rule(&key, &subject, facts)), None);
                self.places.remove(&(key.clone(), subject));
            }
            owner.ends += diff;
            return;
        };
        if owner.ends != 0 {
            return;
        }
        let fact = (self.value)(fact);
        match self.places.entry((key, subject)) {
            Entry::Vacant(vacant) => {
                let (key, subject) = vacant.key();
                let mut facts = Facts::None;
                facts.add(fact, diff);
                said(say, None, facts.say(|facts| rule(key, subject, facts)));
                make_room(&mut owner.subjects);
                owner.subjects.push((subject.clone(), facts));
                vacant.insert(u32::try_from(owner.subjects.len() - 1).unwrap_or(u32::MAX));
            }
            Entry::Occupied(occupied) => {
                let (key, subject) = occupied.key();
                let Some((_, facts)) = owner.subjects.get_mut(*occupied.get() as usize) else { return };
                let before = facts.say(|facts| rule(key, subject, facts));
                facts.add(fact, diff);
                said(say, before, facts.say(|facts| rule(key, subject, facts)));
            }
        }
    }

    fn close(&mut self, _last_us: u64, _say: &mut impl FnMut(Self::Out, isize)) {
        give_back(&mut self.places);
    }
}
