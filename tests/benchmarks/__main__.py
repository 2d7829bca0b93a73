"""Prints every figure: ``make bench``, or ``python -m tests.benchmarks NAME…`` for some."""

import importlib
import pkgutil
import sys

import tests.benchmarks


def main() -> None:
    """Runs the benchmarks named, or all, one after the other."""
    names = sys.argv[1:] or [
        m.name for m in pkgutil.iter_modules(tests.benchmarks.__path__) if m.name != "__main__"
    ]
    for name in names:
        print(f"\n== {name}", flush=True)
        importlib.import_module(f"tests.benchmarks.{name}").main()


if __name__ == "__main__":
    main()
