//! Small cells: which numbers about all learners together would tell of too few of them.
//!
//! A cell of fewer than [`LEARNERS_MIN`] learners is withheld. So is one from which such a cell follows: what remains of
//! a total, those of a cohort who did not come back, those of an arm who do not practise, and what changed against an
//! earlier release by fewer than that many. The totals themselves are taken to be known.

use std::collections::BTreeMap;

/// Fewest learners of a cell that is told.
pub const LEARNERS_MIN: u64 = 10;

/// A cell of an aggregate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Cell<K, V> {
    /// What it is about.
    pub(crate) key: K,
    /// Learners in it.
    pub(crate) learners: u64,
    /// What else is counted.
    pub(crate) value: V,
    /// Whether nothing is told but the key.
    pub(crate) is_withheld: bool,
}

/// The learners that each told cell shows, by table and key: what later releases are compared with.
pub type Shown = BTreeMap<String, u64>;

impl<K, V> Cell<K, V> {
    /// A cell that is told unless the [rule](Rule::apply) withholds it.
    pub(crate) fn new(key: K, learners: u64, value: V) -> Self {
        Cell { key, learners, value, is_withheld: false }
    }

    /// What is told.
    pub(crate) fn told(&self) -> Option<&V> {
        (!self.is_withheld).then_some(&self.value)
    }

    /// How many learners, where it is told.
    pub(crate) fn told_learners(&self) -> Option<i64> {
        (!self.is_withheld).then(|| i64::try_from(self.learners).unwrap_or(i64::MAX))
    }
}

/// Withholds what is to be withheld, and notes what is told.
pub(crate) struct Rule<'a> {
    /// What earlier releases in keeping show.
    pub(crate) earlier: &'a [Shown],
    /// What this one shows.
    pub(crate) shown: Shown,
}

impl Rule<'_> {
    /// Withholds small cells of a table. `group` says which cells add up to a total that is known; `rest` how many
    /// learners follow from the cell besides its own.
    pub(crate) fn apply<K, V, G: Ord>(
        &mut self,
        cells: &mut [Cell<K, V>],
        name: impl Fn(&K) -> String,
        rest: impl Fn(&Cell<K, V>) -> Option<u64>,
        group: impl Fn(&K) -> Option<G>,
    ) {
        for cell in cells.iter_mut() {
            let name = name(&cell.key);
            let differs =
                |shown: &Shown| shown.get(&name).is_some_and(|earlier| is_few(earlier.abs_diff(cell.learners)));
            let is_small = cell.learners < LEARNERS_MIN || rest(cell).is_some_and(is_few);
            cell.is_withheld = is_small || self.earlier.iter().any(differs);
        }
        let mut groups: BTreeMap<G, Vec<usize>> = BTreeMap::new();
        for (place, cell) in cells.iter().enumerate() {
            if let Some(group) = group(&cell.key) {
                groups.entry(group).or_default().push(place);
            }
        }
        for places in groups.into_values() {
            complement(cells, &places);
        }
        let told = cells.iter().filter(|cell| !cell.is_withheld);
        self.shown.extend(told.map(|cell| (name(&cell.key), cell.learners)));
    }
}

/// Withholds the smallest told cells of a total until what is withheld cannot be computed from the rest: until it is
/// none, or several cells of enough learners together.
fn complement<K, V>(cells: &mut [Cell<K, V>], places: &[usize]) {
    loop {
        let of_group = || places.iter().filter_map(|place| cells.get(*place).map(|cell| (*place, cell)));
        let withheld = of_group().filter(|(_, cell)| cell.is_withheld);
        let (count, learners) = withheld.fold((0, 0), |(count, sum), (_, cell)| (count + 1, sum + cell.learners));
        if count == 0 || (count > 1 && learners >= LEARNERS_MIN) {
            return;
        }
        let told = of_group().filter(|(_, cell)| !cell.is_withheld);
        let Some((place, _)) = told.min_by_key(|(place, cell)| (cell.learners, *place)) else { return };
        if let Some(cell) = cells.get_mut(place) {
            cell.is_withheld = true;
        }
    }
}

/// Whether so many learners are too few to be told of, and any at all.
fn is_few(learners: u64) -> bool {
    (1..LEARNERS_MIN).contains(&learners)
}
