#!/usr/bin/env bash
# Speaks the sentences of listen-repeat.toml anew: spoken/ID.ogg, a voice note each, and src/bank/spoken.rs, which names
# them (bash coach/prompts/speak.sh, from anywhere). Needed when a sentence is added; installs nothing.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

for tool in flite sox ffmpeg python3; do
    command -v "$tool" >/dev/null || { echo "speak.sh needs $tool; on Debian: apt-get install flite sox ffmpeg python3" >&2; exit 1; }
done
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir -p spoken

python3 - <<'PY' | while IFS=$'\t' read -r id text; do
import tomllib
with open("listen-repeat.toml", "rb") as file:
    for group in tomllib.load(file)["set"]:
        for prompt in group["prompt"]:
            print(prompt["id"], prompt["text"], sep="\t")
PY
    # A little slower than a newsreader, with half a second of silence around.
    flite -voice slt --setf duration_stretch=1.08 -t "$text" -o "$work/said.wav" </dev/null
    sox -R "$work/said.wav" -r 48000 -c 1 -b 16 "$work/note.wav" gain -n -3 pad 0.4 0.4
    ffmpeg -nostdin -loglevel error -y -i "$work/note.wav" -ac 1 -c:a libopus -b:a 16k -vbr on -application voip \
        -map_metadata -1 -fflags +bitexact -flags:a +bitexact "spoken/$id.ogg"
done

{
    echo '//! The sentences of Listen and Repeat as voice notes. Written by `prompts/speak.sh`; not by hand.'
    echo
    echo '/// Voice notes as OGG with Opus, by the id of their prompt, in order.'
    echo 'pub(super) const SPOKEN: &[(u64, &[u8])] = &['
    for file in spoken/*.ogg; do
        id=$(basename "$file" .ogg)
        echo "    (0x$id, include_bytes!(\"../../prompts/$file\")),"
    done
    echo '];'
} >../src/bank/spoken.rs
du -sh spoken
