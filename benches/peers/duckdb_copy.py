"""DuckDB: the finished tables of a release, copied with the same compression and row groups.

Usage: duckdb_copy.py RELEASE FOLDER
"""

import json
import sys
from pathlib import Path

import duckdb

from common import Timer, report

RELEASE, FOLDER = Path(sys.argv[1]), Path(sys.argv[2])
# Tables whose whole weight is the file's own head say nothing about rows.
LARGE_BYTES = 1_000_000


def weight(files):
    return sum(file.stat().st_size for file in files)


def main():
    base = duckdb.connect()
    base.execute("SET threads = 2")
    rows = json.loads((RELEASE / "release.json").read_text())["rows"]
    ours, theirs, ratios, differing = 0, 0, {}, 0
    timer = Timer()
    for table in rows:
        copy = FOLDER / f"{table}.parquet"
        source = f"read_parquet('{RELEASE / table / '*.parquet'}', hive_partitioning = false)"
        options = "FORMAT parquet, COMPRESSION zstd, COMPRESSION_LEVEL 3, ROW_GROUP_SIZE 131072, PRESERVE_ORDER true"
        base.execute(f"COPY (FROM {source}) TO '{copy}' ({options})")
    timing = timer.read()
    for table, expected in rows.items():
        copy = FOLDER / f"{table}.parquet"
        source = f"read_parquet('{RELEASE / table / '*.parquet'}', hive_partitioning = false)"
        own, other = weight((RELEASE / table).glob("*.parquet")), weight([copy])
        ours, theirs = ours + own, theirs + other
        if own >= LARGE_BYTES:
            ratios[table] = own / other
        counted = f"SELECT count(*), sum(hash(t)::hugeint) FROM {{}} t"
        one = base.execute(counted.format(source)).fetchone()
        differing += one != base.execute(counted.format(f"'{copy}'")).fetchone() or one[0] != expected
        print(f"{table}: {expected} rows, {own} bytes, DuckDB {other}", file=sys.stderr)
    also = {
        "ours_mb": ours / 1e6,
        "theirs_mb": theirs / 1e6,
        "largest_table_ratio": max(ratios.values(), default=1.0),
        "differing_tables": float(differing),
    }
    report(sum(rows.values()), {**timing, "also": also}, {})


main()
