#!/usr/bin/env bash
# All checks, on a fresh machine too: installs what is missing, then format, lint, types, tests.
set -euo pipefail
cd "$(dirname "$0")/.."

if [ ! -e node_modules/.package-lock.json ] || [ package-lock.json -nt node_modules/.package-lock.json ]; then
  npm ci
fi
# Node 24 comes as a dev dependency, so that a machine with an older Node can run everything.
export PATH="$PWD/tools/node-24:$PWD/node_modules/.bin:$PATH"

# The real parts that the tests talk to.
missing=''
for need in /usr/sbin/sshd:openssh-server /usr/bin/ssh-keygen:openssh-client /usr/bin/sudo:sudo /usr/bin/doas:opendoas /bin/dash:dash /bin/busybox:busybox \
  /sbin/ip:iproute2 /usr/bin/ps:procps /usr/bin/jq:jq /usr/bin/openssl:openssl /usr/bin/shasum:perl; do
  [ -x "${need%%:*}" ] || missing="$missing ${need#*:}"
done
if [ -n "$missing" ]; then
  if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    echo "installing$missing, which the tests use"
    apt-get update -qq
    # shellcheck disable=SC2086
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing >/dev/null
  else
    echo "the tests need$missing: install them and run the tests again" >&2
    exit 1
  fi
fi

if [ "$(id -u)" != 0 ]; then
  echo "the tests start real hosts in namespaces of their own, which needs root: run them as root or in a container" >&2
  exit 1
fi
# What a killed run left is removed; what this run leaves turns it red.
node test/fleet/sweep-command.ts
end() {
  status=$?
  trap - EXIT
  node test/fleet/sweep-command.ts --expect-none || [ "$status" != 0 ] || status=1
  exit "$status"
}
trap end EXIT

biome check --error-on-warnings .
tsc --noEmit
vitest run "$@"
