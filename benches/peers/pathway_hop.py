"""Pathway: windows of 7 days that start every day, for each learner: answers and the sum of their scores.

Usage: pathway_hop.py FILE COUNT FOLDER

It is timed with an output that throws the rows away, and run again into a file for the digest.
"""

import logging
import os
import sys

os.environ["PATHWAY_THREADS"] = "1"

import pandas
import pathway as pw
from pathway.internals.parse_graph import G

from common import DAY_MS, Timer, digest, report, rows


class Answer(pw.Schema):
    learner: int
    occurred_at_ms: int
    score_milli: int


def hop(path):
    answers = pw.io.csv.read(path, schema=Answer, mode="static")
    windows = pw.temporal.sliding(hop=DAY_MS, duration=7 * DAY_MS)
    return answers.windowby(answers.occurred_at_ms, window=windows, instance=answers.learner).reduce(
        learner=pw.this._pw_instance,
        end_ms=pw.this._pw_window_end,
        answers=pw.reducers.count(),
        score_milli=pw.reducers.sum(pw.this.score_milli),
    )


def run(table, write):
    G.clear()
    write(hop(table))
    timer = Timer()
    pw.run(monitoring_level=pw.MonitoringLevel.NONE)
    return timer.read()


def main():
    logging.disable(logging.WARNING)
    path, count, folder = sys.argv[1], int(sys.argv[2]), sys.argv[3]
    table = rows(path, count)
    names = list(Answer.column_names())
    facts, out = os.path.join(folder, "hop_in.csv"), os.path.join(folder, "hop_out.csv")
    pandas.DataFrame({name: table[name] for name in names}).to_csv(facts, index=False)
    timing = run(facts, pw.io.null.write)
    run(facts, lambda result: pw.io.csv.write(result, out))
    result = pandas.read_csv(out)
    assert (result["diff"] == 1).all()
    days = result["end_ms"] // DAY_MS
    report(len(table["learner"]), timing, {"hop": digest(result["learner"], days, result["answers"], result["score_milli"])})


main()
