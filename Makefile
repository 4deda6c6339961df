# Everything a person needs: run, test, check, bench. Each sets up what it needs.

PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready

.PHONY: run bot bot-check test check bench bench-agent bench-corpus bench-discord bench-evidence setup lock clean

## The IWM card: real bars where Yahoo can be reached, the simulated market otherwise
run: $(READY)
	@$(BIN)/python -m bot analyze IWM

## The Discord bot, until SIGTERM; PLUMB_DISCORD_TOKEN holds its token
bot: $(READY)
	@exec $(BIN)/python -m bot discord

## Log in once: the invite link, and what is missing
bot-check: $(READY)
	@$(BIN)/python -m bot discord --check

## All checks and all tests
test: check
	$(BIN)/python -m pytest -n auto

## Style, types and architecture, without the tests
check: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

## Timings side by side with other libraries, in one run
bench: $(READY)
	$(BIN)/python -m tests.benchmarks

## Answers: time, calls, what a hosted model would read, and the check (some minutes)
bench-agent: $(READY)
	$(BIN)/python -m tests.benchmarks.answers
	$(BIN)/python -m tests.benchmarks.grounding

## The corpus: how well it finds, how fast, its start and its memory (a quarter of an hour)
bench-corpus: $(READY)
	$(BIN)/python -m tests.benchmarks.embedding
	$(BIN)/python -m tests.benchmarks.judged
	$(BIN)/python -m tests.benchmarks.corpus_size

## Evidence: whether random markets stay silent, and what a whole study costs (some minutes)
bench-evidence: $(READY)
	$(BIN)/python -m tests.benchmarks.evidence

## The Discord bot under load: 200 members in 50 servers, 500 equal commands, a soak (ten minutes)
bench-discord: $(READY)
	$(BIN)/python -m tests.benchmarks.discord_load

setup: $(READY)

# uv installs the locked versions in seconds where pip takes minutes; byte-compiling makes the first
# command as fast as the next. Where pip is told of a folder of wheels, uv is told of it too; elsewhere it
# takes the CPU build of torch, a tenth of the size of the default one.
$(READY): pyproject.toml constraints.txt
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check uv
	@links="$${PIP_FIND_LINKS:-$$($(BIN)/python -m pip config get global.find-links 2>/dev/null || true)}"; \
	if [ -n "$$links" ]; then export UV_FIND_LINKS="$$links"; else set -- --torch-backend=cpu; fi; \
	$(BIN)/uv pip install --quiet --python $(BIN)/python --compile-bytecode "$$@" \
		-c constraints.txt -e '.[dev]'
	@touch $@

## Resolve the newest versions the ranges allow into constraints.txt
# Which build of torch is taken is the installer's choice, so its local label and the CUDA libraries that
# only the default Linux build wants stay out of the file.
lock:
	test -x $(BIN)/uv || ($(PYTHON) -m venv $(VENV) && $(BIN)/python -m pip install --quiet uv)
	$(BIN)/uv pip compile --quiet --upgrade --no-header --no-annotate --universal --extra dev \
		-o constraints.txt pyproject.toml
	sed -i.bak -E -e '/^(nvidia-|cuda-|triton)/d' -e 's/^(torch==[0-9.]+).*/\1/' constraints.txt
	uniq constraints.txt > constraints.txt.bak && mv constraints.txt.bak constraints.txt

clean:
	rm -rf $(VENV) build *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis
