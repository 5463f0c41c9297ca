# The commands of README.md. A fresh machine needs Python 3.11 with pip, and make.
# SEED and COUNT choose the random histories of `make sim`; TESTS and ARGS narrow `make test`.

PYTHON ?= $(shell command -v python3.11 || command -v python3)
UV := $(shell command -v uv || echo .tools/uv/bin/uv)
UV_VERSION := 0.13.9
BIN := .venv/bin
MADE := .venv/.made
PYTEST := $(BIN)/pytest --dist worksteal

SEED ?= $(shell date +%s)
SEED := $(SEED)
COUNT ?= 1000
TESTS ?= tests
ARGS ?=

export UV_PYTHON_DOWNLOADS := never
# Images often set it; then each of the hundreds of processes of the tests compiles all of its libraries again.
export PYTHONDONTWRITEBYTECODE :=

.PHONY: help setup services demo check lint types architecture quick fast test warm histories soak bench bench-kafka sim format lock clean

help:  ## this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

setup: $(MADE)  ## make .venv with what uv.lock names (uv itself comes by pip where there is none)

$(MADE): pyproject.toml uv.lock .python-version | $(UV)
	$(UV) sync --frozen --python $(PYTHON)
	@touch $@

# --target leaves the machine's own Python as it is, also where pip may not touch it (PEP 668).
.tools/uv/bin/uv:
	$(PYTHON) -m pip install --quiet --disable-pip-version-check --target .tools/uv uv==$(UV_VERSION)

services:  ## install what the tests need beside Python: PostgreSQL, Kafka, checkers (Debian, Ubuntu; as root)
	$(PYTHON) deploy/postgresql.py install
	$(PYTHON) deploy/kafka.py install
	$(PYTHON) deploy/checkers.py install

demo: $(MADE)  ## a month of an invented bank, decided and explained
	$(BIN)/warning demo $(ARGS)

check: lint types quick  ## the fast loop: what needs neither processes nor a database

lint: $(MADE)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .

types: $(MADE)
	$(BIN)/mypy

architecture: $(MADE)  ## what imports what, sizes, purity: part of the fast tests, alone
	$(BIN)/pytest -q tests/architecture

QUICK := not slow and not postgresql and not kafka and not checkers and not soak
WITHIN := core contracts rulebook wording architecture scenarios golden streams

quick: $(MADE)
	$(PYTEST) -n 2 -q -m "$(QUICK)" $(WITHIN:%=tests/%) $(ARGS)

fast: export PROPERTY_SEEDS ?= 3
fast: export AGREE_SEEDS ?= 4
fast: $(MADE)  ## all tests that need no server and are not slow, before a commit
	$(PYTEST) -n 2 -q -m "$(QUICK)" $(TESTS) $(ARGS)

# What is installed comes from the network while lint and types work. More tests at once than cores: many wait for brokers.
# Fewer random histories, mutations and messages than `make histories`; of every profile, kind of mutation, table.
test: export PROPERTY_SEEDS ?= 4
test: export AGREE_SEEDS ?= 8
test: export SHAPE_SEEDS ?= 2
test: export TAMPERED ?= 160
test: export EXAMPLES ?= 50
# Hundreds of databases live for a second each, and the disk takes longer over their files than PostgreSQL does.
test: export TMPDIR ?= $(shell df -kP /dev/shm 2>/dev/null | awk 'END { print ($$4 > 8000000) ? "/dev/shm" : "/tmp" }')
test:  ## everything, as CI runs it
	$(MAKE) --no-print-directory --jobs=4 --output-sync services lint types warm
	$(PYTEST) -n 4 --hypothesis-profile=full -m "not soak" $(TESTS) $(ARGS)

# In a new clone each of the four would compile every module and test for itself, all at the same time.
warm: $(MADE)
	@$(BIN)/pytest --collect-only -qq -p no:xdist $(TESTS) > .venv/.collected || { cat .venv/.collected; exit 1; }

histories: export PROPERTY_SEEDS ?= 60
histories: $(MADE)  ## the long form of what is random: 60 histories of each profile (test: 4), 1,000 mutations (test: 160), all messages (test: half)
	$(PYTEST) -n 2 -q tests/properties tests/backtest/test_skipping.py tests/oracle/test_agree.py \
		tests/ledger/test_equalities.py tests/ledger/test_tampered.py tests/audit/test_tampered.py \
		tests/contracts/test_agree.py tests/contracts/test_decode.py $(ARGS)

# Besides what fails at random: each point of a batch on PostgreSQL, too (test: those that differ by database), and a
# group of 10,000 (test: 1,000). All three: KILLS=200 make soak ARGS="-k 'killed or group'". And every row of a month
# explained (test: one of each shape): ARGS="-k every_row".
soak: $(MADE)  ## failures at random instants, long forms: KILLS=200 EVENTS=200000 MINUTES=8 SEED=1 MEMBERS=10000 make soak
	$(BIN)/pytest -m soak tests/integration tests/cli/test_explain.py $(ARGS)

bench: $(MADE)  ## speed, as ratios of one run
	$(BIN)/python -m tests.bench $(ARGS)

bench-kafka: $(MADE)  ## speed of the pipeline, with a broker and PostgreSQL
	$(BIN)/python -m tests.bench.kafka $(ARGS)

sim: $(MADE)  ## COUNT random histories from SEED on: engine against oracle
	@echo "make sim SEED=$(SEED) COUNT=$(COUNT)"
	$(BIN)/python -m tests.oracle.agree --seeds $(SEED)-$$(($(SEED) + $(COUNT) - 1)) --shrink --jobs 2 $(ARGS)

format: $(MADE)  ## write the format, mend what lint can mend
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

lock: | $(UV)  ## resolve again after pyproject.toml changed
	$(UV) lock --python $(PYTHON)

clean:  ## remove what can be made again
	rm -rf .venv .tools .mypy_cache .pytest_cache .ruff_cache .hypothesis dist build demo-bank .demo-bank.* .coverage*
