#!/bin/bash
# The first process of a test host, in its own mount and process namespaces: when it ends, all processes of the host
# end and its mounts are gone. It ends when its stdin ends, so a test that is killed leaves nothing running.
# bash, because it takes in the orphans (an init has to) while it waits for a line.
set -eu
directory=$1

mount -t tmpfs -o mode=711 tmpfs "$directory/volatile"
mkdir "$directory/volatile/upper" "$directory/volatile/work"
chmod 755 "$directory/volatile/upper"
mount -t overlay -o "lowerdir=/etc,upperdir=$directory/volatile/upper,workdir=$directory/volatile/work" overlay /etc
cp -rp "$directory/etc/." /etc/
# sudo remembers in /run who gave a password; no host may know that of another.
mount -t tmpfs -o mode=755 tmpfs /run
mkdir -m 755 /run/sshd /run/lock

start_sshd() {
  for config in "$directory"/sshd_config.*; do
    /usr/sbin/sshd -D -e -f "$config" </dev/null >&2 &
  done
}

# The listeners and their sessions; what the sessions started runs on, as after a real link loss.
end_sshd() {
  for process in /proc/[0-9]*; do
    [ "$(cat "$process/comm" 2>/dev/null)" != sshd ] || kill -9 "${process#/proc/}" 2>/dev/null || :
  done
}

# The sessions alone: children of a listener.
end_links() {
  for process in /proc/[0-9]*; do
    [ "$(cat "$process/comm" 2>/dev/null)" = sshd ] || continue
    parent=$(sed -n 's/^PPid:[[:space:]]*//p' "$process/status" 2>/dev/null) || continue
    [ "${parent:-1}" = 1 ] || kill -9 "${process#/proc/}" 2>/dev/null || :
  done
}

echo ready
while read -r word; do
  case $word in
    start) start_sshd ;;
    stop) end_sshd ;;
    drop) end_links ;;
  esac
  echo "$word"
done
