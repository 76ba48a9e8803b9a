# evalgate: `make run` tries it on this repository's own suites, `make test` runs its tests.
#
# Both install the system packages they need when one is missing, and say so.

SWIFT ?= swift
RELEASE_FLAGS := -c release
BINARY := .build/release/evalgate

.PHONY: run test test-peers build release lint format deps clean

run: build
	$(BINARY) run

test: deps
	$(SWIFT) test $(RELEASE_FLAGS) --disable-testable-imports

# The tests that ask real servers from PyPI (moto, LiteLLM, llama.cpp), which the first run installs below .build/peers.
test-peers: deps
	EVALGATE_LIVE_TESTS=1 $(SWIFT) test $(RELEASE_FLAGS) --disable-testable-imports --filter 'MotoTests|LiteLLMTests|LlamaTests'

# Shares every object with `make test`.
build: deps
	$(SWIFT) build $(RELEASE_FLAGS) --product evalgate

# One stripped file that needs no shared library beyond the C ones, and libcurl to send anything.
release: build
	mkdir -p dist
	cp $(BINARY) dist/evalgate
	strip dist/evalgate

lint:
	$(SWIFT) format lint --strict --recursive --parallel Package.swift Sources Tests

format:
	$(SWIFT) format format --in-place --recursive --parallel Package.swift Sources Tests

deps:
	@./.ci/install-system-packages

clean:
	rm -rf .build dist
