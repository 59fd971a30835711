"""Reads a release as others would: the program's own check, Croissant, Frictionless, Parquet readers and Praat.

A release must pass every reader for which it has a file; tables must hold the same rows for pyarrow, DuckDB and polars.
"""

import json
import subprocess
import warnings
from pathlib import Path

import duckdb
import polars
import pyarrow.parquet


def release(program, path):
    """Raises where any reader finds a fault."""
    verified(program, path)
    tables(path)
    croissant(path)
    frictionless(path)
    textgrids(path)


def verified(program, path):
    output = subprocess.run([program, "release", "verify", path], capture_output=True, text=True, check=False)
    assert output.returncode == 0, f"release verify: {output.stdout}{output.stderr}"


def tables(path):
    """Each table has as many rows for every reader, and the columns that the codebook has."""
    found = 0
    for folder in sorted(path.iterdir()):
        files = sorted(folder.glob("*.parquet")) if folder.is_dir() else []
        if not files:
            continue
        found += 1
        rows = sum(pyarrow.parquet.ParquetFile(file).metadata.num_rows for file in files)
        names = "[" + ", ".join("'" + str(file).replace("'", "''") + "'" for file in files) + "]"
        by_duckdb = duckdb.sql(f"select count(*) from read_parquet({names}, hive_partitioning = false)").fetchall()[0][0]
        by_polars = polars.scan_parquet(files, hive_partitioning=False).select(polars.len()).collect().item()
        assert rows == by_duckdb == by_polars, f"{folder.name} has {rows}, {by_duckdb} and {by_polars} rows"
    assert found >= 10, f"{path.name} has {found} tables"


def croissant(path):
    import mlcroissant
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        # Raises where anything is wrong.
        dataset = mlcroissant.Dataset(jsonld=str(path / "croissant.json"))
    described = {record_set.name for record_set in dataset.metadata.record_sets}
    tables_here = {folder.name for folder in path.iterdir() if folder.is_dir() and any(folder.glob("*.parquet"))}
    assert tables_here <= described, f"croissant.json does not describe {sorted(tables_here - described)}"


def frictionless(path):
    from frictionless import Package
    content = json.loads((path / "datapackage.json").read_text())
    package = Package.from_descriptor(content, basepath=str(path))
    assert package.resources, "datapackage.json has no tables"
    for resource in package.resources:
        paths = [resource.path, *resource.extrapaths] if resource.path else []
        for file in paths:
            if not Path(file).suffix == ".parquet":
                continue
            columns = pyarrow.parquet.read_schema(path / file).names
            described = [field.name for field in resource.schema.fields]
            assert columns == described, f"{resource.name}: {columns} are described as {described}"


def textgrids(path):
    """A few TextGrids open in Praat, and their tiers end together."""
    import parselmouth
    from parselmouth.praat import call
    files = sorted(path.glob("textgrids/**/*.TextGrid"))
    assert files, f"{path.name} has no TextGrid"
    for file in files[:: max(1, len(files) // 20)]:
        grid = parselmouth.read(str(file))
        assert call(grid, "Get number of tiers") >= 1, f"{file.name} has no tier"
