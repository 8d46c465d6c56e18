# Every target does the set-up it needs; what has not changed is not done again. `make` alone lists the targets.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.PHONY: help setup run workshop test test-long check format docs handbook-figures lock pictures bench mutants clean

PORT ?= 8501
DATA =
HOST = 127.0.0.1
ADDRESS =
ARGS =
WORKERS ?= auto
BIN := .venv/bin
export PYTHONDONTWRITEBYTECODE := # empty: compiled files make every start after the first a quick one

help: ## this list
	@echo "usage: make TARGET"
	@sed -nE 's/^([a-z-]+):.*## (.*)/  \1|\2/p' Makefile | while IFS='|' read -r name says; do printf '%-18s %s\n' "$$name" "$$says"; done

setup: ## the Python environment in .venv, the project in it
	@scripts/setup

run: ## the simulator on port PORT=8501 with the handbook beside it; DATA=folder opens your own data
	@scripts/setup handbook
	@echo "run: http://127.0.0.1:$(PORT) (handbook at /handbook/); stop with Ctrl-C"
	@$(if $(DATA),COMPSIM_DATA="$(DATA)") exec $(BIN)/python -m streamlit run simulator/asgi.py \
		--server.port $(PORT) --server.address 127.0.0.1

workshop: ## people weigh objectives on their phones, on invented pay; HOST=0.0.0.0 opens it to the room (ADDRESS=, PORT=8502)
	@scripts/setup
	@exec $(BIN)/python -m simulator.workshop --host "$(HOST)" --address "$(ADDRESS)" \
		--port $(if $(filter file,$(origin PORT)),8502,$(PORT))

test: ## all tests but the long ones, in a real browser too; WORKERS=0 one after the other; ARGS= goes to pytest
	@scripts/setup handbook browser
	@CHROMIUM="$$(scripts/chromium)" $(BIN)/python -m pytest -m "not long" --numprocesses $(WORKERS) --dist loadfile $(ARGS)

test-long: ## the tests that take minutes
	@scripts/setup handbook browser
	@CHROMIUM="$$(scripts/chromium)" $(BIN)/python -m pytest -m long --numprocesses $(WORKERS) --dist loadfile $(ARGS) || { code=$$?; \
		if [ $$code -eq 5 ]; then echo "test-long: no test was selected; at least one must carry the marker 'long'"; fi; exit $$code; }

check: ## format, lint, types and floors
	@scripts/setup
	@failed=; for step in "ruff format --check ." "ruff check ." "mypy" "lint-imports --no-logo"; do \
		echo "check: $$step"; $(BIN)/$$step || failed="$$failed [$$step]"; done; \
		if [ -n "$$failed" ]; then echo "check: failed:$$failed"; exit 1; fi

format: ## put the code in shape
	@scripts/setup
	@$(BIN)/ruff format . && $(BIN)/ruff check --fix .

docs: ## the handbook in site/, strict
	@rm -f .make/handbook
	@scripts/setup handbook

handbook-figures: ## the handbook's bars and where it stands, in one table
	@scripts/setup handbook browser
	@CHROMIUM="$$(scripts/chromium)" PYTHONPATH=docs $(BIN)/python -m scripts.handbook_figures

lock: ## requirements.lock anew from pyproject.toml
	@scripts/lock

pictures: ## the README's pictures, taken from the running simulator
	@scripts/setup handbook browser
	@CHROMIUM="$$(scripts/chromium)" $(BIN)/python scripts/pictures.py

bench: ## ratios against peers, written to benchmarks/RESULTS.md; ARGS='"The handbook on a phone"' for one section
	@scripts/setup handbook
	@$(BIN)/python benchmarks/run.py $(ARGS)

mutants: ## changes pay rules and engine in one place at a time and asks whether a test notices; an hour or more
	@scripts/setup
	@scripts/mutants $(ARGS)

clean: ## remove what the other targets made
	@rm -rf .venv .make site .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +
