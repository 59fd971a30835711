"""Bytewax: windows of 7 days that start every day, for each learner: answers and the sum of their scores.

Usage: bytewax_hop.py FILE COUNT
"""

import sys
from datetime import datetime, timedelta, timezone

import bytewax.operators as op
import bytewax.operators.windowing as windowing
from bytewax.dataflow import Dataflow
from bytewax.inputs import FixedPartitionedSource, StatefulSourcePartition
from bytewax.outputs import DynamicSink, StatelessSinkPartition
from bytewax.testing import run_main

from common import DAY_MS, Timer, digest, report, rows

START = datetime(2020, 1, 1, tzinfo=timezone.utc)
START_DAY = int(START.timestamp() * 1000) // DAY_MS
LATE_MAX = timedelta(hours=48)
BATCH = 2_000


class Part(StatefulSourcePartition):
    def __init__(self, items):
        self.items, self.place = items, 0

    def next_batch(self):
        if self.place >= len(self.items):
            raise StopIteration
        batch = self.items[self.place : self.place + BATCH]
        self.place += BATCH
        return batch

    def snapshot(self):
        return None


class Source(FixedPartitionedSource):
    def __init__(self, items):
        self.items = items

    def list_parts(self):
        return ["all"]

    def build_part(self, _step_id, _key, _state):
        return Part(self.items)


class Collect(DynamicSink, StatelessSinkPartition):
    def __init__(self):
        self.out = []

    def build(self, _step_id, _worker_index, _worker_count):
        return self

    def write_batch(self, items):
        self.out.extend(items)


def main():
    path, count = sys.argv[1], int(sys.argv[2])
    table = rows(path, count)
    moments = [datetime.fromtimestamp(ms / 1000, timezone.utc) for ms in table["occurred_at_ms"].tolist()]
    learners = map(str, table["learner"].tolist())
    # Everything that is only the shape of the input is made before the clock runs.
    items = [(learner, (moment, score)) for learner, moment, score in zip(learners, moments, table["score_milli"].tolist())]

    flow = Dataflow("hop")
    answers = op.input("answers", flow, Source(items))
    clock = windowing.EventClock(lambda item: item[0], wait_for_system_duration=LATE_MAX)
    windows = windowing.SlidingWindower(length=timedelta(days=7), offset=timedelta(days=1), align_to=START)
    sums = windowing.fold_window(
        "sums",
        answers,
        clock,
        windows,
        lambda: (0, 0),
        lambda sums, item: (sums[0] + 1, sums[1] + item[1]),
        lambda left, right: (left[0] + right[0], left[1] + right[1]),
    )
    sink = Collect()
    op.output("out", sums.down, sink)

    timer = Timer()
    run_main(flow)
    timing = timer.read()

    out = [(int(learner), START_DAY + window + 7, *sums) for learner, (window, sums) in sink.out]
    report(len(items), timing, {"hop": digest(*map(list, zip(*out)))})


main()
