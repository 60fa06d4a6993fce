# What a newcomer, a developer and CI run. Needs Python 3.11, 3.12 or 3.13 and make; the rest installs itself.

VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --quiet --disable-pip-version-check
PIP_VERSION := 26.3
UV_VERSION := 0.13.9
UV := build/uv-$(UV_VERSION)
N := 200
WORKERS := 2

# The first Python that fits, if none is named: `make run PYTHON=python3.13`.
FITS := import sys; sys.exit(not (3, 11) <= sys.version_info[:2] < (3, 14))
FIND := for p in python3.11 python3.12 python3.13 python3; do $$p -c '$(FITS)' 2>/dev/null && echo $$p && break; done
PYTHON = $(shell $(FIND))

CHECK_PYTHON = test -n "$(PYTHON)" && $(PYTHON) -c '$(FITS)' || \
	{ echo "No Python 3.11, 3.12 or 3.13: install one, or name it: make $(MAKECMDGOALS) PYTHON=..." >&2; exit 1; }

.DEFAULT_GOAL := help
.PHONY: help run test check types tests coverage stanza bench lock clean
.DELETE_ON_ERROR:

help: ## List what there is
	@awk -F ':.*## ' '/^[a-z]+:.*## /{printf "  make %-7s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: $(VENV)/.runtime ## Read data/raw, find claims, publish tables (options: make run ARGS="--help")
	$(BIN)/stasis run $(ARGS)

test: check ## Every test and check, with its own set-up; what CI runs

check: $(VENV)/.dev ## Format, lint, types, imports, tests, quality gate
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/lint-imports --no-logo
	@$(MAKE) --no-print-directory --jobs=2 types tests

# At once: the tests often wait for a server or a page, and the types are soon done.
types:
	$(BIN)/mypy

# A file of tests goes to one worker, for what it sets up is shared in it; tests/conftest.py says which go first.
tests:
	$(BIN)/pytest --numprocesses=$(WORKERS) --dist=loadfile --no-loadscope-reorder $(TESTS)

coverage: $(VENV)/.dev ## The tests once more, to see which lines they leave out: half as long again
	@$(MAKE) --no-print-directory tests TESTS='--cov --cov-report=term:skip-covered'

stanza: $(VENV)/.stanza ## Install the second engine as well: Stanza and torch, a gigabyte

bench: $(VENV)/.dev ## Documents and tokens a second, memory, time by stage (documents: make bench N=2000)
	$(BIN)/python benchmarks/throughput.py $(N)
	$(BIN)/python benchmarks/bench.py $(N)
	$(BIN)/python benchmarks/again.py $(N)

lock: $(UV) ## Rebuild the lock files from pyproject.toml with the newest releases it allows
	$(COMPILE) requirements.lock
	$(COMPILE) requirements-dev.lock --extra dask --extra dev --extra train --constraint requirements.lock
	$(COMPILE) requirements-stanza.lock --extra stanza --no-emit-package torch --constraint requirements-dev.lock

clean: ## Remove the virtual environment and caches; published tables stay
	rm -rf $(VENV) build *.egg-info .coverage .hypothesis .mypy_cache .pytest_cache .ruff_cache .import_linter_cache

# One version of each package for all Pythons, so that they give the same claims.
COMPILE = $(UV)/bin/uv pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes \
	--fork-strategy fewest --no-annotate --custom-compile-command 'make lock' \
	pyproject.toml --output-file

# Stamps: an install is done again only when what it came from is newer. The locks are whole, so pip need not resolve.
$(VENV)/.pip:
	@$(CHECK_PYTHON)
	@echo "Making $(VENV) with $(PYTHON)"
	@$(PYTHON) -m venv $(VENV) || \
		{ echo "$(PYTHON) cannot make environments: on Debian, apt install python3-venv" >&2; exit 1; }
	@$(PIP) install pip==$(PIP_VERSION)
	@touch $@

$(VENV)/.runtime: $(VENV)/.pip requirements.lock pyproject.toml
	@echo "Installing what Stasis needs (minutes, the first time)"
	@$(PIP) install --require-hashes --no-deps --requirement requirements.lock
	@PYTHONWARNINGS=ignore $(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.stanza: $(VENV)/.runtime requirements-stanza.lock
	@echo "Installing Stanza and torch"
	@$(PIP) install --require-hashes --no-deps --requirement requirements-stanza.lock
	@$(PIP) install --no-build-isolation --editable '.[stanza]'
	@touch $@

$(VENV)/.dev: $(VENV)/.stanza requirements-dev.lock
	@echo "Installing what its checks need"
	@$(PIP) install --require-hashes --no-deps --requirement requirements-dev.lock
	@$(PIP) check
	@touch $@

$(UV):
	@$(CHECK_PYTHON)
	$(PYTHON) -m venv $@
	$@/bin/python -m pip install --quiet --disable-pip-version-check uv==$(UV_VERSION)
