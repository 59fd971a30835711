//! What is known about growth, as tables: one for each view, in the groups of the graph.

use timely::dataflow::operators::probe::Handle;

use super::core::CoreTables;
use super::learners::LearnerTables;
use crate::graph::{GrowthViews, Row};

/// All tables of growth, at one closed time.
#[derive(Default)]
pub struct Board {
    as_of_us: u64,
    /// What everybody looks at first.
    pub core: CoreTables,
    /// Each learner.
    pub learners: LearnerTables,
}

impl Board {
    /// The closed time that this is about, in microseconds since the Unix epoch.
    pub fn as_of_us(&self) -> u64 {
        self.as_of_us
    }

    /// Notes every change of these views from now on.
    pub(crate) fn follow(&self, views: GrowthViews<'_>, probe: &Handle<u64>) {
        self.core.follow(views.core, probe);
        self.learners.follow(views.learners, probe);
    }

    /// What was noted, instead of applying it.
    pub(crate) fn noted(&mut self) -> Vec<(Row, isize)> {
        let core = self.core.noted().map(|(row, diff)| (Row::Core(row), diff));
        let learners = self.learners.noted().map(|(row, diff)| (Row::Learner(row), diff));
        core.chain(learners).collect()
    }

    /// Every row of every table.
    pub fn rows(&self) -> Vec<Row> {
        self.core.rows().map(Row::Core).chain(self.learners.rows().map(Row::Learner)).collect()
    }

    /// Applies what was noted up to a closed time, all of it at once.
    pub(crate) fn apply(&mut self, closed_us: u64) {
        self.as_of_us = closed_us;
        self.core.apply();
        self.learners.apply();
    }
}
