"""polars: the core views once, from all answers, at the end.

Usage: polars_recompute.py FILE END_MS
"""

import sys

import polars as pl

from common import DAY_MS, Timer, digest, report

PATH, END_MS = sys.argv[1], int(sys.argv[2])
SCORE = pl.col("score_milli")
SCORES = [pl.col("scored").sum(), SCORE.sum(), (SCORE * SCORE).sum().alias("squares")]


def since(answers, days):
    return answers.filter(pl.col("occurred_at_ms") > END_MS - days * DAY_MS)


def practice(answers, days):
    sums = [pl.len(), pl.col("practice_ms").sum(), pl.col("words").sum(), *SCORES]
    return since(answers, days).group_by("learner").agg(sums)


def latest(answers):
    # Ids are unsigned and stored as signed: the negative ones are the greater.
    order = ["occurred_at_ms", pl.col("answer").reinterpret(signed=False)]
    newest = answers.sort(order, descending=True).group_by("learner").head(10)
    score = (pl.col("scored") * (SCORE + 1)).alias("score")
    return newest.select("learner", "occurred_at_ms", "answer", score, "words", "speaking_ms")


VIEWS = {
    "practice_week": lambda answers: practice(answers, 7),
    "practice_month": lambda answers: practice(answers, 28),
    "latest": latest,
    "prompts": lambda answers: since(answers, 28).group_by("prompt").agg(pl.len(), *SCORES),
    "active_days": lambda answers: answers.group_by(pl.col("occurred_at_ms") // DAY_MS).agg(pl.col("learner").n_unique()),
}


def main():
    answers = pl.read_csv(PATH)
    timer = Timer()
    found = {view: query(answers.lazy()).collect() for view, query in VIEWS.items()}
    timing = timer.read()
    digests = {view: digest(*(table[name].to_numpy() for name in table.columns)) for view, table in found.items()}
    report(answers.height, timing, digests)


main()
