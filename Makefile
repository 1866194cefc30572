# Every command of the house. `make` alone lists them.

PYTHON ?= python3
BIN := .venv/bin
.DEFAULT_GOAL := help
.PHONY: help setup demo run quick test check fix bench sabotage reset messages requirements

help: ## list the commands
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-13s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: ## virtual environment and packages; as root also Chromium and PostgreSQL for the tests
	@$(PYTHON) bin/set_up.py

demo: ## build the demo club and open its shop
	@$(PYTHON) bin/set_up.py --without-test-tools
	@$(BIN)/kithkin demo

run: ## start shop and worker without touching data
	@$(BIN)/kithkin demo --as-it-is

quick: ## rules and walls only, in under ten seconds
	@$(BIN)/python -m pytest -q -m "not slow and not browser" tests/walls tests/base tests/contacts tests/connections

test: setup ## everything, on SQLite and PostgreSQL, and the stories in Chromium
	@$(BIN)/python bin/run_tests.py

check: setup ## style, types, floors, migrations, translations, documents
	@$(BIN)/ruff check . && $(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-logo
	@$(BIN)/python manage.py makemigrations --check --dry-run
	@$(BIN)/python -m kithkin.project.messages check
	@$(BIN)/python -m pytest -q tests/walls

fix: ## format and sort
	@$(BIN)/ruff check --fix . ; $(BIN)/ruff format .

bench: ## the figures of docs/performance.md
	@$(BIN)/python -m bench

sabotage: ## break each wall in a copy and tell what caught it
	@$(BIN)/python bin/sabotage.py

reset: ## throw the local data away and build the demo club again
	@$(BIN)/kithkin demo --fresh --build-only

messages: ## collect the words to translate, and compile them
	@$(BIN)/python -m kithkin.project.messages extract
	@$(BIN)/python -m kithkin.project.messages compile

requirements: ## pin the packages anew (needs uv)
	@uv pip compile pyproject.toml -q --universal --python-version 3.11 \
	  --generate-hashes --no-annotate --no-header --upgrade -o requirements.txt
	@uv pip compile pyproject.toml --group dev -q --universal --python-version 3.11 \
	  --generate-hashes --no-annotate --no-header --upgrade -o requirements-dev.txt
