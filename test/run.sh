#!/usr/bin/env bash
# All checks, on a fresh machine too: installs what is missing, then format, lint, types, tests.
set -euo pipefail
cd "$(dirname "$0")/.."

if [ ! -e node_modules/.package-lock.json ] || [ package-lock.json -nt node_modules/.package-lock.json ]; then
  npm ci
fi
# Node 24 comes as a dev dependency, so that a machine with an older Node can run everything.
export PATH="$PWD/node_modules/.bin:$PATH"

if [ ! -x /usr/sbin/sshd ]; then
  if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    echo 'installing openssh-server, which the tests talk to'
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends openssh-server
  else
    echo 'the tests need /usr/sbin/sshd: install openssh-server and run them again' >&2
    exit 1
  fi
fi

biome check --error-on-warnings .
tsc --noEmit
vitest run "$@"
