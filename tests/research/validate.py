"""Checks a release with tools that share nothing with its writer.

    python tests/research/validate.py DIR/release=ID

Croissant by mlcroissant, the data package by frictionless, TextGrids by Praat (parselmouth), tables read equally by
pyarrow, DuckDB and polars, and every aggregate computed again by DuckDB from the base tables; windows only in a release
with dates. Prints what was checked; exits with 1 and the reasons where anything is wrong. Needs the packages of
requirements.txt beside it.
"""

import datetime
import json
import pathlib
import sys

import duckdb
import polars
import pyarrow.parquet

LEARNERS_MIN = 10
DAY_MS = 86_400_000
HOUR_MS = 3_600_000

reasons: list[str] = []


def check(is_right: bool, reason: str) -> None:
    """Notes a reason where something is wrong."""
    if not is_right:
        reasons.append(reason)


def check_croissant(release: pathlib.Path) -> None:
    """Whether mlcroissant takes the metadata, and reads a table by it."""
    import mlcroissant

    dataset = mlcroissant.Dataset(jsonld=release / "croissant.json")
    for record_set in ("learners", "active_months"):
        rows = sum(1 for _ in dataset.records(record_set=record_set))
        table = polars.read_parquet(release / record_set / "*.parquet")
        check(rows == len(table), f"croissant: {record_set} has {rows} records, not {len(table)}")
    print(f"croissant: {len(dataset.metadata.record_sets)} record sets")


def check_package(release: pathlib.Path) -> None:
    """Whether frictionless takes the package, and the first rows of its tables: it reads slowly."""
    import frictionless

    package = frictionless.Package(str(release / "datapackage.json"))
    for resource in package.resources:
        if resource.extrapaths:
            print(f"datapackage: {resource.name} has several parts; only its schema is looked at")
            continue
        report = resource.validate(limit_rows=2_000)
        errors = [error.message for task in report.tasks for error in task.errors][:3]
        check(report.valid, f"datapackage: {resource.name}: {errors}")
    print(f"datapackage: {len(package.resources)} resources")


def check_textgrids(release: pathlib.Path, most: int = 50) -> None:
    """Whether Praat opens the grids, and their tiers cover the recording."""
    grids = sorted(release.glob("textgrids/*/*.TextGrid"))[:most]
    if not grids:
        return
    import parselmouth
    from parselmouth.praat import call

    for path in grids:
        grid = parselmouth.read(str(path))
        tiers = call(grid, "Get number of tiers")
        names = [call(grid, "Get tier name", tier + 1) for tier in range(tiers)]
        check(names[:2] == ["speech", "syllables"], f"{path.name}: tiers {names}")
        for tier in range(1, tiers + 1):
            intervals = call(grid, "Get number of intervals", tier)
            end = call(grid, "Get end time of interval", tier, intervals)
            check(abs(end - grid.xmax) < 1e-9, f"{path.name}: tier {tier} ends at {end}, not at {grid.xmax}")
    print(f"textgrids: {len(grids)} opened")


def check_readers(release: pathlib.Path, rows: dict[str, int]) -> None:
    """Whether three readers see the same cells."""
    for table, expected in rows.items():
        files = str(release / table / "*.parquet")
        one = polars.from_arrow(pyarrow.parquet.read_table(release / table, partitioning=None))
        other = polars.read_parquet(files, hive_partitioning=False)
        third = duckdb.sql(f"from read_parquet('{files}', hive_partitioning = false)").pl()
        check(len(one) == expected, f"{table}: {len(one)} rows, release.json says {expected}")
        names = [column for column, kind in one.schema.items() if kind in (polars.Categorical, polars.Enum)]

        def plain(frame: polars.DataFrame) -> polars.DataFrame:
            casts = []
            for column, kind in frame.schema.items():
                if isinstance(kind, (polars.Categorical, polars.Enum)) or column in names:
                    casts.append(polars.col(column).cast(polars.String))
                elif isinstance(kind, polars.Datetime):
                    casts.append(polars.col(column).dt.epoch("ms"))
                elif isinstance(kind, polars.Decimal):
                    casts.append(polars.col(column).cast(polars.Float64))
            return frame.with_columns(casts)

        check(plain(one).equals(plain(other)), f"{table}: pyarrow and polars differ")
        check(plain(one).equals(plain(third)), f"{table}: pyarrow and DuckDB differ")
    print(f"readers: {len(rows)} tables, {sum(rows.values())} rows")


def compare(database: duckdb.DuckDBPyConnection, what: str, told: str, again: str) -> None:
    """Whether two queries give the same rows."""
    first = database.sql(told).fetchall()
    second = database.sql(again).fetchall()
    different = set(first) ^ set(second)
    check(len(first) == len(second) and not different, f"{what}: {len(different)} rows differ: {sorted(different, key=str)[:2]}")


def recompute(release: pathlib.Path, rows: dict[str, int], as_of_ms: int, has_dates: bool) -> None:
    """Whether the views follow from the base tables."""
    database = duckdb.connect()
    database.sql("set timezone = 'UTC'")
    for table in rows:
        database.sql(f"create view {table} as from read_parquet('{release / table / '*.parquet'}', hive_partitioning = false)")
    # Times without a zone, to the millisecond, so that the arithmetic needs no calendar of other places.
    database.sql("create view spoken as select *, epoch_ms(occurred_at) as at_ms from answers where is_growth is not null")
    count = 0
    for what, told, again in timeless() + (windowed(as_of_ms) if has_dates else []):
        compare(database, what, told, again)
        count += 1
    print(f"recomputed by DuckDB: {count} views{'' if has_dates else ', those of windows need a release with dates'}")


def timeless() -> list[tuple[str, str, str]]:
    """Views that no moment concerns."""
    return [
        (
            "learners",
            "select learner, answers from learners",
            "select learner, (select count(*) from answers a where a.learner = l.learner) from learners l",
        ),
        (
            "practice_days",
            "select learner, day, answers, practice_ms from practice_days",
            "select learner, day, count(*), sum(practice_ms)::bigint from spoken group by all",
        ),
        (
            "streaks",
            "select learner, last_day, days, longest_days from streaks",
            """with days as (select distinct learner, day from spoken),
                 runs as (select *, day - row_number() over (partition by learner order by day) as run from days),
                 lengths as (select learner, run, count(*) as days, max(day) as last_day from runs group by all)
               select learner, max(last_day), arg_max(days, last_day), max(days) from lengths group by learner""",
        ),
        (
            "exclusions: repeats and operators",
            "select answer_id from exclusions",
            "select answer_id from spoken where not is_growth",
        ),
        (
            "bests",
            "select learner, best_of, value from bests",
            """select learner, 'score', max(score_milli) from spoken where is_growth and score_milli is not null group by all
               union all select learner, 'mtld', max(mtld_milli) from spoken
                 where is_growth and mtld_milli is not null group by all
               union all select learner, 'words_per_minute', max(words * 60000 // speaking_ms) from spoken
                 where is_growth and phonation_ms >= 20000 and speaking_ms > 0 group by all""",
        ),
        (
            "score of record",
            "select answer_id, score_milli from spoken where status = 'recorded' or status = 'delivered'",
            """with record as (select answer_id, run, score, max,
                 row_number() over (partition by answer_id order by run desc, revision desc) as place
                 from scores where "by" = 'coach' and criterion = 'overall')
               select s.answer_id, case when r.score is not null
                 then least(1000, (r.score * 100)::bigint * 1000 // (r.max * 100)::bigint) end
               from spoken s left join record r on r.answer_id = s.answer_id and r.place = 1
               where s.status = 'recorded' or s.status = 'delivered'""",
        ),
        (
            "attempts",
            "select learner, prompt_id, attempts from attempts",
            """select learner, prompt_id, count(*) from spoken s where prompt_id is not null and answer_id not in
                 (select answer_id from exclusions where reason not in ('repeat', 'near_copy'))
               group by all having count(*) > 1""",
        ),
        (
            "latest",
            "select learner, count(*) from latest group by all",
            "select learner, least(10, count(*)) from spoken group by all",
        ),
        (
            "pauses at 250 ms",
            "select p.answer_id, count(*) filter (duration_ms >= 250) from pauses p join answers a using (answer_id, run) group by all",
            """select a.answer_id, a.pauses from answers a
               where a.is_growth is not null and exists (select 1 from pauses p where p.answer_id = a.answer_id and p.run = a.run)""",
        ),
        (
            "arms: learners",
            "select study, arm, learners from arms where not is_withheld",
            """select p.study, p.arm, count(*) from participations p
               join arms a on a.study = p.study and a.arm = p.arm and not a.is_withheld group by all""",
        ),
        (
            "distribution",
            "select from_milli, learners from distribution where not is_withheld",
            """with buckets as (select least(980, mean_score_milli // 20 * 20) as bucket from practice
                 where window_days = 28 and scored >= 3)
               select bucket, count(*) from buckets where bucket in (select from_milli from distribution where not is_withheld)
               group by all""",
        ),
    ]


def windowed(as_of_ms: int) -> list[tuple[str, str, str]]:
    """Views of windows and of the calendar: an answer leaves at the first full hour at or after its window."""

    def within(days: int) -> str:
        leaves = f"(at_ms + {days * DAY_MS} + {HOUR_MS - 1}) // {HOUR_MS} * {HOUR_MS}"
        return f"{as_of_ms} < {leaves}"

    views = []
    for days in (7, 28, 90):
        views.append(
            (
                f"practice, {days} days",
                f"""select learner, answers, practice_ms, words, scored, score_milli, score_milli_squares from practice
                    where window_days = {days}""",
                f"""select learner, count(*), sum(practice_ms)::bigint, sum(words)::bigint,
                      count(score_milli) filter (is_growth), coalesce(sum(score_milli) filter (is_growth), 0)::bigint,
                      coalesce(sum(score_milli * score_milli) filter (is_growth), 0)::bigint
                    from spoken where {within(days)} group by all""",
            )
        )
        views.append(
            (
                f"fluency, {days} days",
                f"""select learner, answers, speaking_ms, phonation_ms, syllables, words, pauses, mtld_answers, mtld_milli
                    from fluency where window_days = {days}""",
                f"""select learner, count(*), sum(speaking_ms)::bigint, sum(phonation_ms)::bigint, sum(syllables)::bigint,
                      sum(words)::bigint, sum(pauses)::bigint, count(mtld_milli), coalesce(sum(mtld_milli), 0)::bigint
                    from spoken where is_growth and {within(days)} group by all""",
            )
        )
    views.append(
        (
            "prompt_means",
            "select prompt_id, learners, answers, scored, score_milli, score_milli_squares from prompt_means where not is_withheld",
            f"""select prompt_id, count(distinct learner), count(*), count(score_milli), coalesce(sum(score_milli), 0)::bigint,
                  coalesce(sum(score_milli * score_milli), 0)::bigint
                from spoken where {within(28)} and prompt_id in (select prompt_id from prompt_means where not is_withheld)
                group by all""",
        )
    )
    enters = f"(at_ms + {DAY_MS - 1}) // {DAY_MS} * {DAY_MS}"
    views.append(
        (
            "difficulty: answers, learners and raw means",
            "select prompt_id, learners, answers, mean_milli from difficulty where not is_withheld",
            f"""select prompt_id, count(distinct learner), count(*), sum(score_milli)::bigint // count(*)
                from spoken where is_growth and score_milli is not null and {enters} <= {as_of_ms}
                  and {as_of_ms} < {enters} + {28 * DAY_MS}
                  and prompt_id in (select prompt_id from difficulty where not is_withheld) group by all""",
        )
    )
    for table, period in (("active_days", "day"), ("active_weeks", "week"), ("active_months", "month")):
        start = f"date_trunc('{period}', make_timestamp(at_ms * 1000))::date"
        views.append(
            (
                table,
                f"select start_date, learners from {table} where not is_withheld",
                f"""select {start} as start, count(distinct learner) from spoken
                    where {start} in (select start_date from {table} where not is_withheld) group by all""",
            )
        )
    views.append(
        (
            "retention",
            "select cohort_date, weeks_since, learners from retention where not is_withheld",
            """with weeks as (select distinct learner, date_trunc('week', make_timestamp(at_ms * 1000))::date as week from spoken),
                 began as (select learner, min(week) as cohort from weeks group by all),
                 cells as (select cohort, (week - cohort) // 7 as since, count(*) as learners
                   from weeks join began using (learner) group by all)
               select c.cohort, c.since, c.learners from cells c
               join retention r on r.cohort_date = c.cohort and r.weeks_since = c.since and not r.is_withheld""",
        )
    )
    return views


def check_cells(release: pathlib.Path, rows: dict[str, int]) -> None:
    """Whether no cell of an aggregate tells of too few learners."""
    cells = 0
    for table in rows:
        frame = polars.read_parquet(release / table / "*.parquet")
        if "is_withheld" in frame.columns:
            cells += len(frame)
            small = frame.filter(~polars.col("is_withheld") & (polars.col("learners") < LEARNERS_MIN))
            check(small.is_empty(), f"{table}: {len(small)} cells of fewer than {LEARNERS_MIN} learners")
            told = frame.filter(polars.col("is_withheld") & polars.col("learners").is_not_null())
            check(told.is_empty(), f"{table}: {len(told)} withheld cells tell a number")
    print(f"aggregates: {cells} cells")


def main() -> int:
    """Checks the release that is named."""
    if len(sys.argv) != 2:
        print(__doc__, file=sys.stderr)
        return 2
    release = pathlib.Path(sys.argv[1]).resolve()
    label = json.loads((release / "release.json").read_text())
    as_of = datetime.datetime.fromisoformat(label["as_of"].replace("Z", "+00:00"))
    check_croissant(release)
    check_package(release)
    check_textgrids(release)
    check_readers(release, label["rows"])
    check_cells(release, label["rows"])
    recompute(release, label["rows"], int(as_of.timestamp() * 1000), label["spec"]["dates"])
    for reason in reasons:
        print(f"wrong: {reason}")
    print("sound" if not reasons else f"{len(reasons)} reasons")
    return 1 if reasons else 0


if __name__ == "__main__":
    sys.exit(main())
