//! What is known about growth, as tables: one for each view, in the groups of the graph.
//!
//! The list of each group is given once; from it come the views as collections ([`crate::graph`]), the rows as one type,
//! and the tables.

use timely::dataflow::operators::probe::Handle;

use super::table::{Keyed, Table};
use crate::events::{LearnerId, PromptId};
use crate::graph::{GrowthViews, Row, Rows};
use crate::views::{ActiveRow, LatestRow, PracticeRow, PromptRow};

/// A group of views: their collections, their rows as one type, and their tables.
macro_rules! group {
    (
        $(#[$doc:meta])* $views:ident, $row:ident, $tables:ident;
        $($(#[$view_doc:meta])* $view:ident: $variant:ident($type:ty) by $key:ty = |$this:ident| $of:expr;)*
    ) => {
        $(#[$doc])*
        pub struct $views<'scope> {
            $($(#[$view_doc])* pub $view: Rows<'scope, $type>,)*
        }

        /// A row of one of these views.
        #[derive(
            Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize,
        )]
        pub enum $row {
            $(
                #[doc = concat!("Of `", stringify!($view), "`.")]
                $variant($type),
            )*
        }

        /// The tables of these views.
        #[derive(Default)]
        pub struct $tables {
            $($(#[$view_doc])* pub $view: Table<$type>,)*
        }

        impl $tables {
            /// Notes every change of these views from now on.
            pub(crate) fn follow(&self, views: $views<'_>, probe: &Handle<u64>) {
                $(self.$view.follow(views.$view, probe);)*
            }

            /// Applies what was noted.
            pub(crate) fn apply(&mut self) {
                $(self.$view.apply();)*
            }

            /// What was noted, instead of applying it.
            pub(crate) fn noted(&mut self) -> impl Iterator<Item = ($row, isize)> {
                let mut changes = Vec::new();
                $(changes.extend(self.$view.noted().into_iter().map(|(row, diff)| ($row::$variant(row), diff)));)*
                changes.into_iter()
            }

            /// Every row of these tables.
            pub fn rows(&self) -> impl Iterator<Item = $row> {
                let mut rows = Vec::new();
                $(rows.extend(self.$view.iter().cloned().map($row::$variant));)*
                rows.into_iter()
            }
        }

        $(
            impl Keyed for $type {
                type Key = $key;

                fn key(&self) -> $key {
                    let $this = self;
                    $of
                }
            }
        )*
    };
}

group! {
    /// The views that everybody looks at first, and the hottest.
    CoreViews, CoreRow, CoreTables;
    /// What each learner practised in the last week and month.
    practice: Practice(PracticeRow) by LearnerId = |row| row.learner;
    /// Each learner's last ten answers.
    latest: Latest(LatestRow) by LearnerId = |row| row.learner;
    /// How each prompt was answered.
    prompts: Prompt(PromptRow) by PromptId = |row| row.prompt;
    /// Learners by day.
    active_days: ActiveDay(ActiveRow) by u32 = |row| row.start_day;
}

/// All tables of growth, at one closed time.
#[derive(Default)]
pub struct Board {
    as_of_us: u64,
    /// What everybody looks at first.
    pub core: CoreTables,
}

impl Board {
    /// The closed time that this is about, in microseconds since the Unix epoch.
    pub fn as_of_us(&self) -> u64 {
        self.as_of_us
    }

    /// Notes every change of these views from now on.
    pub(crate) fn follow(&self, views: GrowthViews<'_>, probe: &Handle<u64>) {
        self.core.follow(views.core, probe);
    }

    /// What was noted, instead of applying it.
    pub(crate) fn noted(&mut self) -> Vec<(Row, isize)> {
        self.core.noted().map(|(row, diff)| (Row::Core(row), diff)).collect()
    }

    /// Every row of every table.
    pub fn rows(&self) -> Vec<Row> {
        self.core.rows().map(Row::Core).collect()
    }

    /// Applies what was noted up to a closed time, all of it at once.
    pub(crate) fn apply(&mut self, closed_us: u64) {
        self.as_of_us = closed_us;
        self.core.apply();
    }
}
