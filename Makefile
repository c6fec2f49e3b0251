# What can be done here. `make demo` and `make test` need nothing but Python 3.11; they install the rest into .venv.

PYTHON ?= python3.11
# Where PyTorch comes from if the usual index would bring the CUDA build, for example
#   make demo TORCH_INDEX=https://download.pytorch.org/whl/cpu
TORCH_INDEX ?=
VENV := .venv
BIN := $(VENV)/bin

.DEFAULT_GOAL := help
.PHONY: help setup demo test lint format types check lock clean

help: ## this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | awk -F':.*## ' '{printf "  make %-10s %s\n", $$1, $$2}'

setup: $(VENV)/.done ## install everything into .venv

$(VENV)/.done: requirements.lock pyproject.toml
	@command -v $(PYTHON) >/dev/null 2>&1 || { \
	  echo "Python 3.11 wird gebraucht: apt-get install python3.11 python3.11-venv (oder make PYTHON=/pfad/zu/python3.11)"; exit 1; }
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check $(if $(TORCH_INDEX),--index-url $(TORCH_INDEX)) \
	  "$$(grep '^torch==' requirements.lock)"
	$(BIN)/pip install --quiet --disable-pip-version-check -r requirements.lock
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

demo: setup ## the whole way on the sample papers, in the terminal
	$(BIN)/stellwerk demo

test: setup ## all tests
	$(BIN)/python -m pytest -n 2 --dist loadfile

lint: setup ## ruff
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

format: setup ## ruff, in place
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

types: setup ## mypy, strict on bot, retrieval and corpus
	$(BIN)/mypy

check: lint types test ## what CI does

lock: ## solve the versions anew; needs uv
	uv pip compile --python-version 3.11 --extra dev --no-annotate --no-header pyproject.toml -o requirements.lock
	sed -i -e 's/^\(torch==[0-9.]*\)+cpu/\1/' -e '/^\(nvidia\|cuda\|triton\)/d' requirements.lock  # the CPU build needs none

clean: ## remove what was installed and built
	rm -rf $(VENV) build *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis
