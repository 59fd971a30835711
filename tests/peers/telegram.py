"""The bot against mockpost, a Bot API server that nobody here wrote: texts, edits, a picture and a file.

    telegram.py PROGRAM PYTHON

PROGRAM is speech-coach, PYTHON an interpreter that has mockpost. mockpost sends no secret with its webhooks, forgets
what was confirmed in getUpdates, has no presses and no files to fetch. So updates are posted to the webhook here, as
Telegram would, and mockpost is asked what the bot sent. Ends with 0 and the list of what was seen, or with what was not.
"""

import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path

from peers import NotSeen, direct, free_ports, wait_until

TOKEN = "424242:AAHfake-token-of-thirty-five-characte"
SECRET = "a_secret"
USER = 77


class Peer:
    """mockpost, with everything that it keeps in a folder."""

    def __init__(self, python, folder):
        self.port, *others = free_ports(6)
        names = ["SMTP_PORT", "FTP_PORT", "FTPS_PORT", "FTPS_IMPLICIT_PORT", "SFTP_PORT"]
        env = dict(os.environ, MOCKPOST_HTTP_PORT=str(self.port), MOCKPOST_DB_PATH=str(folder / "mockpost.db"))
        env |= {f"MOCKPOST_{name}": str(port) for name, port in zip(names, others)}
        env |= {"MOCKPOST_FTP_DATA_DIR": str(folder / "ftp"), "MOCKPOST_SFTP_DATA_DIR": str(folder / "sftp")}
        log = open(folder / "mockpost.log", "w")
        self.process = subprocess.Popen(
            [python, "-m", "mockpost.cli"], cwd=folder, env=env, stdout=log, stderr=subprocess.STDOUT
        )
        self.url = f"http://127.0.0.1:{self.port}"
        wait_until("mockpost", lambda: direct.open(f"{self.url}/telegram/bot{TOKEN}/getMe").status == 200)

    def sent(self):
        """What the bot sent to the user, each as the parameters of its call."""
        with direct.open(f"{self.url}/api/messages?channel=telegram&limit=500") as answer:
            messages = json.load(answer)
        messages = messages if isinstance(messages, list) else messages["messages"]
        ours = [message for message in messages if message["direction"] == "outbound"]
        payloads = [message["raw_payload"] for message in ours if str(message["recipient"]) == str(USER)]
        return [json.loads(payload) if isinstance(payload, str) else payload for payload in payloads]

    def wait_for(self, what, is_it):
        found = wait_until(what, lambda: next((call for call in self.sent() if is_it(call)), None))
        print(f"seen: {what}")
        return found


class Bot:
    """The real program behind its webhook."""

    def __init__(self, program, folder, peer):
        self.program, self.data = program, folder / "data"
        self.port, = free_ports(1)
        (folder / "token").write_text(TOKEN)
        (folder / "secret").write_text(SECRET)
        self.log = folder / "bot.log"
        self.updates = 0
        self.process = subprocess.Popen(
            [program, "serve", "--data", self.data, "--telegram-api", f"{peer.url}/telegram"]
            + ["--telegram-token-file", folder / "token", "--webhook-secret-file", folder / "secret"]
            + ["--webhook", f"127.0.0.1:{self.port}", "--messages-per-second", "0"],
            stderr=open(self.log, "w"),
        )
        wait_until("the bot", self.listens)

    def listens(self):
        if self.process.poll() is not None:
            raise SystemExit(f"the bot has ended:\n{self.log.read_text()}")
        socket.create_connection(("127.0.0.1", self.port)).close()
        return True

    def post(self, **update):
        self.updates += 1
        body = json.dumps({"update_id": self.updates, **update}).encode()
        headers = {"Content-Type": "application/json", "X-Telegram-Bot-Api-Secret-Token": SECRET}
        request = urllib.request.Request(f"http://127.0.0.1:{self.port}/telegram", body, headers)
        assert direct.open(request).status == 200

    def say(self, text):
        person = {"id": USER, "first_name": "Ana"}
        message = {"message_id": 5_000 + self.updates, "date": int(time.time()), "text": text}
        self.post(message={**message, "chat": {**person, "type": "private"}, "from": {**person, "is_bot": False}})

    def press(self, message_id, data):
        person = {"id": USER, "first_name": "Ana"}
        message = {"message_id": message_id, "date": 0, "chat": {**person, "type": "private"}}
        query = {"id": str(self.updates), "from": {**person, "is_bot": False}, "chat_instance": "1", "data": data}
        self.post(callback_query={**query, "message": message})

    def run(self, *arguments):
        ran = subprocess.run([self.program, *arguments, "--data", self.data], check=True, stdout=subprocess.PIPE)
        return ran.stdout

    def recorded_answers(self, folder):
        """Three answers from elsewhere: mockpost has no voice notes, and a picture needs something to draw."""
        learner = json.loads(self.run("learner", f"telegram:{USER}", "--json"))["learner_id"]
        speech = {"practice_ms": 46_000, "speaking_ms": 44_000, "phonation_ms": 35_500, "syllables": 170}
        speech |= {"pauses": 14, "words": 112}
        facts = folder / "answers.jsonl"
        lines = []
        for n in range(1, 4):
            body = {"occurred_at_ms": int(time.time() * 1_000) - n * 86_400_000, "utc_offset_min": 0}
            body |= {"task": "toefl-independent", "prompt": f"{n:016x}", "speech": speech}
            body |= {"score": {"score_centi": 300, "max_centi": 400}}
            fact = {"kind": "AnswerRecorded", "version": 1, "learner": learner, "answer": f"{n:016x}", "body": body}
            lines.append(json.dumps(fact))
        facts.write_text("\n".join(lines))
        self.run("replay", facts)


def stop(process):
    process.send_signal(signal.SIGTERM)
    return process.wait(WAIT_S)


def says(text):
    return lambda call: text in call.get("text", call.get("caption", ""))


def play(bot, peer, folder):
    bot.say("/start")
    peer.wait_for("a message with buttons", lambda call: says("in which language")(call) and call["reply_markup"])
    # mockpost does not say which number it gave a message; any will do, because it edits them all.
    bot.press(1_000, "language:en")
    peer.wait_for("an edit", lambda call: says("What may I do with your answers?")(call) and "message_id" in call)
    bot.press(1_000, "consent:service:1")
    peer.wait_for("the edit that shows a consent", says("✅"))
    bot.say("/practice")
    bot.press(1_000, "prompt:toefl-independent")
    peer.wait_for("a prompt", says("15 s to prepare"))
    bot.recorded_answers(folder)
    bot.say("/progress")
    peer.wait_for("a picture with its caption", lambda call: call.get("photo") == "picture.png" and call["caption"])
    bot.say("/export")
    peer.wait_for("a file", lambda call: str(call.get("document", "")).endswith(".jsonl"))


def main():
    program, python = (str(Path(argument).absolute()) for argument in sys.argv[1:3])
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        started = []
        try:
            peer = Peer(python, folder)
            started.append(peer.process)
            bot = Bot(program, folder, peer)
            started.append(bot.process)
            play(bot, peer, folder)
            assert stop(bot.process) == 0, bot.log.read_text()
            log = bot.log.read_text()
            failures = [line for line in log.splitlines() if "attempt failed" in line]
            assert not failures, "\n".join(failures)
        except NotSeen as unseen:
            logs = [path.read_text() for path in sorted(folder.glob("*.log"))]
            raise SystemExit("\n".join([str(unseen), *logs])) from None
        finally:
            for process in reversed(started):
                if process.poll() is None:
                    process.kill()
    print("mockpost took everything the bot sent")


main()
