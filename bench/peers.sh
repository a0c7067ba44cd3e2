#!/usr/bin/env bash
# Installs the programs that the bench runs beside ours, as Debian ships them. Needs root.
set -euo pipefail

missing=''
for need in ansible-playbook:ansible-core clush:clustershell pdsh:pdsh parallel-ssh:pssh ssh:openssh-client \
  sshd:openssh-server time:time; do
  [ -n "$(PATH="$PATH:/usr/sbin" type -P "${need%%:*}")" ] || missing="$missing ${need#*:}"
done
[ -e /usr/lib/python3/dist-packages/ansible_mitogen ] || missing="$missing ansible-mitogen"
[ -n "$missing" ] || exit 0
echo "installing$missing" >&2
apt-get update -qq
# shellcheck disable=SC2086
DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing >/dev/null
