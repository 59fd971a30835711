//! What is known about each subject from all the facts about it, until nothing of its owner may remain.
//!
//! Facts belong to a subject, and a subject to an owner. Whenever facts about a subject come or go, a rule is asked
//! what they say together; corrections are nothing else. The end of an owner takes all of it back, for good. Most
//! subjects have one fact, and such a one costs no more than its fact.

mod places;

use std::hash::Hash;

use differential_dataflow::ExchangeData;
use rustc_hash::FxHashMap;

use self::places::{NOWHERE, Subjects};
use super::rounds::{Rounds, in_rounds, route};
use super::totals::said;
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
    let state = Known { owners: FxHashMap::default(), subjects: Subjects::default(), belongs, value, rule };
    in_rounds(facts, name, move |fact| route(&owner(fact).owner), state)
}

struct Known<K, S, V, F, G, H> {
    owners: FxHashMap<K, Owner>,
    subjects: Subjects<S, V>,
    belongs: F,
    value: G,
    rule: H,
}

/// To whom subjects belong.
struct Owner {
    number: u32,
    ends: i32,
    /// Where the subject lies that came last.
    newest: u32,
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
        let number = u32::try_from(self.owners.len()).unwrap_or(NOWHERE);
        let owner = self.owners.entry(key.clone()).or_insert(Owner { number, ends: 0, newest: NOWHERE });
        let Some(subject) = subject else {
            // Whatever is known goes with the end; if the end itself is taken back, what went stays gone.
            let mut place = std::mem::replace(&mut owner.newest, NOWHERE);
            while let Some((subject, facts, before)) = self.subjects.take(place) {
                said(say, facts.say(|facts| rule(&key, subject, facts)), None);
                place = before;
            }
            owner.ends = owner.ends.wrapping_add(i32::try_from(diff).unwrap_or(0));
            return;
        };
        if owner.ends != 0 {
            return;
        }
        let fact = (self.value)(fact);
        let (place, is_new) = self.subjects.place(owner.number, subject, owner.newest);
        if is_new {
            owner.newest = place;
        }
        let Some(subject) = self.subjects.get_mut(place) else { return };
        let before = subject.facts.say(|facts| rule(&key, &subject.id, facts));
        subject.facts.add(fact, diff);
        said(say, before, subject.facts.say(|facts| rule(&key, &subject.id, facts)));
    }

    fn close(&mut self, _last_us: u64, _say: &mut impl FnMut(Self::Out, isize)) {}
}
