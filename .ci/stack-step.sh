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

export PROMO_HOME=$home

# A verdict also judges how fast the machine is, which is not for CI to say: what must hold are the invariants.
npx promo stack up --brokers 1
npx promo simulate steady --target kafka --rate 2000 --duration 20s --json > "$home/run.json" 2> "$home/said.txt" || true
if ! node -e '
  const { run, verdict, error, invariants, metrics, thresholds } = JSON.parse(require("node:fs").readFileSync(process.argv[1], "utf8"))
  if (error) throw new Error(error.message)
  console.log(`verdict ${verdict}, target ${run.target}, ${metrics.events_processed.values.count} events processed`)
  for (const { name, status, checked, violations } of invariants) console.log(`  ${status} ${name}: ${violations} of ${checked}`)
  for (const { metric, expression, actual, status } of thresholds) console.log(`  ${status} ${metric}: ${expression} (${actual})`)
  const isKept = invariants.length > 0 && invariants.every(({ status }) => status === "pass")
  process.exit(run.target === "kafka" && isKept && metrics.events_processed.values.count === 40_000 ? 0 : 1)
' "$home/run.json"; then
  cat "$home/said.txt"
  exit 1
fi
