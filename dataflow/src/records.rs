//! The log as the views read it: one copy, however many of them look.

use std::rc::Rc;

use differential_dataflow::AsCollection;
use timely::container::CapacityContainerBuilder;
use timely::dataflow::Stream;
use timely::dataflow::channels::pact::Pipeline;
use timely::dataflow::operators::core::rc::SharedStream;
use timely::dataflow::operators::vec::ToStream as _;
use timely::dataflow::operators::{Concat, Operator};

use crate::events::Record;
use crate::graph::Rows;

/// Records with their times of the graph and multiplicities, in batches that are shared and never changed.
#[derive(Clone)]
pub struct Records<'scope>(Stream<'scope, u64, Rc<Vec<(Record, u64, isize)>>>);

impl<'scope> Records<'scope> {
    /// Rows that many will read.
    pub fn of(rows: Rows<'scope, Record>) -> Self {
        Records(rows.inner.shared())
    }

    /// These and the others.
    #[must_use]
    pub fn with(self, others: Rows<'scope, Record>) -> Self {
        Records(self.0.concat(Records::of(others).0))
    }

    /// Rows that are there whatever the log says.
    pub fn always<D: Clone + 'static>(&self, rows: impl IntoIterator<Item = D> + 'static) -> Rows<'scope, D> {
        let scope = self.0.scope();
        // Each worker has its part of the rows; one has all of these.
        let rows = rows.into_iter().filter({
            let is_first = scope.index() == 0;
            move |_| is_first
        });
        rows.map(|row| (row, 0, 1)).to_stream(scope).as_collection()
    }

    /// What each record says to one view, which sees it where it lies.
    pub fn facts<D, I>(&self, mut says: impl FnMut(&Record) -> I + 'static) -> Rows<'scope, D>
    where
        D: Clone + 'static,
        I: IntoIterator<Item = D>,
    {
        self.0
            .clone()
            .unary::<CapacityContainerBuilder<Vec<(D, u64, isize)>>, _, _, _>(
                Pipeline,
                "Facts",
                |_capability, _info| {
                    move |input, output| {
                        input.for_each(|capability, records| {
                            let mut session = output.session(&capability);
                            for (record, time, diff) in records.iter() {
                                session.give_iterator(says(record).into_iter().map(|fact| (fact, *time, *diff)));
                            }
                            // The last one who has read it lets it go.
                            *records = Rc::default();
                        });
                    }
                },
            )
            .as_collection()
    }
}
