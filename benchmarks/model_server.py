"""llama.cpp's server on the loopback, and a command that runs while it does: `model_server.py GGUF COMMAND...`.

Runs in the environment that has xllamacpp. The command finds the server's address in STELLWERK_TEST_MODEL_URL; its exit
code is ours.
"""

from __future__ import annotations

import os
import subprocess
import sys

import xllamacpp


def main(gguf: str, command: list[str]) -> int:
    """Starts the server on a free port, with the threads that OMP_NUM_THREADS allows."""
    threads = int(os.environ.get("OMP_NUM_THREADS") or os.cpu_count() or 1)
    params = xllamacpp.CommonParams()
    params.model.path = gguf
    params.hostnames = ["127.0.0.1"]
    params.n_ctx = 8192
    params.n_parallel = 2
    params.cpuparams.n_threads = threads
    params.cpuparams_batch.n_threads = threads
    params.ui = False
    server = xllamacpp.Server(params)
    url = f"{server.listening_address}/v1"
    print(f"Sprachmodell: {url}", file=sys.stderr)
    return subprocess.run(command, env={**os.environ, "STELLWERK_TEST_MODEL_URL": url}, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2:]))
