# Bagui's front door. `make` alone lists what there is.

.DEFAULT_GOAL := help
.PHONY: help run setup test bench check screenshots format clean

PORT ?= 8080
# The texts of the law that the robot quotes, where they lie beside the project: imported once.
STATUTES ?= ../shared/data/legal-qa/kb_statutes.jsonl.gz
DATABASE ?= sqlite:var/demo.sqlite

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: ## install what is missing, build, fill the demonstration and serve it (PORT=8080 DATABASE=sqlite:var/demo.sqlite)
	@scripts/setup run
	@swift build -c release --product bagui
	@mkdir -p var
	@[ -f var/knowledge/index.bkx ] || [ ! -f "$(STATUTES)" ] || .build/release/bagui knowledge import "$(STATUTES)"
	@exec .build/release/bagui serve --demo --port $(PORT) --database "$(DATABASE)"

setup: ## install what building, running and testing need (safe to repeat)
	@scripts/setup test

test: ## install what the tests need, then run them all (STEPS="build swift" for some)
	@scripts/setup test
	@scripts/test $(STEPS)

bench: ## measure on this machine: ratios against the bare databases and the bare route
	@scripts/setup bench
	@swift build -c release --product bagui
	@scripts/bench

check: ## check all definitions
	@swift build --product bagui
	@.build/debug/bagui check Systems

screenshots: ## take the pictures of the documentation into var/screenshots
	@scripts/setup test
	@swift build --product bagui
	@scripts/screenshots

format: ## lay out the Swift sources as .swift-format says
	@swift format --in-place --parallel --recursive --configuration .swift-format Package.swift Sources Tests

clean: ## remove what was built and the demonstration's data; keeps what was fetched
	@rm -rf .build var/demo.sqlite* var/log
