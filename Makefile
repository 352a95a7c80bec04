# Two commands matter: `make run` starts Second Wind, `make test` sets up and runs every test.

SHELL := /bin/sh
.DEFAULT_GOAL := help
TOOLS := .cache/tools
UV := $(shell command -v uv 2>/dev/null || echo $(TOOLS)/bin/uv)
RUN := $(UV) run --frozen --no-sync
SUDO := $(shell [ "$$(id -u)" = 0 ] || command -v sudo 2>/dev/null)

.PHONY: help run test setup demo soak bench rows rows-mutate debian lint clean

help:
	@echo "make run          start Second Wind and print the link into it"
	@echo "make test         set up, then run every check and every test"
	@echo "make demo         look around in an invented search"
	@echo "make setup        install what is needed, and nothing else"
	@echo "make rows         every requirement row with what proves it"
	@echo "make rows-mutate  disable each action and see its tests notice"
	@echo "make soak         the long checks at their full figures, written to docs/soak.md, and 20 minutes of made-up mail"
	@echo "make bench        measure the reader, the matching, the lint and the scan (docs/bench.md)"

run: setup
	$(RUN) secondwind up

demo: setup
	$(RUN) secondwind demo

setup: .venv/.ready

.venv/.ready: pyproject.toml uv.lock
	@command -v $(UV) >/dev/null 2>&1 || { python3 -m venv $(TOOLS) && $(TOOLS)/bin/pip install --quiet uv; }
	$(UV) sync --frozen --quiet
	@touch .venv/.ready

# The tests drive Debian's Chromium and talk to its Dovecot; a machine that has them already keeps them.
debian:
	@missing=; \
	command -v chromium >/dev/null 2>&1 || [ -n "$$CHROMIUM" ] || missing="$$missing chromium"; \
	[ -x /usr/sbin/dovecot ] || command -v dovecot >/dev/null 2>&1 || missing="$$missing dovecot-imapd"; \
	[ -z "$$missing" ] || { $(SUDO) apt-get update -qq && \
	  $(SUDO) env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $$missing >/dev/null; }

lint: setup
	$(RUN) ruff check .
	$(RUN) ruff format --check .
	$(RUN) mypy
	$(RUN) lint-imports

test: setup debian lint
	@folder=$$(mktemp -d) && trap 'rm -rf "$$folder"' EXIT && SECONDWIND_DATA="$$folder" $(RUN) pytest -n 2

rows: setup debian
	$(RUN) python tests/rows report

rows-mutate: setup debian
	$(RUN) python tests/rows mutate

soak: setup debian
	$(RUN) python bench/soak.py
	$(RUN) python bench/fuzz.py --minutes 20

# `make bench SCAN="--messages 2000 --megabytes 65 --runs 1"` is done in a minute, and writes nothing.
SCAN ?= --write

bench: setup
	$(RUN) python bench/reading.py
	$(RUN) python bench/spam.py
	$(RUN) python bench/matching.py open
	$(RUN) python bench/lint.py
	$(RUN) python bench/scan.py $(SCAN)
	$(RUN) python bench/mailbox.py --write

clean:
	rm -rf .venv .cache .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
