# `make demo` and `make test` set up what they need: a folder .venv, once.
# Needed beforehand: Python 3.11 or newer with its venv module, and make.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
PIP := $(BIN)/python -m pip --disable-pip-version-check --no-input -qq
# A worker for each processor, but never more than four: each has a PostgreSQL of its own.
PYTEST := $(BIN)/python -m pytest --numprocesses logical --maxprocesses 4 --dist worksteal
PACKAGES := definitions workflow notifications commands

.PHONY: help demo test test-full lint bench lock statements schema messages clean
.DELETE_ON_ERROR:

help:
	@echo "make demo        one real decision from draft to publication"
	@echo "make test        all tests, heavy loops sampled"
	@echo "make test-full   all tests, heavy loops in full"
	@echo "make lint        ruff, mypy, import contracts"
	@echo "make bench       speed, for docs/performance.md"
	@echo "make statements  compile the SQL after a change of tables or statements"
	@echo "make schema      write the JSON Schema after a change of the definitions' keys"
	@echo "make messages    collect and compile the German sentences"
	@echo "make lock        pin the dependencies anew"
	@echo "make clean       remove what make has made"

demo: $(READY)
	@$(BIN)/laufzettel demo

test: $(READY)
	$(PYTEST)

test-full: $(READY)
	LAUFZETTEL_FULL=1 $(PYTEST)

lint: $(READY)
	$(BIN)/python -m ruff check
	$(BIN)/python -m ruff format --check
	$(BIN)/python -m mypy
	$(BIN)/lint-imports

bench: $(READY)
	$(BIN)/python -m tests.bench

statements: $(READY)
	$(BIN)/python -m workflow.statements
	$(BIN)/python -m notifications.statements
	$(BIN)/python -m notifications.copies

schema: $(READY)
	$(BIN)/python -m definitions.schema

messages: $(READY)
	$(BIN)/python -m tests.commands.catalogue

# The environment is made from nothing whenever the lock or the project changes: what is
# not in the lock is not there. Wheels only, so that no compiler is needed. An editable
# install is refused together with --require-hashes, hence the second step.
$(READY): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	    { echo "Python 3.11 or newer is needed: make PYTHON=python3.12 ..."; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || \
	    { echo "Python's venv module is missing: apt-get install python3-venv"; exit 1; }
	@echo "Setting up $(VENV), once ..."
	@$(PYTHON) -m venv --clear $(VENV)
	@$(PIP) install --only-binary :all: --require-hashes -r requirements.lock
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

# Outside .venv, because pip-tools is no part of it; from the public index alone, so that
# the hashes are those that everybody gets; without any address, so that a mirror serves too.
# The second lock is what a server needs: a part of the first, from which it starts.
PIP_COMPILE := env -u PIP_INDEX_URL -u PIP_EXTRA_INDEX_URL -u PIP_FIND_LINKS \
    PIP_CONFIG_FILE=/dev/null CUSTOM_COMPILE_COMMAND="make lock" \
    build/lock/bin/pip-compile --quiet --no-config --generate-hashes --allow-unsafe \
    --strip-extras --no-emit-index-url --no-emit-find-links --no-emit-trusted-host \
    --no-emit-options --extra postgres --extra calendar --extra pdf --extra docx \
    --build-deps-for editable
lock:
	rm -rf build/lock
	$(PYTHON) -m venv build/lock
	build/lock/bin/python -m pip --quiet install pip-tools==7.6.2
	$(PIP_COMPILE) --upgrade --extra test --output-file requirements.lock pyproject.toml
	cp requirements.lock requirements.service.lock
	$(PIP_COMPILE) --output-file requirements.service.lock pyproject.toml

clean:
	rm -rf $(VENV) build dist *.egg-info laufzettel-demo* .hypothesis \
	    .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
	find $(PACKAGES) tests -name __pycache__ -prune -exec rm -rf {} +
	rm -rf __pycache__
