#!/usr/bin/env bash
# Runs the notebooks on simulated cohorts and compares what they find with what was planted (tests/research/run.py).
#
#   scripts/research.sh           only installs what Python needs
#   scripts/research.sh PROGRAM FOLDER [--learners N] [--weeks N] [--seeds FIRST-LAST] [--check one|many]
#
# FOLDER gets the data folders, releases, estimates and pictures. What Python needs is installed into the user's cache folder
# when it is missing or pinned otherwise.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)

caches=${XDG_CACHE_HOME:-}
[[ $caches == /* ]] || caches=$HOME/.cache # a relative one counts as none, by the XDG convention
venv=$caches/speech-coach/research-venv
pins=("$here/notebooks/requirements.txt" "$here/tests/research/requirements.txt" "$here/tests/research/constraints.txt")

mkdir -p "$caches/speech-coach"
# One at a time: two tests may want it at once.
exec 9>"$venv.lock"
flock 9
if ! cat "${pins[@]}" | cmp -s - "$venv/installed.txt"; then
    echo "research: installing what notebooks need into $venv (about 1.2 GB)" >&2
    rm -rf "$venv"
    python3 -m venv "$venv"
    "$venv/bin/python" -m pip install --quiet --disable-pip-version-check \
        --requirement "${pins[0]}" --requirement "${pins[1]}" --constraint "${pins[2]}"
    cat "${pins[@]}" >"$venv/installed.txt"
fi
exec 9>&-
[[ $# -gt 0 ]] || exit 0
PYTHONDONTWRITEBYTECODE=1 exec "$venv/bin/python" "$here/tests/research/run.py" "$@"
