# make run        build everything and start the product with a played outside world
# make test       all checks and tests; installs or starts what they need
# make test-long  the slow tests on top: property tests over long random histories, chaos, benches, every journey in the browsers
# make deploy-check  the files of a deployment alone: Caddy really runs deploy/Caddyfile, docker-compose.yml and the Dockerfile are read
# make journey    a customer's journey in Chromium through Caddy and TLS, every process on its own; prints what each takes
# make e2e-long   every journey, every page looked at from all sides (pictures in spa/test-results/looks), and one journey in Firefox
# make chaos      a storm of 10,000 pictures, and long outages; NPROXY_CHAOS_SEED=.. repeats a weather
# make steady     processes come and go, PostgreSQL and the disk go away: rolling restarts and outages under load, the longer ones
# make bench-memory figures of a web and a worker process: start, at rest, 200 pictures of 1.5 MB in flight
# make bench-pool figures of the key pool: selection among 10,000 keys, and half of the keys dead
# make bench-admin figures of the admins' lists and searches with a million pictures
# make fuzz       spoiled uploads, as many as CASES says; spoiled replies and webhooks, NOISE of each on top of what is spoiled by rule
# make fuzz-api   schemathesis over every operation of the API, as nobody, customer and admin
# make audit      what is known to be bad about our dependencies; what can't be asked is skipped aloud
# make check      types and lints only
# make fmt        format everything
# make new-provider NAME=acme_images   lay the skeleton of a provider (CONTRIBUTING.md, "Adding a provider")
# make new-processor NAME=acme_pay     lay the skeleton of a payment processor (CONTRIBUTING.md, "Adding a payment processor")

# One target folder for every checkout and every way to build, outside the sources.
export CARGO_TARGET_DIR ?= $(HOME)/.cache/nproxy-target
NPROXY := $(CARGO_TARGET_DIR)/debug/nproxy
$(shell scripts/own-target "$(CARGO_TARGET_DIR)")
# Written into the SPA's sources by its build: no reason to build again.
SPA_SOURCES := $(shell find spa/src spa/landing spa/public spa/index.html spa/*.ts spa/package.json -type f ! -name '*.gen.ts' 2>/dev/null)

.PHONY: run spa always test test-long deploy-check journey e2e-long chaos steady bench-memory bench-pool bench-admin fuzz fuzz-api audit check \
	check-spa fmt new-provider new-processor
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
	scripts/need-caddy >/dev/null
	scripts/with-postgres scripts/with-s3 scripts/cargo-test
	chromium=$$(scripts/need-chromium) && \
	CHROMIUM_PATH=$$chromium NPROXY_BIN=$(NPROXY) scripts/with-dev npm --prefix spa run --silent e2e

test-long: test
	PROPTEST_CASES=20000 cargo test --workspace --lib -- properties
	NPROXY_TEST_LONG=1 scripts/with-postgres cargo test --workspace --lib -- against_the_model
	$(MAKE) e2e-long journey chaos steady bench-memory bench-pool bench-admin fuzz fuzz-api audit

deploy-check:
	scripts/need-caddy >/dev/null
	scripts/with-postgres cargo test --workspace --test it -- --skip deploy::journey deploy::

journey: spa
	scripts/need-caddy >/dev/null
	chromium=$$(scripts/need-chromium) && CHROMIUM_PATH=$$chromium \
	scripts/with-postgres cargo test --workspace --test it -- --nocapture deploy::journey

# The quick journeys among them, which `test` has run, are looked at here as well.
e2e-long: spa
	cargo build --workspace --bins
	chromium=$$(scripts/need-chromium) && firefox=$$(scripts/need-firefox) && \
	CHROMIUM_PATH=$$chromium FIREFOX_PATH=$$firefox NPROXY_TEST_LONG=1 NPROXY_BIN=$(NPROXY) \
	scripts/with-dev npm --prefix spa run --silent e2e

# One test at a time: their figures are of a machine that does nothing else.
chaos steady bench-memory bench-pool bench-admin: export NPROXY_TEST_LONG := 1
chaos:
	scripts/with-postgres cargo test --workspace --test it -- --nocapture --test-threads 1 \
		chaos::storm chaos::outage chaos::blip

steady:
	scripts/with-postgres cargo test --workspace --test it -- --nocapture --test-threads 1 \
		steady::rolling steady::outage

bench-memory:
	scripts/with-postgres cargo test --workspace --test it -- --nocapture steady::memory

bench-pool:
	scripts/with-postgres cargo test --workspace --lib -- --nocapture ring::tests::selection
	scripts/with-postgres cargo test --workspace --test it -- --nocapture chaos::half_dead

bench-admin:
	scripts/with-postgres cargo test --workspace --test it -- --nocapture admin_bench

CASES ?= 20000
# For each reply and webhook on file, of which there are hundreds: 20000 of these would take hours.
NOISE ?= 1000
fuzz:
	PROPTEST_CASES=$(CASES) NPROXY_FUZZ_NOISE=$(NOISE) cargo test --workspace --test it -- arbitrary_ keeps_the_promises

fuzz-api: spa
	cargo build --workspace --bins
	NPROXY_BIN=$(NPROXY) scripts/with-dev scripts/fuzz-api

audit:
	scripts/audit

fmt: spa/node_modules/.package-lock.json
	cargo fmt --all
	cd spa && npm run --silent format

# The name goes through the environment, so that a shell reads nothing into it.
new-provider new-processor: export NAME := $(NAME)
new-provider:
	@scripts/new-plugin provider "$$NAME"

new-processor:
	@scripts/new-plugin processor "$$NAME"
