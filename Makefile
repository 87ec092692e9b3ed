# Two commands on a fresh machine: `make serve` and `make test`. Both set up what they need.
PYTHON ?= python3
BIN := .venv/bin
SERVE_ARGS ?=

.PHONY: help setup setup-dev serve test lint bench wheel audit shots docs lock clean round-trip

help: ## Show this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

setup: ## Make .venv from the hashed lock
	@$(PYTHON) scripts/setup.py requirements.txt

serve: setup ## Start the site (IMPORT=path imports an old blog first)
ifdef IMPORT
	@$(BIN)/waypost import "$(IMPORT)" || [ $$? -eq 1 ]  # 1: some items failed, the others are in
endif
	@exec $(BIN)/waypost serve $(SERVE_ARGS)

setup-dev:
	@$(PYTHON) scripts/setup.py requirements-dev.txt
	@sh scripts/chromium.sh
	@sh scripts/hugo.sh
	@sh scripts/ghost_client.sh

test: setup-dev ## Run all tests
	@$(BIN)/python -m pytest -n 3 --dist loadfile --no-loadscope-reorder

lint: setup-dev ## Check style, types and layers
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-logo

bench: setup-dev ## Run the benchmarks, print ratios
	@$(BIN)/python -m bench

audit: setup-dev ## Check the pages with axe, Nu and Lighthouse (needs npm and Java)
	@$(BIN)/python -m bench.audit

shots: setup-dev ## Shoot every page of the theme's matrix into build/shots
	@$(BIN)/python -m tests.looks

round-trip: setup-dev ## Export, import and build all corpora (minutes)
	@$(BIN)/python -m tests.exporters.round_trip

wheel: ## Build the wheel in dist/
	@$(PYTHON) scripts/setup.py requirements-build.txt
	@$(BIN)/python -m build --wheel --no-isolation

docs: setup ## Make the generated pages anew
	@$(BIN)/python -m app.settings.reference > docs/configuration.md

lock: ## Write the locks anew (maintainers; needs uv)
	@sh scripts/lock.sh

clean: ## Remove the environment and caches, never data
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis dist build
