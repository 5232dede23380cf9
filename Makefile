# Creator Spark. `make help` lists what there is; everything works from a fresh clone.
# Paths are relative throughout, because make can't name targets in a path with spaces.

.DEFAULT_GOAL := help
SHELL := /bin/sh
PORT ?= 8000
export PORT
export PYTHONUNBUFFERED = 1

# The newest Python that is at least 3.11; PYTHON=... names another.
PYTHON ?= $(shell for name in python3 python3.13 python3.12 python3.11 python; do \
	command -v $$name >/dev/null 2>&1 && \
	$$name -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && \
	{ echo $$name; exit; }; done; echo python3)
VENV_PYTHON = .venv/bin/python
WORKERS ?= 2
CODE = creatorspark scoring fraud rewards marketplace tests benchmarks scripts manage.py

.PHONY: help models run prepare prepare-dev prepare-test test lint static-checks bench demo-reset clean

help: ## Say what each command does
	@grep -E '^[a-z-]+:.*## ' Makefile | sed -E 's/^([a-z-]+):.*## (.*)/  make \1|\2/' | \
		awk -F'|' '{printf "%-20s %s\n", $$1, $$2}'

prepare: ## Make .venv and install what is pinned (the others do this by themselves)
	@$(PYTHON) scripts/prepare.py

prepare-dev:
	@$(PYTHON) scripts/prepare.py --dev

prepare-test:
	@$(PYTHON) scripts/prepare.py --dev --browser

run: prepare ## Start everything on http://localhost:$PORT; Ctrl-C stops it
	@$(VENV_PYTHON) manage.py run

models: prepare ## Add the optional models: text on screen, labels for review (110 MB)
	$(VENV_PYTHON) -m pip install --disable-pip-version-check -r requirements-models.txt

test: prepare-test static-checks ## Check style, types and migrations, then run every test
	$(VENV_PYTHON) -m pytest -n $(WORKERS) --dist loadscope --no-loadscope-reorder

lint: prepare-dev static-checks ## Check style, types and migrations only

static-checks:
	$(VENV_PYTHON) -m ruff check .
	$(VENV_PYTHON) -m ruff format --check .
	$(VENV_PYTHON) -m mypy $(CODE)
	$(VENV_PYTHON) manage.py makemigrations --check --dry-run

bench: prepare-dev ## Run every benchmark; results go to var/bench/
	@$(VENV_PYTHON) scripts/bench.py

demo-reset: prepare ## Throw the demo database away and seed it anew
	@$(VENV_PYTHON) manage.py demo_reset $(if $(YES),--yes)

clean: ## Remove what was installed; data in var/ stays
	rm -rf .venv node_modules .mypy_cache .ruff_cache .pytest_cache .hypothesis
