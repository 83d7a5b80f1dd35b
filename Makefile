# Every target sets up what it needs. Python 3.11 or newer and make are all that must be there.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
SET_UP := $(VENV)/.set-up

.PHONY: setup run test check bench faults pictures clean

setup: $(SET_UP)

$(SET_UP): requirements/test.txt pyproject.toml
	@echo "Setting up .venv; this takes about a minute, once."
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/test.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

run: setup
	@$(BIN)/python tests/run_or_demo.py

check: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/basedpyright
	$(BIN)/lint-imports

test: check
	QT_QPA_PLATFORM=offscreen $(BIN)/python -m pytest -n 2 tests
	$(BIN)/python tests/wheel_alone.py

bench: setup
	$(BIN)/python -m benches

faults: setup
	QT_QPA_PLATFORM=offscreen $(BIN)/python -m pytest -n 2 -rP tests/faults --full

pictures: setup
	$(BIN)/python docs/pictures.py

clean:
	rm -rf $(VENV) build dist .pytest_cache .ruff_cache .hypothesis
