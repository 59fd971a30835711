//! One measured run, in a process of its own: its memory and its processor time are nobody else's.
//!
//! `benches growth-run SIDE KEY=NUMBER…` makes the facts, lets one side follow them and prints a line of JSON.

use std::io::Write as _;
use std::path::Path;

use anyhow::{Context as _, bail};
use dataflow::engine::{Closed, Engine, Extent};
use dataflow::events::Record;
use dataflow::workers::Workers;

use super::generator::{DAY_US, FIRST_DAY, Generator, Shape};
use super::hand_loop::HandLoop;
use super::memory::{self, Season};
use super::meter::{Meter, Outcome, count};
use super::net::{NetAnswer, net};
use super::{digest, facts, hop, prototype, replay, single, windows};
use crate::FOLDER;

/// What is to be run.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Order {
    pub(crate) shape: Shape,
    /// Records of a round.
    pub(crate) round: usize,
    pub(crate) workers: usize,
    /// Of the hop job, only so many rows.
    pub(crate) rows: usize,
    /// How many windows slide.
    pub(crate) windows: usize,
}

/// Runs what the arguments say and prints the outcome.
pub(crate) fn answer(arguments: &[String]) -> anyhow::Result<()> {
    let (side, arguments) = arguments.split_first().context("no side was named")?;
    let order = Order::parse(arguments)?;
    let outcome = match side.as_str() {
        "loop" => by_hand(order)?,
        "core" => by_graph(order, Extent::Core)?,
        "growth" => by_graph(order, Extent::Growth)?,
        "single" => single::on_its_thread(order)?,
        "single-queue" => single::through_a_queue(order)?,
        "live" => memory::run(order, Extent::Core, Season::Live)?,
        "expired" => memory::run(order, Extent::Core, Season::Expired)?,
        "late" => memory::run(order, Extent::Core, Season::Late)?,
        "windows" => windows::run(order.rounds(), order.windows)?,
        "hop" => hop::by_graph(in_rounds(net_records(order), order.round))?,
        "hop-loop" => hop::by_hand(&net_rows(order))?,
        "table" => {
            Outcome { facts: facts::table(Path::new(FOLDER), order.shape)?.metadata()?.len(), ..Outcome::default() }
        }
        "replay" => {
            let table = facts::table(Path::new(FOLDER), order.shape)?;
            replay::replay(order, |give| facts::read(&table, order.round, give))?
        }
        "prototype" => prototype::run(order)?,
        _ => bail!("no side {side:?}"),
    };
    writeln!(std::io::stdout(), "{}", serde_json::to_string(&outcome)?)?;
    Ok(())
}

impl Order {
    fn parse(arguments: &[String]) -> anyhow::Result<Self> {
        let mut order = Order { shape: Shape::of(2_000_000), round: 10_000, workers: 1, rows: usize::MAX, windows: 2 };
        for argument in arguments {
            let (key, number) = argument.split_once('=').with_context(|| format!("{argument:?} is not key=number"))?;
            match key {
                "answers" => order.shape.answers = number.parse()?,
                "learners" => order.shape.learners = number.parse()?,
                "lemmas" => order.shape.lemmas = number.parse()?,
                "round" => order.round = number.parse()?,
                "workers" => order.workers = number.parse()?,
                "windows" => order.windows = number.parse()?,
                "rows" => order.rows = number.parse()?,
                _ => bail!("no key {key:?}"),
            }
        }
        Ok(order)
    }

    /// All records, made as they are asked for.
    pub(crate) fn records(&self) -> Generator {
        Generator::new(self.shape)
    }

    /// All records in rounds, made before anything is timed.
    fn rounds(&self) -> Vec<Closed> {
        in_rounds(self.records(), self.round)
    }

    /// When the tables are compared.
    fn end(&self) -> Closed {
        Closed { records: Vec::new(), closed_us: self.shape.end_us() }
    }
}

fn net_rows(order: Order) -> Vec<NetAnswer> {
    let mut rows = net(order.records());
    rows.truncate(order.rows);
    rows
}

fn net_records(order: Order) -> impl Iterator<Item = Record> {
    net_rows(order).into_iter().zip(1..).map(|(row, pos)| row.record(pos))
}

/// Records in rounds, as they come.
pub(crate) fn each_round(
    mut records: impl Iterator<Item = Record>,
    size: usize,
    mut follow: impl FnMut(Closed) -> anyhow::Result<()>,
) -> anyhow::Result<()> {
    loop {
        let round: Vec<Record> = records.by_ref().take(size).collect();
        let Some(last) = round.last() else { return Ok(()) };
        follow(Closed { closed_us: last.at_us, records: round })?;
    }
}

/// Records in rounds, all of them.
pub(crate) fn in_rounds(mut records: impl Iterator<Item = Record>, size: usize) -> Vec<Closed> {
    std::iter::from_fn(|| {
        let round: Vec<Record> = records.by_ref().take(size).collect();
        round.last().map(|last| last.at_us).map(|closed_us| Closed { records: round, closed_us })
    })
    .collect()
}

fn by_hand(order: Order) -> anyhow::Result<Outcome> {
    let mut hand = HandLoop::new(FIRST_DAY * DAY_US / 1_000);
    let rounds = order.rounds();
    let facts = count(&rounds);
    let meter = Meter::start()?;
    for round in rounds {
        for record in &round.records {
            hand.follow(record);
        }
        hand.hand_on();
    }
    let outcome = meter.read(facts)?;
    Ok(Outcome { digests: hand.digests(order.shape.end_us()), ..outcome })
}

fn by_graph(order: Order, extent: Extent) -> anyhow::Result<Outcome> {
    if order.workers > 1 {
        return by_workers(order, extent);
    }
    let mut engine = Engine::of(extent);
    let rounds = order.rounds();
    let facts = count(&rounds);
    let meter = Meter::start()?;
    for round in rounds {
        engine.follow(round);
    }
    let outcome = meter.read(facts)?;
    Ok(Outcome { digests: digest::of_board(engine.follow(order.end())), ..outcome })
}

fn by_workers(order: Order, extent: Extent) -> anyhow::Result<Outcome> {
    let mut workers = Workers::of(extent, order.workers)?;
    let rounds = order.rounds();
    let facts = count(&rounds);
    let dealt: Vec<_> = rounds.into_iter().map(|round| (round.closed_us, deal(round.records, order.workers))).collect();
    let meter = Meter::start()?;
    for (closed_us, shares) in dealt {
        workers.follow(closed_us, shares)?;
    }
    let outcome = meter.read(facts)?;
    workers.follow(order.end().closed_us, Vec::new())?;
    Ok(Outcome { digests: digest::together(workers.ask(digest::of_board)?), ..outcome })
}

/// A part of the records for each worker.
pub(crate) fn deal(records: Vec<Record>, workers: usize) -> Vec<Vec<Record>> {
    let share = records.len().div_ceil(workers).max(1);
    let mut records = records.into_iter();
    (0..workers).map(|_| records.by_ref().take(share).collect()).collect()
}
