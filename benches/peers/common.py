"""What all peers share: the rows, the digest, the clock.

The rows are the answers of the bench's own generator as they stand at the end: of each answer its score of record, none
of an erased learner. Digests are those of `src/growth/digest.rs`: the wrapping sum of the digests of the rows.
"""

import json
import resource
import sys
import time

import numpy as np

DAY_MS = 86_400_000
GOLDEN = np.uint64(0x9E37_79B9_7F4A_7C15)


def rows(path, count=None):
    """Columns of the shared file, as NumPy arrays; ids as signed integers."""
    from pyarrow import csv

    table = csv.read_csv(path)
    return {name: table[name].to_numpy()[:count] for name in table.column_names}


def mix(bits):
    bits = bits ^ (bits >> np.uint64(33))
    bits = bits * np.uint64(0xFF51_AFD7_ED55_8CCD)
    bits = bits ^ (bits >> np.uint64(33))
    bits = bits * np.uint64(0xC4CE_B9FE_1A85_EC53)
    return bits ^ (bits >> np.uint64(33))


def digest(*columns):
    """Digest of a table given as columns of integers."""
    columns = [np.asarray(column).astype(np.int64).view(np.uint64) for column in columns]
    state = np.full(len(columns[0]), GOLDEN)
    for column in columns:
        turned = (state << np.uint64(7)) | (state >> np.uint64(57))
        state = mix(turned ^ (column * GOLDEN))
    return int(np.add.reduce(state, dtype=np.uint64))


class Timer:
    """Wall and processor time of this process, all its threads, from here on."""

    def __init__(self):
        self.wall, self.cpu = time.perf_counter(), time.process_time()

    def read(self):
        return {"wall_s": time.perf_counter() - self.wall, "cpu_s": time.process_time() - self.cpu}


def peak_mb():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 1e6


def report(facts, timing, digests):
    """One line of JSON, as the Rust sides print it."""
    outcome = {"facts": int(facts), "grown_mb": peak_mb(), "digests": digests, **timing}
    json.dump(outcome, sys.stdout)
    sys.stdout.write("\n")
