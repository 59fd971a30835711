//! What is known at one time is what an engine knows that has seen the same.

use std::cell::Cell;

use dataflow::engine::{Closed, Engine, Extent};
use dataflow::events::Record;
use dataflow::graph::Row;
use dataflow::known_at::known_at;
use dataflow::read_model::Tables;
use dataflow::read_model::core::CoreRow;
use proptest::test_runner::{Config, TestRunner};

use crate::histories::histories;

#[test]
fn the_tables_are_those_of_an_engine_and_the_answers_those_of_growth() {
    let has_answers = Cell::new(false);
    let mut runner = TestRunner::new(Config { cases: 16, failure_persistence: None, ..Config::default() });
    let checked = runner.run(&histories(), |history| {
        let records: Vec<Record> = history.records;
        let closed_us = records.last().map_or(1, |record| record.at_us);
        let changes = Engine::of(Extent::Answers).advance(Closed { records: records.clone(), closed_us });
        let mut tables = Tables::default();
        tables.apply(closed_us, changes);
        let growth = Engine::of(Extent::Growth).advance(Closed { records: records.clone(), closed_us });
        let known = known_at(records, closed_us);
        assert!(known.tables.answers().eq(tables.answers()));
        assert!(known.tables.measurements().eq(tables.measurements()));
        assert!(known.tables.pauses().eq(tables.pauses()));
        assert!(known.tables.scores().eq(tables.scores()));
        assert!(known.tables.consents().eq(tables.consents()));
        assert!(known.tables.participants().eq(tables.participants()));
        for (row, _) in growth {
            if let Row::Core(CoreRow::Latest(latest)) = row {
                let spoken = known.spoken.iter().find(|spoken| spoken.answer == latest.answer).unwrap();
                assert_eq!((spoken.learner, spoken.score_milli), (latest.learner, latest.score_milli));
                has_answers.set(true);
            }
        }
        Ok(())
    });
    checked.unwrap();
    assert!(has_answers.get());
}
