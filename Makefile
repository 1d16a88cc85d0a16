# `make demo` and `make test` need Python 3.11 or 3.12 and make; everything else is installed into .venv.

VENV := .venv
BIN := $(VENV)/bin
KB := demo-kb

# The first interpreter that scispaCy can be installed with and that can make virtual environments.
# Give another with `make PYTHON=/path/to/python3.12 ...`.
SUITS := import ensurepip, sys, venv; sys.exit(not (3, 11) <= sys.version_info[:2] < (3, 13))
PYTHON ?= $(shell for python in python3.11 python3.12 python3; do \
	$$python -c "$(SUITS)" >/dev/null 2>&1 && echo $$python && break; done)

INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt

.PHONY: demo test format benchmark clean help

help:
	@echo "make demo       install, read the example corpus into ./$(KB), ask it two questions"
	@echo "make test       format, lint, types, import contracts, tests with coverage"
	@echo "make format     format the code and sort its imports"
	@echo "make benchmark  measure reading, storing and asking"
	@echo "make clean      remove what the other targets made"

demo: $(VENV)/.run
	$(BIN)/evidence --kb $(KB) ingest corpus/documents
	$(BIN)/evidence --kb $(KB) query "targeted therapy RCC"
	$(BIN)/evidence --kb $(KB) sparql --file docs/overall-survival.rq

test: $(VENV)/.dev
	$(BIN)/ruff format --check --output-format concise .
	$(BIN)/ruff check --output-format concise .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/pytest --numprocesses auto --dist loadfile --cov --cov-report=term

format: $(VENV)/.dev
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

benchmark: $(VENV)/.run
	$(BIN)/python scripts/benchmark.py

clean:
	rm -rf $(VENV) $(KB) build dist .coverage .hypothesis .mypy_cache .pytest_cache .ruff_cache .import_linter_cache

$(VENV)/bin/python:
	@test -n "$(PYTHON)" || { echo "no Python 3.11 or 3.12 with venv found; install one, or give it: make PYTHON=..." >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/.run: $(VENV)/bin/python pyproject.toml constraints.txt
	$(INSTALL) --editable .
	touch $@

$(VENV)/.dev: $(VENV)/bin/python pyproject.toml constraints.txt
	$(INSTALL) --editable ".[dev]"
	touch $@ $(VENV)/.run
