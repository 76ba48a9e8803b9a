# evalgate: `make run` tries it on this repository's own suites, `make test` runs its tests.
#
# Both install the system packages they need when one is missing, and say so.

SWIFT ?= swift
RELEASE_FLAGS := -c release
STATIC_BUILD := .build/static
# On macOS the standard library is part of the system. On Linux the static one asks for every symbol to be exported, which
# keeps what nobody calls.
STATIC_FLAGS := $(if $(filter Darwin,$(shell uname -s)),,--static-swift-stdlib -Xlinker --no-export-dynamic -Xlinker --icf=safe)
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

# One stripped file whose only shared library beyond the C ones is libcurl.
release: deps
	$(SWIFT) build $(RELEASE_FLAGS) --product evalgate $(STATIC_FLAGS) --scratch-path $(STATIC_BUILD)
	mkdir -p dist
	cp $(STATIC_BUILD)/release/evalgate dist/evalgate
	strip dist/evalgate

lint:
	$(SWIFT) format lint --strict --recursive --parallel Package.swift Sources Tests

format:
	$(SWIFT) format format --in-place --recursive --parallel Package.swift Sources Tests

deps:
	@./.ci/install-system-packages

clean:
	rm -rf .build dist
