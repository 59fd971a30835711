#!/usr/bin/env bash
# Runs the bot against a Bot API server that nobody here wrote: mockpost from PyPI, at the version that
# tests/peers/requirements.txt names, installed into the build folder.
#
#   scripts/test-peers.sh PROGRAM FOLDER
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
program=$1
venv=$2/peers-venv
wanted=tests/peers/requirements.txt

if ! cmp -s "$wanted" "$venv/installed.txt"; then
    echo "test-peers: installing mockpost into $venv"
    rm -rf "$venv"
    python3 -m venv "$venv"
    "$venv/bin/python" -m pip install --quiet --disable-pip-version-check --requirement "$wanted"
    cp "$wanted" "$venv/installed.txt"
fi
python3 tests/peers/telegram.py "$program" "$venv/bin/python"
