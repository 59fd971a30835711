//! What is known about growth, as tables: one for each view, in the groups of the graph.

use timely::dataflow::operators::probe::Handle;

use super::chats::ChatTables;
use super::core::CoreTables;
use super::everyone::EveryoneTables;
use super::learners::LearnerTables;
use super::operations::OperationsTables;
use super::prompts::PromptTables;
use crate::graph::{GrowthViews, Row};

/// All tables of growth, at one closed time.
#[derive(Default)]
pub struct Board {
    as_of_us: u64,
    /// What a chat is made from.
    pub chats: ChatTables,
    /// What everybody looks at first.
    pub core: CoreTables,
    /// Each learner.
    pub learners: LearnerTables,
    /// Each prompt.
    pub prompts: PromptTables,
    /// Everyone together.
    pub everyone: EveryoneTables,
    /// The system itself.
    pub operations: OperationsTables,
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
        self.prompts.follow(views.prompts, probe);
        self.everyone.follow(views.everyone, probe);
    }

    /// What was noted, instead of applying it.
    pub(crate) fn noted(&mut self) -> Vec<(Row, isize)> {
        let core = self.core.noted().map(|(row, diff)| (Row::Core(row), diff));
        let learners = self.learners.noted().map(|(row, diff)| (Row::Learner(row), diff));
        let prompts = self.prompts.noted().map(|(row, diff)| (Row::Prompt(row), diff));
        let everyone = self.everyone.noted().map(|(row, diff)| (Row::Everyone(row), diff));
        let operations = self.operations.noted().map(|(row, diff)| (Row::Operations(row), diff));
        let chats = self.chats.noted().map(|(row, diff)| (Row::Chat(row), diff));
        chats.chain(core).chain(learners).chain(prompts).chain(everyone).chain(operations).collect()
    }

    /// Every row of every table.
    pub fn rows(&self) -> Vec<Row> {
        let (core, learners) = (self.core.rows().map(Row::Core), self.learners.rows().map(Row::Learner));
        let (prompts, operations) = (self.prompts.rows().map(Row::Prompt), self.operations.rows().map(Row::Operations));
        let everyone = self.everyone.rows().map(Row::Everyone);
        let chats = self.chats.rows().map(Row::Chat);
        chats.chain(core).chain(learners).chain(prompts).chain(everyone).chain(operations).collect()
    }

    /// From now on changes are applied as they come.
    pub(crate) fn apply_from_now(&mut self) {
        self.chats.apply_from_now();
        self.core.apply_from_now();
        self.learners.apply_from_now();
        self.prompts.apply_from_now();
        self.everyone.apply_from_now();
        self.operations.apply_from_now();
    }

    /// A round up to a closed time is whole.
    pub(crate) fn close(&mut self, closed_us: u64) {
        self.as_of_us = closed_us;
        self.chats.tidy();
        self.core.tidy();
        self.learners.tidy();
        self.prompts.tidy();
        self.everyone.tidy();
        self.operations.tidy();
    }
}
