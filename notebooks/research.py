"""What the notebooks share: opening a release, writing estimates down, saving pictures, saying what is missing.

Environment: RELEASE names the folder of a release (default: the newest under ./data or ../data), RESULTS the folder for
estimates/ and figures/ (default: results beside the notebooks). Nothing here knows what is true of a simulated cohort.
"""

import json
import math
import os
from pathlib import Path

import duckdb
import matplotlib

if "RESEARCH_SHOW" not in os.environ:
    matplotlib.use("agg")
import matplotlib.pyplot as plt
import pandas as pd
import seaborn as sns

LEVEL = 0.90
# Two-sided normal quantile of the level.
Z = 1.6448536269514722
# What grows is measured by: scores of record that count, in points, one row per answer.
COUNTED = """
    select a.learner, a.answer_id, a.prompt_id, a.day / 7.0 as week, a.sequence, cast(s.score as double) as score,
           cast(s.max as double) as max_score
    from answers a
    join (select * from scores where "by" = 'coach' and criterion = 'overall' and score is not null
          qualify row_number() over (partition by answer_id order by run desc, revision desc) = 1) s using (answer_id)
    anti join exclusions e on e.answer_id = a.answer_id
    order by a.learner, a.sequence
"""


class Release:
    """A release as tables of DuckDB, with what is said about it."""

    def __init__(self):
        self.path = find_release()
        self.sql = duckdb.connect()
        self.tables = []
        for folder in sorted(self.path.iterdir()):
            if folder.is_dir() and any(folder.glob("*.parquet")):
                files = str(folder / "*.parquet").replace("'", "''")
                self.sql.execute(
                    f"create view \"{folder.name}\" as from read_parquet('{files}', hive_partitioning = false)")
                self.tables.append(folder.name)
        sources = self.query("select distinct source from answers")["source"].astype(str)
        self.is_simulated = "simulated" in set(sources)

    def query(self, text):
        """The rows as a pandas frame; names of few kinds become plain text, points become floats."""
        frame = self.sql.execute(text).df()
        for name in frame.columns:
            if isinstance(frame[name].dtype, pd.CategoricalDtype):
                frame[name] = frame[name].astype(object)
        return frame

    def has(self, *tables):
        """Whether these tables are here and have rows."""
        def rows(name):
            return self.query(f'select count(*) as n from "{name}"')["n"][0] if name in self.tables else 0
        return all(rows(name) > 0 for name in tables)

    def arms(self):
        """Learners with the arm of the first study that has several: learner, arm, arm_index. Empty where there is none."""
        if not self.has("participations", "study_arms"):
            return pd.DataFrame(columns=["learner", "arm", "arm_index"])
        return self.query("""
            with compared as (select study from study_arms group by study having count(*) > 1 order by study limit 1)
            select p.learner, p.arm, s.arm_index from participations p join study_arms s using (study, arm)
            where p.study in (from compared) order by learner
        """)


def find_release():
    named = os.environ.get("RELEASE")
    if named:
        path = Path(named)
        if not path.is_dir():
            raise SystemExit(f"RELEASE names {named}, which is no folder")
        return path
    found = [path for base in ("data", "../data") for path in Path(base).glob("release=*") if path.is_dir()]
    if not found:
        raise SystemExit("no release under ./data: run `speech-coach export --out data`, or name one in RELEASE")
    return max(found, key=lambda path: path.stat().st_mtime)


def begin(title):
    """Opens the release, sets the style of the pictures, and says what this is."""
    sns.set_theme(context="paper", style="ticks", palette="colorblind", font_scale=1.05)
    plt.rcParams.update({"figure.dpi": 110, "savefig.dpi": 300, "axes.spines.top": False, "axes.spines.right": False,
                         "figure.constrained_layout.use": True, "figure.constrained_layout.w_pad": 0.08, "legend.frameon": False})
    release = Release()
    learners = release.query("select count(distinct learner) as n from answers")["n"][0]
    answers = release.query("select count(*) as n from answers")["n"][0]
    print(f"{title}: {answers:,} answers of {learners:,} learners in {release.path.name}")
    if release.is_simulated:
        print("SIMULATED: nobody spoke; these learners do not exist")
    return release


def results(kind):
    folder = Path(os.environ.get("RESULTS", "results")) / kind
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def estimate(release, name, value, low, high, unit, about):
    """Writes an estimate with its 90 % interval down, and says it. Nothing is written where there is no number."""
    value, low, high = float(value), float(low), float(high)
    if not all(math.isfinite(number) for number in (value, low, high)):
        return missing(f"{name} cannot be estimated from these data")
    content = {"name": name, "estimate": value, "low": low, "high": high, "level": LEVEL, "unit": unit, "about": about,
               "simulated": bool(release.is_simulated)}
    (results("estimates") / f"{name}.json").write_text(json.dumps(content, indent=1) + "\n")
    print(f"{about}: {value:.3f} [{low:.3f}, {high:.3f}] {unit} (90 % interval)")


def missing(why):
    """Says in words what this release lacks; the notebook goes on."""
    print(f"Left out: {why}.")


def save(release, figure, name):
    """Saves a picture for print, with a label where nobody spoke."""
    if release.is_simulated:
        figure.get_layout_engine().set(rect=(0, 0.035, 1, 0.965))
        figure.text(0.995, 0.008, "SIMULATED DATA", ha="right", va="bottom", fontsize=6.5, color="0.35")
    for suffix in ("png", "pdf"):
        figure.savefig(results("figures") / f"{name}.{suffix}", metadata={} if suffix == "png" else {"CreationDate": None})
    plt.show()
    plt.close(figure)
