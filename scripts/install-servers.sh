#!/usr/bin/env bash
# What `promo stack up` needs on Debian where there is no Docker, and kcat, redis-cli and psql to look at what was
# written. Java, Maven and Go build the rest in the user's own cache. Debian starts a server as soon as it is installed;
# policy-rc.d forbids that, so that nothing runs but what the stack starts.
set -eu

readonly policy=/usr/sbin/policy-rc.d
missing=()

need() {
  local program=$1 package=$2
  command -v "$program" > /dev/null || compgen -G "/usr/lib/postgresql/*/bin/$program" > /dev/null || missing+=("$package")
}

need redis-server redis-server
need redis-cli redis-tools
need initdb postgresql
need psql postgresql-client
need kcat kcat
need java default-jre-headless
need mvn maven
need go golang-go

if [ ${#missing[@]} -eq 0 ]; then
  echo 'servers: all here'
  exit 0
fi

echo "servers: installing ${missing[*]}"
if [ ! -e "$policy" ]; then
  printf '#!/bin/sh\nexit 101\n' > "$policy"
  chmod +x "$policy"
  trap 'rm -f "$policy"' EXIT
fi
apt-get update -qq
DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" > /dev/null
