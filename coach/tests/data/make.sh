#!/bin/sh
# Makes the recordings in this folder again: synthesised speech of our own text, and one sentence in each format.
# Needs espeak-ng, flite, sox and ffmpeg. Tests only need the files.
set -eu
cd "$(dirname "$0")"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# Silence at both ends goes: the tests compose their own.
opus() { # from.wav to.ogg
    sox -V1 "$1" -r 16000 -c 1 "$work/trimmed.wav" silence 1 0.005 0.6% reverse silence 1 0.005 0.6% reverse norm -3
    ffmpeg -v error -y -i "$work/trimmed.wav" -map_metadata -1 -fflags +bitexact -flags:a +bitexact \
        -c:a libopus -b:a 28k -application voip "$2"
}
espeak() { # name voice words-per-minute text
    espeak-ng -v "$2" -s "$3" -w "$work/spoken.wav" "$4"
    opus "$work/spoken.wav" "$1.ogg"
}
flite_voice() { # name voice text
    flite -voice "$2" -t "$3" -o "$work/spoken.wav"
    opus "$work/spoken.wav" "$1.ogg"
}

# Phrases without a pause inside, several voices.
espeak phrase-01 en-us 150 "my neighbour grows yellow melons near the railway"
espeak phrase-02 en-gb+f3 150 "we were reading all morning in a narrow alley"
espeak phrase-03 en-gb-scotland 145 "a young woman ran along the muddy river"
espeak phrase-04 en-us+f2 160 "they usually leave their bags in the lower room"
espeak phrase-05 en-us+m3 140 "nobody knew why the engine was so loud"
espeak phrase-06 en-gb+m7 155 "I would rather live on a small island"
flite_voice phrase-07 slt "the old violin belonged to my grandmother"
flite_voice phrase-08 rms "we measured every wall and every window"
flite_voice phrase-09 awb "I remember a yellow house behind the garden"
flite_voice phrase-10 slt "living alone has made me more independent"
flite_voice phrase-11 rms "many people enjoy walking in the morning"
flite_voice phrase-12 awb "the manager was away all week long"

# One sentence in every format that is taken, at the rates that they usually have.
sentence="This is the same sentence in every format, so that they can be compared."
espeak-ng -v en-us -s 150 -w "$work/spoken.wav" "$sentence"
sox -V1 "$work/spoken.wav" -r 16000 -c 1 "$work/sentence.wav" norm -3
encode() { ffmpeg -v error -y -i "$work/sentence.wav" -map_metadata -1 -fflags +bitexact -flags:a +bitexact "$@"; }
encode -ar 8000 -c:a pcm_s16le sentence.wav
encode -ar 22050 -c:a flac sentence.flac
encode -ar 44100 -c:a libmp3lame -b:a 32k sentence.mp3
encode -ar 44100 -c:a aac -b:a 32k sentence.m4a
encode -ar 22050 -c:a libvorbis -q:a 0 sentence-vorbis.ogg
encode -c:a libopus -b:a 20k sentence.ogg
encode -af "pan=stereo|c0=c0|c1=c0" -c:a libopus -b:a 28k sentence-stereo.ogg

# Speech that is not English.
espeak-ng -v de -s 150 -w "$work/spoken.wav" "Gestern bin ich mit meinem Bruder in die Stadt gefahren, weil wir neue \
Schuhe kaufen wollten. Danach haben wir lange im Park gesessen und über die Schule gesprochen."
ffmpeg -v error -y -i "$work/spoken.wav" -map_metadata -1 -fflags +bitexact -flags:a +bitexact -ar 16000 -ac 1 \
    -c:a libopus -b:a 20k german.ogg
