#!/usr/bin/env bash
# Makes the sample voice notes again from the texts in scripts/ (bash samples/make.sh, from anywhere).
#
# A number in brackets is a pause in milliseconds: the synthesiser speaks what lies between two pauses, its own silence at
# the edges is cut, and the pause is put there to the sample. Low room noise lies under everything, as under any real
# recording, and the result is coded as a voice note is: Opus in OGG, mono. Noise and stream numbers are fixed, so that
# the same versions of the tools give the same bytes (an answer's id is made from them).
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

missing=()
for tool in flite sox ffmpeg; do
    command -v "$tool" >/dev/null || missing+=("$tool")
done
if ((${#missing[@]})); then
    echo "samples/make.sh needs ${missing[*]}, and installs nothing itself; on Debian: apt-get install ${missing[*]}" >&2
    exit 1
fi

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
rate=48000 # what voice notes carry; flite speaks at 16000

# speak VOICE SLOWER TEXT OUT: one stretch of speech without the silence at its edges.
speak() {
    local voice=$1 slower=$2 text=$3 out=$4
    flite -voice "$voice" --setf "duration_stretch=$slower" -t "$text" -o "$work/raw.wav"
    sox -R "$work/raw.wav" -r "$rate" -c 1 -b 16 "$out" gain -n -6 \
        silence 1 0.01 0.4% fade t 0.004 reverse silence 1 0.01 0.4% fade t 0.012 reverse
}

# silence_of MILLISECONDS OUT
silence_of() {
    sox -R -n -r "$rate" -c 1 -b 16 "$2" trim 0 "$(awk -v ms="$1" 'BEGIN { printf "%.3f", ms / 1000 }')"
}

# encode WAV NAME: room noise whose peaks are 36 dB under those of the speech, then a voice note.
encode() {
    local seconds
    seconds=$(sox --i -D "$1")
    sox -R -n -r "$rate" -c 1 -b 16 "$work/noise.wav" synth "$seconds" pinknoise gain -n -42
    sox -R -m -v 1 "$1" -v 1 "$work/noise.wav" "$work/mixed.wav"
    ffmpeg -loglevel error -y -i "$work/mixed.wav" -ac 1 -c:a libopus -b:a 20k -vbr on -application voip \
        -map_metadata -1 -fflags +bitexact -flags:a +bitexact "$2"
    printf '%-24s %5.1f s %4d kB\n' "$2" "$seconds" "$(($(stat -c %s "$2") / 1000))"
}

# note NAME VOICE SLOWER: reads scripts/NAME.txt and writes NAME.ogg.
note() {
    local name=$1 voice=$2 slower=$3 pieces=() piece n=0
    silence_of 400 "$work/edge.wav"
    pieces=("$work/edge.wav")
    # One line for each stretch and each pause, in order.
    while IFS= read -r piece; do
        n=$((n + 1))
        if [[ $piece =~ ^\[([0-9]+)\]$ ]]; then
            silence_of "${BASH_REMATCH[1]}" "$work/piece-$n.wav"
        else
            speak "$voice" "$slower" "$piece" "$work/piece-$n.wav"
        fi
        pieces+=("$work/piece-$n.wav")
    done < <(tr '\n' ' ' <"scripts/$name.txt" | sed -E 's/ *(\[[0-9]+\]) */\n\1\n/g; s/^ +| +$//g' | grep -v '^ *$')
    pieces+=("$work/edge.wav")
    sox -R "${pieces[@]}" "$work/note.wav"
    encode "$work/note.wav" "$name.ogg"
}

note ana-good slt 1.02
note bao-halting rms 1.08
note bao-second-try rms 1.04
note chidi-short awb 1.0
note ana-repeat slt 1.05
note chidi-over-time awb 1.0
note ana-interview slt 1.0
silence_of 7000 "$work/silent.wav"
encode "$work/silent.wav" chidi-silent.ogg
printf 'Shopping: rice, onions, two lemons, batteries.\nCall the dentist on Monday.\n' >chidi-not-audio.ogg
