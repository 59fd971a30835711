//! The graph as it is built, for people: timely's own log of its operators and channels, as a drawing.
//!
//! Nothing is drawn by hand, so the picture cannot lag behind the code. Operators that only rename, add or pass on rows
//! are left out and their channels joined; what remains has the names of views and of what they are made from. The
//! drawing is in the DOT language, which Graphviz lays out.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;
use std::time::Instant;

use timely::WorkerConfig;
use timely::communication::Allocator;
use timely::communication::allocator::thread::Thread;
use timely::logging::{TimelyEvent, TimelyEventBuilder};
use timely::worker::Worker;

use crate::engine::{Extent, Seat};

/// Names that timely and differential give to what only passes rows on.
const PLUMBING: [&str; 16] = [
    "AsCollection",
    "Concatenate",
    "Concat",
    "Enter",
    "Facts",
    "FilterMap",
    "FlatMap",
    "InspectBatch",
    "Leave",
    "Map",
    "MapInPlace",
    "Negate",
    "Probe",
    "Shared",
    "ToStream",
    "ToStreamBuilder",
];

/// The whole graph in the DOT language. `now` is only the origin of the log's times, which are not drawn.
pub fn dot(now: Instant) -> String {
    let events: Rc<RefCell<Vec<TimelyEvent>>> = Rc::default();
    let allocator = Allocator::Thread(Thread::default());
    let mut worker = Worker::new(WorkerConfig::default(), allocator, Some(now));
    if let Some(mut register) = worker.log_register() {
        let events = Rc::clone(&events);
        register.insert::<TimelyEventBuilder, _>("timely", move |_time, batch| {
            let batch = batch.iter().flat_map(|batch| batch.iter()).map(|(_, event)| event.clone());
            events.borrow_mut().extend(batch);
        });
    }
    let seat = Seat::new(&mut worker, Extent::Whole);
    worker.step();
    if let Some(mut register) = worker.log_register() {
        register.flush();
    }
    drop((seat, worker));
    let drawing = Drawing::of(&events.take());
    drawing.written()
}

/// Operators by number, and which gives rows to which.
#[derive(Default)]
struct Drawing {
    names: BTreeMap<usize, String>,
    channels: BTreeMap<usize, BTreeSet<usize>>,
}

impl Drawing {
    /// Operators of the one dataflow there is, at the first level of nesting.
    fn of(events: &[TimelyEvent]) -> Self {
        let mut drawing = Drawing::default();
        for event in events {
            if let TimelyEvent::Operates(operator) = event {
                if let [_, index] = operator.addr[..] {
                    drawing.names.insert(index, operator.name.clone());
                }
            } else if let TimelyEvent::Channels(channel) = event
                && channel.scope_addr.len() == 1
            {
                drawing.channels.entry(channel.source.0).or_default().insert(channel.target.0);
            }
        }
        drawing
    }

    fn is_plumbing(&self, operator: usize) -> bool {
        self.names.get(&operator).is_none_or(|name| PLUMBING.contains(&name.as_str()))
    }

    /// What gets the rows of an operator, past all plumbing.
    fn receivers(&self, operator: usize) -> BTreeSet<usize> {
        let mut reached = BTreeSet::new();
        let mut ahead: Vec<usize> = self.channels.get(&operator).into_iter().flatten().copied().collect();
        let mut seen: BTreeSet<usize> = BTreeSet::new();
        while let Some(next) = ahead.pop() {
            if !seen.insert(next) {
                continue;
            }
            if self.is_plumbing(next) {
                ahead.extend(self.channels.get(&next).into_iter().flatten());
            } else {
                reached.insert(next);
            }
        }
        reached
    }

    fn written(&self) -> String {
        let mut lines = vec![
            "digraph graph_of_views {".to_owned(),
            "  rankdir=LR; nodesep=0.12; ranksep=0.5; node [shape=box, style=\"rounded,filled\", \
             fillcolor=\"#eef3fb\", color=\"#5b7db1\", fontname=\"sans-serif\", fontsize=11]; edge [color=\"#8a94a6\"];"
                .to_owned(),
        ];
        for (operator, name) in self.names.iter().filter(|(operator, _)| !self.is_plumbing(**operator)) {
            let is_table = name.starts_with("table ");
            let look = if is_table { ", shape=cylinder, fillcolor=\"#f4efe1\", color=\"#a98c3c\"" } else { "" };
            lines.push(format!("  n{operator} [label=\"{}\"{look}];", name.replace('"', "'")));
            lines
                .extend(self.receivers(*operator).into_iter().map(|receiver| format!("  n{operator} -> n{receiver};")));
        }
        lines.push("}".to_owned());
        lines.join("\n")
    }
}
