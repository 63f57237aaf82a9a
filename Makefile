# Everything a person does with a checkout. Needs Python 3.11 or newer with venv, and make; `make help` lists the targets.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
SOURCES := engine web forms tests
CHROMIUM ?= $(firstword $(wildcard $(foreach name,chromium chromium-browser google-chrome,$(addsuffix /$(name),$(subst :, ,$(PATH))))))

# What is installed is noted in the virtual environment, so that it is done once per change of a lock file.
RUN_READY := $(VENV)/.ready-to-run
TEST_READY := $(VENV)/.ready-to-test

.DEFAULT_GOAL := help
.PHONY: help setup run test lint check-browser bench fuzz chaos screenshots lock

help: ## List the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  %-11s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: $(TEST_READY) ## Install everything for work on Guiju into .venv

run: $(RUN_READY) ## Try Guiju out on http://127.0.0.1:8000 (GUIJU_PORT, GUIJU_DATA, DATABASE_URL)
	@$(BIN)/guiju run

lint: $(TEST_READY) ## Check style, types and import rules
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check --quiet .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-logo

# The closing line of pytest is the last thing printed.
test: lint check-browser ## Check everything, then run all tests (browser tests where Chromium is found)
ifeq ($(CHROMIUM),)
	@$(BIN)/python -m pytest --numprocesses=auto -m "not browser" $(PYTEST)
else
	@GUIJU_CHROMIUM="$(CHROMIUM)" $(BIN)/python -m pytest --numprocesses=auto $(PYTEST)
endif

check-browser:
ifeq ($(CHROMIUM),)
	@echo "Browser tests do not run: no Chromium found (Debian: apt-get install chromium fonts-noto-cjk)."
ifeq ($(CI),true)
	@echo "In CI nothing may be left out." && exit 1
endif
endif

bench: $(TEST_READY) ## Run the benchmarks (NAME=completion for one of them)
	@$(BIN)/guiju bench $(NAME)

chaos: $(TEST_READY) ## Kill processes while cases go on and check what is left (SECONDS=150, SEED=1)
	@$(BIN)/python -m tests.chaos $(if $(SECONDS),--seconds $(SECONDS)) $(if $(SEED),--seed $(SEED))

fuzz: $(TEST_READY) ## Feed random and damaged input to every reader (FUZZ_EXAMPLES=5000 of each kind)
	@$(BIN)/python -m pytest --quiet -p no:xdist -o python_files="fuzz_*.py" --hypothesis-profile=fuzz tests/fuzz $(PYTEST)
	@$(BIN)/python -m tests.fuzz.guided feel -max_total_time=60

screenshots: $(TEST_READY) ## Take the pictures in docs/images anew
	@GUIJU_CHROMIUM="$(CHROMIUM)" $(BIN)/python -m docs.screenshots

lock: $(TEST_READY) ## Write the lock files anew from pyproject.toml, with the newest versions it allows
	$(PIP) install uv
	$(BIN)/uv pip compile $(LOCKING) --group build pyproject.toml -o requirements.lock
	$(BIN)/uv pip compile $(LOCKING) --group build --group dev -c requirements.lock pyproject.toml -o requirements-dev.lock

LOCKING := --quiet --upgrade --no-strip-extras --universal --python-version 3.11 --generate-hashes --no-header --no-annotate \
	--no-emit-index-url --no-emit-find-links

$(RUN_READY): requirements.lock pyproject.toml | $(BIN)/python
	$(PIP) install --require-hashes -r requirements.lock
	$(PIP) install --no-deps --no-build-isolation --no-index -e .
	@touch $@

$(TEST_READY): requirements-dev.lock $(RUN_READY)
	$(PIP) install --require-hashes -r requirements-dev.lock
	@touch $@

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed."; exit 1; }
	@$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); echo "python3 -m venv failed (Debian: apt-get install python3-venv)."; exit 1; }
