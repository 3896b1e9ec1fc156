SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

VENV := .venv/bin
PORT ?= 8400
DATA ?= var/demo
# More than there are processors: browser tests wait half of their time.
WORKERS ?= 4

# Each stamp stands for one finished step, newer than what the step was made from: a second `make run` runs no step.
PACKAGED := .venv/.packaged
TOOLED := .venv/.tooled
FETCHED := frontend/node_modules/.fetched
CLIENTS := tests/clients/node/node_modules/.fetched
BUILT := src/admittance/web/static/dist/manifest.json
LOCALES := $(wildcard src/admittance/explain/locale/*/LC_MESSAGES/*.po)
SPOKEN := $(LOCALES:.po=.mo)

.PHONY: help setup run test check bench faults fuzz screenshots docs messages lock clean

help: ## List the targets
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## (.*)/  make \1\t\2/' | expand -t 20

setup: $(TOOLED) $(BUILT) $(SPOKEN) $(CLIENTS) ## Install and build everything: packages, tools, pages, languages

run: $(PACKAGED) $(BUILT) $(SPOKEN) ## Start the demo world on http://127.0.0.1:8400 (PORT=, DATA=, ARGS=)
	@exec $(VENV)/admittance serve --demo --confirm-clock --port $(PORT) --data $(DATA) $(ARGS)

test: setup ## Run all tests, with a real Chromium (ARGS= for pytest)
	@CHROMIUM=$$(scripts/chromium.sh) && export CHROMIUM && $(VENV)/python -m pytest -n $(WORKERS) --dist loadfile --no-loadscope-reorder $(ARGS)

check: setup ## Lint, format, types, import contracts, house rules: under half a minute
	$(VENV)/ruff check .
	$(VENV)/ruff format --check .
	$(VENV)/mypy
	$(VENV)/lint-imports --no-logo
	$(VENV)/python -m pytest -q tests/house

bench: setup ## Measure side by side with its peers; results in benchmarks/RESULTS.md
	@$(VENV)/python -m benchmarks.run $(ARGS)

faults: setup ## Kill servers and cut power, all rounds
	@ADMITTANCE_FAULTS=full $(VENV)/python -m pytest -m faults tests/faults $(ARGS)

fuzz: setup ## Send 100,000 random requests made from the OpenAPI document (ARGS="--requests N --seed N")
	@$(VENV)/python -m tests.fuzz.run $(ARGS)

screenshots: setup ## Photograph every page at 390 and 1280 px
	@CHROMIUM=$$(scripts/chromium.sh) && export CHROMIUM && $(VENV)/python -m tests.e2e.screenshots $(ARGS)

docs: $(PACKAGED) ## Write the generated pages of docs/ again
	@$(VENV)/python scripts/docs.py

messages: $(PACKAGED) ## Collect the sentences of pages and refusals for translation, and compile them
	@$(VENV)/python scripts/messages.py
	@$(MAKE) --no-print-directory $(SPOKEN)

lock: $(TOOLED) ## Resolve the dependencies again (ARGS=--upgrade for newer versions)
	@scripts/lock.sh $(ARGS)

clean: ## Remove what was built; the demo's data stay
	@rm -rf .venv frontend/node_modules tests/clients/node/node_modules src/admittance/web/static/dist $(SPOKEN) .mypy_cache .ruff_cache .pytest_cache .import_linter_cache

# Made once; a newer Python is taken with `make clean`.
.venv/pyvenv.cfg:
	@scripts/venv.sh

$(PACKAGED): .venv/pyvenv.cfg requirements.lock requirements-build.lock pyproject.toml
	@echo "Installing packages …"
	@$(VENV)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements.lock -r requirements-build.lock
	@$(VENV)/python -m pip install -q --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

$(TOOLED): $(PACKAGED) requirements-dev.lock
	@echo "Installing the tools for tests and checks …"
	@$(VENV)/python -m pip install -q --disable-pip-version-check --no-compile --require-hashes -r requirements-dev.lock
	@touch $@

$(FETCHED): frontend/package.json frontend/package-lock.json frontend/.npmrc
	@scripts/node.sh
	@echo "Fetching the pages' packages …"
	@npm --prefix frontend ci --silent
	@touch $@

$(CLIENTS): tests/clients/node/package.json tests/clients/node/package-lock.json tests/clients/node/.npmrc
	@scripts/node.sh
	@echo "Fetching the clients that the tests run …"
	@npm --prefix tests/clients/node ci --silent
	@touch $@

$(BUILT): $(FETCHED) frontend/build.mjs $(wildcard frontend/src/* frontend/src/*/*)
	@npm --prefix frontend run build --silent

%.mo: %.po | $(PACKAGED)
	@$(VENV)/pybabel -q compile -i $< -o $@
