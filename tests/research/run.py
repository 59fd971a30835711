"""Runs the notebooks on simulated cohorts, from the made-up facts to the estimates, and compares these with the truth.

    run.py PROGRAM FOLDER [--learners N] [--weeks N] [--seeds FIRST-LAST] [--check one|many]

Each seed goes through `simulate`, `export`, `release verify`, the validators of validate.py, and all notebooks, two at a time. With
`--check one` a seed is held to this: every parameter has an estimate, at least three quarters of the 90 % intervals hold the truth, none misses
it by more than three times its half width, and named effects are told from 0. With `--check many` the seeds are held to it together: of 20,
each parameter's interval holds the truth in 16 to 20, and is off 0 for an effect in at least as many.
"""

import argparse
import json
import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError

ROOT = Path(__file__).resolve().parents[2]
NOTEBOOKS = sorted((ROOT / "notebooks").glob("[0-9]_*.ipynb"))
CELL_S_MAX = 300
# Who has stopped is known 28 days later: shorter cohorts cannot tell.
WEEKS_MIN = {"arm_attrition": 8}


def ran(program, *arguments):
    output = subprocess.run([program, *arguments, "--json"], capture_output=True, text=True, check=False)
    if output.returncode:
        raise SystemExit(f"{' '.join(map(str, arguments))} ended with {output.returncode}: {output.stderr}")
    return json.loads(output.stdout.splitlines()[0]), output.stderr


def sound(*command):
    output = subprocess.run(command, capture_output=True, text=True, check=False)
    if output.returncode:
        raise SystemExit(f"{' '.join(map(str, command))} ended with {output.returncode}:\n{output.stdout}{output.stderr}")


def execute(notebook, release, results):
    """Runs a notebook as it is in git; returns what its cells printed."""
    content = nbformat.read(notebook, as_version=4)
    assert not any(cell.get("outputs") for cell in content.cells), f"{notebook.name} has outputs in git"
    environment = os.environ | {"RELEASE": str(release), "RESULTS": str(results), "OMP_NUM_THREADS": "1",
                                "OPENBLAS_NUM_THREADS": "1", "IPYTHONDIR": str(results / "ipython")}
    client = NotebookClient(content, timeout=CELL_S_MAX, resources={"metadata": {"path": str(ROOT / "notebooks")}})
    try:
        client.execute(env=environment)
    except CellExecutionError as error:
        raise SystemExit(f"{notebook.name} failed:\n{error}") from error
    outputs = (output for cell in content.cells for output in cell.get("outputs", []))
    return "".join(output.get("text", "") for output in outputs)


def notebooks(release, results):
    """Runs all notebooks, two at a time; the longest begin first."""
    results.mkdir(parents=True, exist_ok=True)
    with ThreadPoolExecutor(2) as pool:
        work = {path.stem: pool.submit(execute, path, release, results) for path in sorted(NOTEBOOKS, key=lambda path: path.stem[0] != "3")}
        return {name: future.result() for name, future in work.items()}


def seed_run(program, folder, shape, seed):
    """What one seed gives: the truth, and the estimates by name."""
    started = time.monotonic()
    data, out, results = folder / f"data-{seed}", folder / f"releases-{seed}", folder / f"results-{seed}"
    made, _ = ran(program, "simulate", "--learners", str(shape.learners), "--weeks", str(shape.weeks), "--seed", str(seed), "--data", data)
    simulated_s = time.monotonic() - started
    released, stderr = ran(program, "export", "--out", out, "--data", data)
    assert "SIMULATED" in stderr, "a later command does not say that the data are simulated"
    release = Path(released["path"])
    exported_s = time.monotonic() - started - simulated_s
    sound(program, "release", "verify", release)
    # Windows can only be recomputed where the times are told.
    dated, _ = ran(program, "export", "--dates", "--out", folder / f"dated-{seed}", "--data", data)
    sound(sys.executable, Path(__file__).with_name("validate.py"), dated["path"])
    validated_s = time.monotonic() - started - simulated_s - exported_s
    said = notebooks(release, results)
    assert all("SIMULATED" in text for text in said.values()), "a notebook does not say that the data are simulated"
    truth = json.loads((data / "truth.json").read_text())
    estimates = {path.stem: json.loads(path.read_text()) for path in (results / "estimates").glob("*.json")}
    assert len(list((results / "figures").glob("*.png"))) == len(NOTEBOOKS), "a notebook has no picture"
    print(f"seed {seed}: {made['answers']} answers; simulate {simulated_s:.1f} s, export {exported_s:.1f} s, validate {validated_s:.1f} s, "
          f"all {time.monotonic() - started:.1f} s", flush=True)
    asked = [parameter for parameter in truth["parameters"] if shape.weeks >= WEEKS_MIN.get(parameter["name"], 0)]
    return asked, estimates


def verdict(parameter, found):
    """Whether an interval holds the truth, whether it is off 0, and by how many half widths the estimate misses."""
    truth, half = parameter["value"], (found["high"] - found["low"]) / 2
    return {"holds": found["low"] <= truth <= found["high"], "is_off_0": found["low"] > 0 or found["high"] < 0,
            "misses": abs(found["estimate"] - truth) / half}


def table(parameters, all_estimates):
    """A row per parameter with its verdicts over the seeds."""
    rows = []
    for parameter in parameters:
        name = parameter["name"]
        absent = [seed for seed, estimates in all_estimates.items() if name not in estimates]
        assert not absent, f"{name} has no estimate for seeds {absent}"
        verdicts = [verdict(parameter, estimates[name]) for estimates in all_estimates.values()]
        mean = sum(estimates[name]["estimate"] for estimates in all_estimates.values()) / len(all_estimates)
        rows.append({"name": name, "kind": parameter["kind"], "truth": parameter["value"], "mean": mean,
                     "holds": sum(verdict["holds"] for verdict in verdicts), "off_0": sum(verdict["is_off_0"] for verdict in verdicts),
                     "misses": max(verdict["misses"] for verdict in verdicts)})
    print(f"{'parameter':<24} {'kind':<7} {'truth':>8} {'mean':>8} holds  off 0  of {len(all_estimates)}; worst miss in half widths")
    for row in rows:
        print(f"{row['name']:<24} {row['kind']:<7} {row['truth']:>8.3f} {row['mean']:>8.3f} {row['holds']:>5} {row['off_0']:>6}  "
              f"{row['misses']:>10.2f}")
    return rows


def faults_of_one(rows):
    held = sum(row["holds"] for row in rows)
    faults = [f"{held} of {len(rows)} intervals hold the truth"] * (held < 0.75 * len(rows))
    faults += [f"{row['name']} misses by {row['misses']:.1f} half widths" for row in rows if row["misses"] > 3]
    return faults + [f"{row['name']} is an effect and not told from 0" for row in rows if row["kind"] == "effect" and not row["off_0"]]


def faults_of_many(rows, seeds):
    least = -(-seeds * 16 // 20)
    faults = [f"{row['name']} holds the truth in {row['holds']} of {seeds}" for row in rows if row["holds"] < least]
    return faults + [f"{row['name']} is off 0 in {row['off_0']} of {seeds}" for row in rows
                     if row["kind"] == "effect" and row["off_0"] < least]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("program", type=Path)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--learners", type=int, default=60)
    parser.add_argument("--weeks", type=int, default=6)
    parser.add_argument("--seeds", default="1-1")
    parser.add_argument("--check", choices=["one", "many"], default="one")
    shape = parser.parse_args()
    first, last = (int(number) for number in shape.seeds.split("-"))
    all_estimates = {}
    for seed in range(first, last + 1):
        parameters, all_estimates[seed] = seed_run(shape.program.resolve(), shape.folder.resolve(), shape, seed)
    rows = table(parameters, all_estimates)
    faults = faults_of_one(rows) if shape.check == "one" else faults_of_many(rows, len(all_estimates))
    if faults:
        sys.exit("\n".join(faults))


if __name__ == "__main__":
    main()
