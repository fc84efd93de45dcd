# The commands of the house. `make` lists them.
SHELL := /bin/bash
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
DIST ?= dist
DEMO ?=
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes

.DEFAULT_GOAL := help
.PHONY: help install demo test quick coverage test-browser test-faults check bench scale docs wheel format lock clean system

help: ## list the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{ printf "  %-14s %s\n", $$1, $$2 }'

install: $(VENV)/run.stamp ## install calsync into .venv

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit("calsync needs Python 3.11 or newer; name one: make PYTHON=python3.11 ...") if sys.version_info < (3, 11) else None'
	@$(PYTHON) -m venv $(VENV)

$(VENV)/run.stamp: requirements/run.lock requirements/build.lock pyproject.toml | $(BIN)/python
	@echo "installing what calsync needs into $(VENV) (about a minute)" >&2
	@$(PIP) -r requirements/build.lock
	@$(PIP) -r requirements/run.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/dev.stamp: requirements/dev.lock $(VENV)/run.stamp
	@echo "installing what the tests need into $(VENV)" >&2
	@$(PIP) -r requirements/dev.lock
	@touch $@

demo: install ## watch a missed check-in reach a manager: make demo DEMO='--speed 60 --until-quiet'
	@$(BIN)/calsync demo $(DEMO)

test: check quick test-browser test-faults ## all that CI runs

quick: $(VENV)/dev.stamp system
	@$(BIN)/pytest -n 2 --dist worksteal

coverage: $(VENV)/dev.stamp system ## the quick suite with every line counted, which takes more than twice as long
	@$(BIN)/pytest -n 2 --dist worksteal --cov --cov-report=term:skip-covered

test-browser: $(VENV)/dev.stamp system ## the pages in Chromium
	@$(BIN)/pytest -m browser

test-faults: $(VENV)/dev.stamp system ## processes really killed, services really stopped
	@$(BIN)/pytest -m faults

check: $(VENV)/dev.stamp ## format, lint, types, floors
	@$(BIN)/ruff format --check --quiet . || { echo "not formatted: make format"; exit 1; }
	@$(BIN)/ruff check --quiet .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-logo

system:
	@tests/system-packages.sh

bench: $(VENV)/dev.stamp ## measure the scan, the ladders, the reading of diaries and the recognition, about four minutes
	@$(BIN)/python bench/scan.py
	@echo
	@$(BIN)/python bench/ladder.py
	@echo
	@$(BIN)/python bench/poll.py
	@echo
	@$(BIN)/python bench/recognise.py

scale: ## (to come) the story on worker processes, PostgreSQL and Redis
	@echo "make scale: not there yet; the scaled-out story needs hardening that is still to come." >&2; exit 2

docs: $(VENV)/dev.stamp ## make the timelines of docs/policies.md and docs/messages.md anew
	@$(BIN)/python docs/make_timelines.py
	@$(BIN)/python docs/make_messages.py

wheel: $(VENV)/dev.stamp ## build the wheel into DIST (default dist)
	@$(BIN)/python -m hatchling build -t wheel -d $(DIST)

format: $(VENV)/dev.stamp ## format the code
	@$(BIN)/ruff format --quiet .
	@$(BIN)/ruff check --fix --quiet .

# Extras stay in the files: pip takes a name without them for another requirement, and then wants the newest release.
UV := $(BIN)/uv pip compile --quiet --no-header --no-annotate --generate-hashes --no-emit-index-url --no-strip-extras --python-version 3.11

lock: $(VENV)/dev.stamp ## renew the lock files
	@$(UV) --extra dev pyproject.toml -o requirements/dev.lock
	@$(UV) --extra worker --extra postgres -c requirements/dev.lock pyproject.toml -o requirements/run.lock
	@printf 'hatchling\neditables\n' | $(UV) -c requirements/dev.lock - -o requirements/build.lock

clean: ## remove what was built or installed here
	rm -rf $(VENV) $(DIST) .mypy_cache .ruff_cache .pytest_cache .hypothesis .coverage .calsync-tenant
