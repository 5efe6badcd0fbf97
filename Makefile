# make run: the site on this machine · make dev: the same, reloading · make test: every test
PORT ?= 8000
PYTHON ?= python3
BIN = .venv/bin
SHELL = /bin/bash

.PHONY: run dev test bench messages messages-only lint lock clean

run: .venv/runtime
	@exec $(BIN)/python manage.py serve --port "$(PORT)"

dev: .venv/runtime
	@DEBUG=true exec $(BIN)/python manage.py serve --port "$(PORT)" --reload

test: .venv/dev tests/node_modules/done
	@$(BIN)/python -m pytest -n auto --dist loadfile $(ARGS)

.venv/bin/python:
	@command -v $(PYTHON) >/dev/null || { echo "Python is missing: install Python 3.11 or newer (on Debian: apt install python3 python3-venv)." >&2; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "$$($(PYTHON) --version) is too old: Python 3.11 or newer is needed." >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { echo "Python's venv is missing: install it (on Debian: apt install python3-venv)." >&2; exit 1; }
	@$(PYTHON) -m venv .venv >/dev/null 2>&1 || { rm -rf .venv; echo "Python's venv cannot be made in $(CURDIR): only $$(df -h --output=avail . | tail -n 1 | xargs) are free there. Make room (300 MB) and run again." >&2; exit 1; }

.venv/runtime: requirements.txt | .venv/bin/python
	@echo "Installing the runtime set …"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	@touch $@

.venv/dev: requirements-dev.txt | .venv/bin/python
	@echo "Installing the test set …"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	@touch $@ .venv/runtime

# axe-core and the Nu HTML checker; without npm the tests that need them are skipped and say so (with CI=true they fail).
tests/node_modules/done: tests/package-lock.json
	@if command -v npm >/dev/null; then npm ci --prefix tests --silent --no-audit --no-fund --ignore-scripts && touch $@; fi

MAKEMESSAGES = $(BIN)/python manage.py makemessages -l sv -l et -l fi -i '.venv/*' -i 'tests/*' -i 'var/*' --no-location --no-wrap --no-obsolete -v 0
# The figures of the README; a figure over its limit is an error.
bench: .venv/dev
	@$(BIN)/python tests/bench.py

messages: .venv/runtime messages-only
	@for file in locale/*/LC_MESSAGES/*.po; do msgfmt --check-format -o "$${file%.po}.mo" "$$file"; done

messages-only:
	@$(MAKEMESSAGES) && $(MAKEMESSAGES) -d djangojs

lint: .venv/dev
	@$(BIN)/ruff check . && $(BIN)/ruff format --check . && $(BIN)/djlint --lint --quiet templates

# Needs uv; the locks carry hashes and no addresses.
lock:
	@uv pip compile pyproject.toml --universal --generate-hashes --no-emit-index-url --no-header --upgrade -q -o requirements.txt
	@uv pip compile pyproject.toml --universal --group dev --generate-hashes --no-emit-index-url --no-header --upgrade -q -o requirements-dev.txt

clean:
	@rm -rf .venv tests/node_modules var
