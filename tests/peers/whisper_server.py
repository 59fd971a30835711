"""A Whisper by faster-whisper behind the one path of OpenAI's protocol that recognises speech.

    whisper_server.py MODEL_FOLDER PORT
"""

import io
import sys

import uvicorn
from fastapi import FastAPI, File, Form, Header, UploadFile
from fastapi.responses import JSONResponse
from faster_whisper import WhisperModel

NAME = "whisper-1"
model = WhisperModel(sys.argv[1], device="cpu", compute_type="int8", cpu_threads=2)
app = FastAPI()


def refused(status, message):
    return JSONResponse({"error": {"message": message, "type": "invalid_request_error"}}, status)


@app.get("/v1/models")
def models():
    return {"object": "list", "data": [{"id": NAME, "object": "model"}]}


@app.post("/v1/audio/transcriptions")
def transcribe(
    file: UploadFile = File(...),
    wanted: str = Form(..., alias="model"),
    form: str = Form("json", alias="response_format"),
    granularities: list[str] = Form([], alias="timestamp_granularities[]"),
    authorization: str = Header(""),
):
    if not authorization.startswith("Bearer "):
        return refused(401, "no key")
    if wanted != NAME:
        return refused(404, "no such model")
    with_words = "word" in granularities
    segments, info = model.transcribe(
        io.BytesIO(file.file.read()), language="en", beam_size=1, word_timestamps=with_words
    )
    segments = list(segments)
    said = {"text": "".join(segment.text for segment in segments).strip(), "duration": info.duration}
    if form == "verbose_json":
        said["segments"] = [
            {"start": segment.start, "end": segment.end, "text": segment.text, "avg_logprob": segment.avg_logprob}
            for segment in segments
        ]
        if with_words:
            words = [word for segment in segments for word in segment.words or []]
            said["words"] = [{"word": word.word.strip(), "start": word.start, "end": word.end} for word in words]
    return said


uvicorn.run(app, host="127.0.0.1", port=int(sys.argv[2]), log_level="warning")
