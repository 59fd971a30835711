# What people and CI type. Everything is one release build: whisper, Opus and the FFT are unusable unoptimised.

CACHE := $(or $(filter /%,$(XDG_CACHE_HOME)),$(HOME)/.cache)/speech-coach
# Where setup puts a cmake of its own if the system has none and gives none.
export PATH := $(PATH):$(CACHE)/tools/bin

OUT := $(or $(CARGO_TARGET_DIR),target)

.DEFAULT_GOAL := help
.PHONY: help setup demo check test test-peers bench soak graph

help: ## this list
	@sed -n 's/^\([a-z-]*\):[^#]*## \(.*\)/make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 18

setup: ## install what is missing (says what and why), fetch the recogniser's weights
	@scripts/setup.sh

demo: setup ## put the sample voice notes through the system and show what comes out
	cargo build --release --locked
	$(OUT)/release/speech-coach demo

check: ## format, lints, documentation, house rules
	@scripts/setup.sh tools
	cargo fmt --all --check
	cargo clippy --release --locked --workspace --all-targets -- -D warnings
	RUSTDOCFLAGS="-D warnings" cargo doc --release --locked --workspace --no-deps
	cargo run --release --locked --quiet -p tidy

# One test more at a time than there are cores: many wait for a server or a clock.
test: ## every test
	@scripts/setup.sh tests
	RUST_TEST_THREADS=$$(($$(nproc) + 1)) cargo test --release --locked --workspace

test-peers: setup ## the bot and the judges against servers that nobody here wrote
	cargo build --release --locked
	scripts/test-peers.sh $(OUT)/release/speech-coach $(OUT)

bench: setup ## the figures of the README, into target/bench/results.json
	cargo build --release --locked --workspace
	$(OUT)/release/benches

graph: ## draw the graph as timely runs it, into docs/graph.svg
	@scripts/setup.sh graph
	cargo build --release --locked
	$(OUT)/release/speech-coach graph | dot -Tsvg -o docs/graph.svg

soak: ## what is too long for CI: 2,000 cases of every law, more kills, 10,000 learners, 20 simulated cohorts
	@scripts/setup.sh tests
	SPEECH_COACH_CASES=2000 SPEECH_COACH_KILLS=1000 SPEECH_COACH_CHAT_KILLS=100 SPEECH_COACH_LEARNERS=10000 SPEECH_COACH_RESEARCH_SEEDS=20 \
		cargo test --release --locked --workspace
