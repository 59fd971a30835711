"""Draws the figures of growth: what a fact costs, against whom, and how that grows.

Usage: chart.py RESULTS PICTURE
"""

import json
import sys

import matplotlib

matplotlib.use("Agg")

from matplotlib import pyplot as plt

OURS, LIMIT, PEER = "#1f6f8b", "#444444", "#c9822b"
SIDES = [
    ("hand-written loop\n(core views)", "loop_10k_facts_per_cpu_s", LIMIT),
    ("graph, rounds of 1 M\n(core views)", "core_1m_facts_per_cpu_s", OURS),
    ("graph, rounds of 10 k\n(core views)", "core_10k_facts_per_cpu_s", OURS),
    ("graph, 200 k rows\n(7-day windows)", "hop_at_pathway_rows_facts_per_cpu_s", OURS),
    ("Pathway, 200 k rows\n(7-day windows)", "pathway_facts_per_cpu_s", PEER),
    ("graph, 50 k rows\n(7-day windows)", "hop_at_bytewax_rows_facts_per_cpu_s", OURS),
    ("Bytewax, 50 k rows\n(7-day windows)", "bytewax_facts_per_cpu_s", PEER),
]


def rate(number):
    return f"{number / 1e6:.2f} M" if number >= 1e6 else f"{number / 1e3:.3g} k"


def sides(axes, figures):
    rates = [figures[metric] for _, metric, _ in SIDES]
    bars = axes.barh(range(len(SIDES)), rates, color=[colour for _, _, colour in SIDES])
    axes.bar_label(bars, labels=[rate(number) for number in rates], padding=4)
    axes.set_yticks(range(len(SIDES)), [name for name, _, _ in SIDES])
    axes.invert_yaxis()
    axes.set_xscale("log")
    axes.set_xlim(right=max(rates) * 6)
    axes.set_xlabel("facts per second of processor time (logarithmic)")
    axes.set_title("The same facts, one core")


def line(axes, figures, metric, places, label, colour):
    values = [figures[metric.format(place)] for place in places]
    axes.plot(places, values, marker="o", color=colour, label=label)
    axes.set_ylim(bottom=0, top=max(max(values) * 1.2, axes.get_ylim()[1]))


def learners(axes, figures):
    places = [1_000, 10_000, 100_000, 1_000_000]
    line(axes, figures, "core_us_per_fact_at_{}_learners", places, "graph, core views", OURS)
    line(axes, figures, "loop_us_per_fact_at_{}_learners", places, "hand-written loop", LIMIT)
    axes.set_xscale("log")
    axes.set_xticks(places, ["1 k", "10 k", "100 k", "1 M"])
    axes.set_xlabel("learners (500 k facts, rounds of 10 k)")
    axes.set_ylabel("processor time per fact, µs")
    axes.set_title("More learners")
    axes.legend(frameon=False)


def windows(axes, figures):
    places = [1, 2, 3, 4]
    line(axes, figures, "sliding_us_per_fact_at_{}_windows", places, "graph", OURS)
    axes.set_xticks(places)
    axes.set_xlabel("sliding windows of six sums (500 k facts)")
    axes.set_ylabel("processor time per fact, µs")
    axes.set_title("More windows")


def workers(axes, figures):
    places = [1, 2]
    values = [figures[f"core_facts_per_s_at_{place}_workers"] for place in places]
    bars = axes.bar(places, values, width=0.5, color=OURS)
    axes.bar_label(bars, labels=[rate(number) for number in values], padding=3)
    axes.set_xticks(places)
    axes.set_ylim(top=max(values) * 1.2)
    axes.yaxis.set_major_formatter(lambda number, _: f"{number / 1e3:.0f} k")
    axes.set_xlabel("workers (1 M facts, rounds of 100 k)")
    axes.set_ylabel("facts per second")
    axes.set_title("More workers")


def main():
    with open(sys.argv[1]) as results:
        figures = {figure["metric"]: figure["value"] for figure in json.load(results)}
    _, axes = plt.subplots(2, 2, figsize=(14, 9.5), layout="constrained")
    for draw, place in zip([sides, learners, windows, workers], axes.flat):
        draw(place, figures)
        place.spines[["top", "right"]].set_visible(False)
        place.grid(axis="x" if draw is sides else "y", alpha=0.25)
        place.set_axisbelow(True)
    plt.savefig(sys.argv[2], dpi=110)


main()
