#!/usr/bin/env bash
# The real servers, for .ci/run: installs what is missing, runs the suites against a stack, then makes a run of 20 s on
# one as a user would. Where a server cannot be had it fails. Whatever happens, no server and no data are left.
set -eu
cd "$(dirname "$0")/.."

home=$(mktemp -d)
trap 'PROMO_HOME=$home npx promo stack down > /dev/null; rm -rf "$home"' EXIT

scripts/install-servers.sh
npx promo doctor --target kafka

npm run --silent test:stack

# Of npm run test:chaos:stack what touches the most in the least time: servers that die, and everything that undoes a fault.
# It has a stack of its own.
PROMO_TEST_BROKERS=none PROMO_STACK_FAULTS=1 npx vitest run --config vitest.stack.config.ts src/runs/outside-faults/servers \
  -t 'all are back when the run ends|nobody collects|kill -9|interrupted'

export PROMO_HOME=$home

# A verdict also judges how fast the machine is, which is not for CI to say: what must hold are the invariants.
npx promo stack up --brokers 1
npx promo simulate steady --target kafka --rate 2000 --duration 20s --json > "$home/run.json" 2> "$home/said.txt" || true
if ! node .ci/show-run.mjs "$home/run.json"; then
  cat "$home/said.txt"
  exit 1
fi
