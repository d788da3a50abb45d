# make run        build everything and start the product with a played outside world
# make test       all checks and tests; installs or starts what they need
# make test-long  the slow tests on top: property tests over long random histories, chaos, benches, every journey in the browsers
# make e2e-long   every journey, every page looked at from all sides (pictures in spa/test-results/looks), and one journey in Firefox
# make chaos      a storm of 10,000 pictures, and long outages; NPROXY_CHAOS_SEED=.. repeats a weather
# make bench-pool figures of the key pool: selection among 10,000 keys, and half of the keys dead
# make bench-admin figures of the admins' lists and searches with a million pictures
# make check      types and lints only
# make fmt        format everything
# make new-provider NAME=acme_images   lay the skeleton of a provider (CONTRIBUTING.md, "Adding a provider")
# make new-processor NAME=acme_pay     lay the skeleton of a payment processor (CONTRIBUTING.md, "Adding a payment processor")

# One target folder for every checkout and every way to build, outside the sources.
export CARGO_TARGET_DIR ?= $(HOME)/.cache/nproxy-target
NPROXY := $(CARGO_TARGET_DIR)/debug/nproxy
# Written into the SPA's sources by its build: no reason to build again.
SPA_SOURCES := $(shell find spa/src spa/landing spa/public spa/index.html spa/*.ts spa/package.json -type f ! -name '*.gen.ts' 2>/dev/null)

.PHONY: run spa always test test-long e2e-long chaos bench-pool bench-admin check check-spa fmt new-provider new-processor
.DEFAULT_GOAL := run

run: spa
	cargo build --workspace --bins
	$(NPROXY) dev $(ARGS)

spa: spa/dist/index.html

# npm writes this file at the end of an installation.
spa/node_modules/.package-lock.json: spa/package-lock.json
	cd spa && npm ci --no-audit --no-fund
	touch $@

# Which files there are. Written anew only when one came or went: a deleted one is newer than nothing.
spa/node_modules/.sources: spa/node_modules/.package-lock.json always
	@echo $(sort $(SPA_SOURCES)) | cmp -s - $@ || echo $(sort $(SPA_SOURCES)) >$@

spa/dist/index.html: spa/node_modules/.package-lock.json spa/node_modules/.sources $(SPA_SOURCES)
	cd spa && npm run --silent build
	touch $@

check: check-spa
	cargo fmt --all --check
	cargo clippy --workspace --all-targets -- -D warnings

check-spa: spa
	cd spa && npm run --silent typecheck
	cd spa && npm run --silent lint
	cd spa && npm run --silent i18n:check
	cd spa && npm run --silent api:check

test: check
	cd spa && npm run --silent test
	scripts/with-postgres scripts/cargo-test
	chromium=$$(scripts/need-chromium) && \
	CHROMIUM_PATH=$$chromium NPROXY_BIN=$(NPROXY) scripts/with-dev npm --prefix spa run --silent e2e

test-long: test
	PROPTEST_CASES=20000 cargo test --workspace --lib -- properties
	NPROXY_TEST_LONG=1 scripts/with-postgres cargo test --workspace --lib -- against_the_model
	$(MAKE) e2e-long chaos bench-pool bench-admin

# The quick journeys among them, which `test` has run, are looked at here as well.
e2e-long: spa
	cargo build --workspace --bins
	chromium=$$(scripts/need-chromium) && firefox=$$(scripts/need-firefox) && \
	CHROMIUM_PATH=$$chromium FIREFOX_PATH=$$firefox NPROXY_TEST_LONG=1 NPROXY_BIN=$(NPROXY) \
	scripts/with-dev npm --prefix spa run --silent e2e

# One test at a time: their figures are of a machine that does nothing else.
chaos bench-pool bench-admin: export NPROXY_TEST_LONG := 1
chaos:
	scripts/with-postgres cargo test --workspace --test it -- --nocapture --test-threads 1 \
		chaos::storm chaos::outage chaos::blip

bench-pool:
	scripts/with-postgres cargo test --workspace --lib -- --nocapture ring::tests::selection
	scripts/with-postgres cargo test --workspace --test it -- --nocapture chaos::half_dead

bench-admin:
	scripts/with-postgres cargo test --workspace --test it -- --nocapture admin_bench

fmt: spa/node_modules/.package-lock.json
	cargo fmt --all
	cd spa && npm run --silent format

# The name goes through the environment, so that a shell reads nothing into it.
new-provider new-processor: export NAME := $(NAME)
new-provider:
	@scripts/new-plugin provider "$$NAME"

new-processor:
	@scripts/new-plugin processor "$$NAME"
