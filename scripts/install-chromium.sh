#!/usr/bin/env bash
# Installs the browser that `npm run test:browser` drives: Debian's Chromium, from the distribution's own packages.
set -eu

if command -v chromium > /dev/null; then
  exit 0
fi
if [ "$(id -u)" -eq 0 ]; then sudo=''; else sudo='sudo'; fi
$sudo apt-get update -qq
$sudo apt-get install -y -qq --no-install-recommends chromium fonts-dejavu-core
