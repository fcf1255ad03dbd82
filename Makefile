# The commands of this project. `make run` and `make test` set up everything they need on a fresh machine.
PYTHON ?= python3
VENV := .venv
KYR := $(VENV)/bin/kyr
INSTALL := $(VENV)/bin/python -m pip install --quiet --disable-pip-version-check --no-warn-script-location
export KYR_ENVIRONMENT ?= development

.PHONY: help run test check format lock messages browser-tools clean
help: ## Show this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 16

$(VENV)/ready: requirements.lock pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed, this is " + sys.version.split()[0])'
	@echo "Setting up $(VENV) (once; less than a minute) …"
	$(PYTHON) -m venv $(VENV)
	$(INSTALL) --require-hashes -r requirements.lock
	$(INSTALL) --no-deps --editable .
	@touch $@

$(VENV)/ready-to-test: $(VENV)/ready requirements-dev.lock
	@echo "Adding what the checks and tests need …"
	$(INSTALL) --require-hashes -r requirements-dev.lock
	@touch $@

run: $(VENV)/ready ## Start the bot with its content on http://127.0.0.1:8000/
	$(KYR) init
	$(KYR) serve

test: $(VENV)/ready-to-test ## Run all checks and tests, as CI does
	$(VENV)/bin/python -m tests.check

check: $(VENV)/ready-to-test ## Run the checks without the tests (before a commit)
	$(VENV)/bin/python -m tests.check --quick

format: $(VENV)/ready-to-test ## Put the code into the house format
	$(VENV)/bin/ruff format .
	$(VENV)/bin/ruff check --fix .

messages: $(VENV)/ready-to-test ## Collect the bot's own strings anew and merge them into every catalog
	$(VENV)/bin/kyr catalog update

lock: ## Renew the locked dependencies
	$(PYTHON) -m venv $(VENV)-lock && $(VENV)-lock/bin/python -m pip install --quiet uv
	$(VENV)-lock/bin/uv pip compile --quiet pyproject.toml --extra twilio --extra dev --generate-hashes --universal \
		--python-version 3.11 --custom-compile-command "make lock" --output-file requirements-dev.lock
	$(VENV)-lock/bin/uv pip compile --quiet pyproject.toml --extra twilio --generate-hashes --universal \
		--python-version 3.11 --custom-compile-command "make lock" -c requirements-dev.lock --output-file requirements.lock
	rm -rf $(VENV)-lock

browser-tools: ## Install what the browser tests need beside Chromium
	cd tests/browser && npm ci --silent

clean: ## Remove what was built; keeps var/ (databases)
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .import_linter_cache build *.egg-info
