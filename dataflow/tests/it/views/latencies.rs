use dataflow::events::{Event, Step};
use dataflow::graph::Row;
use dataflow::read_model::operations::OperationsRow;
use dataflow::views::latencies::{LATENCY_US_MAX, bucket, bucket_end_us};
use dataflow::views::{LatencyRow, LatencyWindow, Percentiles, Stretch};
use expect_test::expect;

use super::{check, check_at};
use crate::histories::{answer, erased, of, received, result, started};

const NO_EVENTS: &[Event] = &[];

fn is_latency(row: &Row) -> bool {
    matches!(row, Row::Operations(OperationsRow::Latency(_)))
}

fn delivered(id: u64) -> Event {
    answer(1, of(id), result(Step::Deliver))
}

#[test]
fn an_attempt_and_the_whole_are_measured_and_leave_window_by_window() {
    let start = |attempt| started(1, of(5), Step::Deliver, attempt, u64::MAX);
    check_at(
        &[
            (0, &[received(1, of(5)), start(1)]),
            (1, &[start(2)]),
            (3, &[delivered(5)]),
            (4, &[]),
            (5, &[erased(1)]),
            (27, &[]),
        ],
        is_latency,
        &expect![[r#"
            3 + Operations(Latency(LatencyRow { of: Step(Deliver), bucket: 245, minutes_5: 1, hour: 1, day: 1 }))
            3 + Operations(Latency(LatencyRow { of: Whole, bucket: 250, minutes_5: 1, hour: 1, day: 1 }))
            4 + Operations(Latency(LatencyRow { of: Step(Deliver), bucket: 245, minutes_5: 0, hour: 0, day: 1 }))
            4 - Operations(Latency(LatencyRow { of: Step(Deliver), bucket: 245, minutes_5: 1, hour: 1, day: 1 }))
            4 + Operations(Latency(LatencyRow { of: Whole, bucket: 250, minutes_5: 0, hour: 0, day: 1 }))
            4 - Operations(Latency(LatencyRow { of: Whole, bucket: 250, minutes_5: 1, hour: 1, day: 1 }))
            5 - Operations(Latency(LatencyRow { of: Step(Deliver), bucket: 245, minutes_5: 0, hour: 0, day: 1 }))
            5 - Operations(Latency(LatencyRow { of: Whole, bucket: 250, minutes_5: 0, hour: 0, day: 1 }))
        "#]],
    );
}

#[test]
fn an_end_without_a_beginning_counts_as_a_day_until_the_beginning_is_known() {
    check(
        &[&[delivered(5)], &[], &[delivered(6), received(1, of(6))]],
        is_latency,
        &expect![[r#"
            1 + Operations(Latency(LatencyRow { of: Step(Deliver), bucket: 274, minutes_5: 1, hour: 1, day: 1 }))
            1 + Operations(Latency(LatencyRow { of: Whole, bucket: 274, minutes_5: 1, hour: 1, day: 1 }))
            3 - Operations(Latency(LatencyRow { of: Step(Deliver), bucket: 274, minutes_5: 1, hour: 1, day: 1 }))
            3 + Operations(Latency(LatencyRow { of: Step(Deliver), bucket: 274, minutes_5: 2, hour: 2, day: 2 }))
            3 + Operations(Latency(LatencyRow { of: Whole, bucket: 0, minutes_5: 1, hour: 1, day: 1 }))
    "#]],
    );
}

#[test]
fn five_minutes_are_over_at_the_full_second() {
    let mut rounds: Vec<&[Event]> = vec![NO_EVENTS; 303];
    let (receipt, end) = ([received(1, of(5))], [delivered(5)]);
    (rounds[0], rounds[1]) = (&receipt, &end);
    let is_whole = |row: &Row| match row {
        Row::Operations(OperationsRow::Latency(row)) => row.of == Stretch::Whole,
        _ => false,
    };
    check(
        &rounds,
        is_whole,
        &expect![[r#"
            2 + Operations(Latency(LatencyRow { of: Whole, bucket: 143, minutes_5: 1, hour: 1, day: 1 }))
            302 + Operations(Latency(LatencyRow { of: Whole, bucket: 143, minutes_5: 0, hour: 1, day: 1 }))
            302 - Operations(Latency(LatencyRow { of: Whole, bucket: 143, minutes_5: 1, hour: 1, day: 1 }))
    "#]],
    );
}

#[test]
fn buckets_follow_each_other_and_are_about_a_tenth_wide() {
    for length_us in [0, 1, 7, 8, 15, 16, 17, 31, 32, 1_000, 999_999, 1_000_000, 77_777_777, LATENCY_US_MAX] {
        let bucket = bucket(length_us);
        assert!(length_us <= bucket_end_us(bucket), "{length_us}");
        assert!(bucket_end_us(bucket) * 8 <= length_us * 9, "{length_us}");
        assert!(bucket == 0 || bucket_end_us(bucket - 1) < length_us, "{length_us}");
    }
    assert_eq!(bucket(u64::MAX), bucket(LATENCY_US_MAX));
    assert_eq!(bucket_end_us(u16::MAX), LATENCY_US_MAX);
}

#[test]
fn percentiles_are_the_upper_ends_of_buckets() {
    let row = |length_us: u64, hour| LatencyRow {
        of: Stretch::Whole,
        bucket: bucket(length_us),
        minutes_5: 0,
        hour,
        day: hour + 1,
    };
    let rows = [row(8_000_000, 4), row(1_000_000, 50), row(2_000_000, 45), row(60_000_000, 1)];
    let end_us = |length_us| bucket_end_us(bucket(length_us));
    let hour = Percentiles::of(&rows, LatencyWindow::Hour).unwrap();
    let expected =
        Percentiles { count: 100, p50_us: end_us(1_000_000), p95_us: end_us(2_000_000), p99_us: end_us(8_000_000) };
    assert_eq!(hour, expected);
    assert_eq!(Percentiles::of(&rows, LatencyWindow::Day).unwrap().count, 104);
    assert_eq!(Percentiles::of(&rows, LatencyWindow::Minutes5), None);
}
