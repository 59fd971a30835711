//! Where the facts about each subject lie: one after another as the subjects came, and found by a table of small places.

use std::hash::{Hash, Hasher};

use hashbrown::HashTable;
use hashbrown::hash_table::Entry;
use rustc_hash::FxHasher;

/// The place of nothing.
pub(super) const NOWHERE: u32 = u32::MAX;

/// Subjects that lie together, as a power of two: what is there never moves, and what comes makes little room at a time.
const ROOM_BITS: u32 = 12;
const ROOM: usize = 1 << ROOM_BITS;

/// All subjects of all owners.
pub(super) struct Subjects<S, V> {
    index: HashTable<Place>,
    rooms: Vec<Vec<Subject<S, V>>>,
    /// Places of subjects that are gone.
    free: Vec<u32>,
}

/// Where a subject lies, with so much of its hash that nobody has to go there when the table grows.
struct Place {
    hash: u32,
    place: u32,
}

/// A subject with what is known about it.
pub(super) struct Subject<S, V> {
    pub(super) id: S,
    pub(super) facts: Facts<V>,
    /// The number of its owner.
    pub(super) owner: u32,
    /// Where its owner's subject lies that came before it.
    pub(super) before: u32,
}

/// The facts about one subject.
pub(super) enum Facts<V> {
    None,
    One(V),
    Many(Vec<(V, isize)>),
}

impl<S, V> Default for Subjects<S, V> {
    fn default() -> Self {
        Subjects { index: HashTable::new(), rooms: Vec::new(), free: Vec::new() }
    }
}

impl<S: Eq + Hash, V> Subjects<S, V> {
    /// Where a subject lies, and whether it is new: then it has been put there, with no facts.
    pub(super) fn place(&mut self, owner: u32, id: S, before: u32) -> (u32, bool) {
        let hash = hash(owner, &id);
        let rooms = &self.rooms;
        let is_it = |known: &Place| known.hash == hash && is_there(rooms, known.place, owner, &id);
        match self.index.entry(spread(hash), is_it, |known| spread(known.hash)) {
            Entry::Occupied(known) => (known.get().place, false),
            Entry::Vacant(vacant) => {
                let subject = Subject { id, facts: Facts::None, owner, before };
                let place = put(&mut self.rooms, &mut self.free, subject);
                vacant.insert(Place { hash, place });
                (place, true)
            }
        }
    }

    pub(super) fn get_mut(&mut self, place: u32) -> Option<&mut Subject<S, V>> {
        let (room, spot) = spot(place);
        self.rooms.get_mut(room)?.get_mut(spot)
    }

    /// Takes what is known about a subject, of which nothing remains but room for another one.
    pub(super) fn take(&mut self, place: u32) -> Option<(&S, Facts<V>, u32)> {
        let (room, spot) = spot(place);
        let subject = self.rooms.get_mut(room)?.get_mut(spot)?;
        let hash = hash(subject.owner, &subject.id);
        if let Ok(known) = self.index.find_entry(spread(hash), |known| known.place == place) {
            known.remove();
        }
        self.free.push(place);
        Some((&subject.id, std::mem::replace(&mut subject.facts, Facts::None), subject.before))
    }
}

impl<V: Eq> Facts<V> {
    pub(super) fn add(&mut self, fact: V, diff: isize) {
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

    pub(super) fn say<O>(&self, rule: impl Fn(&mut dyn Iterator<Item = &V>) -> Option<O>) -> Option<O> {
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

fn is_there<S: Eq, V>(rooms: &[Vec<Subject<S, V>>], place: u32, owner: u32, id: &S) -> bool {
    let (room, spot) = spot(place);
    let subject = rooms.get(room).and_then(|room| room.get(spot));
    subject.is_some_and(|subject| subject.owner == owner && subject.id == *id)
}

fn put<S, V>(rooms: &mut Vec<Vec<Subject<S, V>>>, free: &mut Vec<u32>, subject: Subject<S, V>) -> u32 {
    if let Some(place) = free.pop() {
        let (room, spot) = spot(place);
        if let Some(empty) = rooms.get_mut(room).and_then(|room| room.get_mut(spot)) {
            *empty = subject;
        }
        return place;
    }
    if rooms.last().is_none_or(|room| room.len() == ROOM) {
        rooms.push(Vec::with_capacity(ROOM));
    }
    let number = rooms.len() - 1;
    let Some(room) = rooms.last_mut() else { return NOWHERE };
    room.push(subject);
    u32::try_from(number * ROOM + room.len() - 1).unwrap_or(NOWHERE)
}

/// The room of a place, and where in it.
fn spot(place: u32) -> (usize, usize) {
    ((place >> ROOM_BITS) as usize, place as usize % ROOM)
}

fn hash(owner: u32, id: &impl Hash) -> u32 {
    let mut hasher = FxHasher::default();
    (owner, id).hash(&mut hasher);
    u32::try_from(hasher.finish() >> 32).unwrap_or(0)
}

/// A hash of the whole width: the table looks at its first bits and at its last.
fn spread(hash: u32) -> u64 {
    u64::from(hash).wrapping_mul(0x9E37_79B9_7F4A_7C15)
}
