# Every target does its own set-up in .venv; a second run starts at once.
PY := .venv/bin/python
WORKERS ?= auto

.PHONY: demo test check manual bench soak look lock audit clean

demo: .venv/.ready
	$(PY) -m funding_radar demo

test: .venv/.ready
	$(PY) -m pytest -n $(WORKERS) --dist loadgroup

check: .venv/.ready
	.venv/bin/ruff format --check .
	.venv/bin/ruff check .
	.venv/bin/mypy

manual: .venv/.ready
	$(PY) -m scripts.manual

bench: .venv/.ready
	$(PY) -m tests.benchmarks

look: .venv/.ready
	$(PY) -m tests.look

soak: .venv/.ready
	$(PY) -m pytest -n $(WORKERS) -m soak

audit: .venv/.ready
	sh scripts/audit

lock:
	uv pip compile --universal --python-version 3.11 --generate-hashes --all-extras --no-emit-index-url \
	    --no-header --quiet -o requirements.lock pyproject.toml

.venv/.ready: requirements.lock pyproject.toml scripts/setup
	sh scripts/setup

clean:
	rm -rf .venv
