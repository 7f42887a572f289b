# `make help` lists what there is. Each target does its own set-up.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
WORKERS ?= 4
# The tests' files live in memory where there is a gigabyte for them: each commit waits for its disk.
SCRATCH := $(shell df -k --output=avail /dev/shm 2>/dev/null | awk 'NR == 2 && $$1 > 1000000 { print "TMPDIR=/dev/shm" }')
PYTEST := $(SCRATCH) $(BIN)/pytest

.DEFAULT_GOAL := help

help: ## What can be made
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

install: $(READY) ## The virtual environment with everything in it

$(READY): pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --editable '.[dev]'
	@touch $@

demo: $(READY) ## The local workspace in a browser, with the bot in it
	@$(BIN)/hire-ml demo

test: $(READY) ## The test suite, in parallel
	$(PYTEST) -n $(WORKERS) --dist worksteal -m 'not kill and not soak'

soak: $(READY) ## What goes through all that there is: everybody's every verb, long stories
	$(PYTEST) -n 3 --dist worksteal -m 'soak and not kill and not alone'
	$(PYTEST) -m alone

kill: $(READY) ## The process killed in the middle, again and again
	$(PYTEST) -n 2 --dist worksteal -m kill

check: $(READY) lint test ## Lint, strict types, import layers and the tests

lint: $(READY) ## Lint, strict types and import layers
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

coverage: $(READY) ## The tests again, with the branches that none of them takes
	$(PYTEST) -n $(WORKERS) --dist worksteal -m 'not kill and not soak' --cov --cov-report=term:skip-covered

bench: $(READY) ## What the bot costs, beside what it is built on: a table, and bench.json
	@$(BIN)/python -m bench

screenshots: $(READY) ## README's screenshots, taken again
	$(BIN)/python -m tests.browser.screenshots

.PHONY: help install demo test soak kill check lint coverage bench screenshots
