"""Benchmarks, with one thread for small matrices, as the commands have it."""

import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
