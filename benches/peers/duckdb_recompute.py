"""DuckDB: the core views once, from all answers, at the end.

Usage: duckdb_recompute.py FILE END_MS
"""

import sys

import duckdb

from common import DAY_MS, Timer, digest, report

PATH, END_MS = sys.argv[1], int(sys.argv[2])
WEEK, MONTH = f"occurred_at_ms > {END_MS - 7 * DAY_MS}", f"occurred_at_ms > {END_MS - 28 * DAY_MS}"
SCORES = "sum(scored), sum(score_milli), sum(score_milli * score_milli)"
PRACTICE = f"SELECT learner, count(*), sum(practice_ms), sum(words), {SCORES} FROM answers WHERE {{}} GROUP BY learner"
# Ids are unsigned and stored as signed: the negative ones are the greater.
LATEST = """
SELECT learner, occurred_at_ms, answer, scored * (score_milli + 1), words, speaking_ms FROM answers
QUALIFY row_number() OVER (PARTITION BY learner ORDER BY occurred_at_ms DESC, answer < 0 DESC, answer DESC) <= 10
"""
VIEWS = {
    "practice_week": PRACTICE.format(WEEK),
    "practice_month": PRACTICE.format(MONTH),
    "latest": LATEST,
    "prompts": f"SELECT prompt, count(*), {SCORES} FROM answers WHERE {MONTH} GROUP BY prompt",
    "active_days": f"SELECT occurred_at_ms // {DAY_MS}, count(DISTINCT learner) FROM answers GROUP BY 1",
}


def main():
    base = duckdb.connect()
    base.execute("SET threads = 2")
    base.execute(f"CREATE TABLE answers AS SELECT * FROM '{PATH}'")
    facts = base.execute("SELECT count(*) FROM answers").fetchone()[0]
    timer = Timer()
    for view, query in VIEWS.items():
        base.execute(f"CREATE TABLE {view} AS {query}")
    timing = timer.read()
    columns = {view: base.execute(f"SELECT * FROM {view}").fetchnumpy() for view in VIEWS}
    report(facts, timing, {view: digest(*found.values()) for view, found in columns.items()})


main()
