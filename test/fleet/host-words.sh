# What the first process of a test host does when it is told a word on stdin. Sourced; needs $sshd_configs.

listeners=
start_sshd() {
  for config in $sshd_configs; do
    /usr/sbin/sshd -D -e -f "$config" </dev/null >&2 &
    listeners="$listeners $!"
  done
}

# The listeners and their sessions; what the sessions started runs on, as after a real link loss. Their ports are free after it: one
# that is killed takes connections until it is gone.
end_sshd() {
  for process in /proc/[0-9]*; do
    [ "$(cat "$process/comm" 2>/dev/null)" != sshd ] || kill -9 "${process#/proc/}" 2>/dev/null || :
  done
  # shellcheck disable=SC2086
  wait $listeners 2>/dev/null || :
  listeners=
}

# The sessions alone: they are children of a listener. All are found before the first is killed, as its child becomes init's then.
end_links() {
  sessions=
  for process in /proc/[0-9]*; do
    [ "$(cat "$process/comm" 2>/dev/null)" = sshd ] || continue
    parent=$(sed -n 's/^PPid:[[:space:]]*//p' "$process/status" 2>/dev/null) || continue
    [ "${parent:-1}" = 1 ] || sessions="$sessions ${process#/proc/}"
  done
  # shellcheck disable=SC2086
  [ -z "$sessions" ] || kill -9 $sessions 2>/dev/null || :
}

# The first process ends when its stdin ends, and all others with it: a test that is killed leaves nothing running.
obey() {
  echo ready
  while read -r word; do
    case $word in
      network) start_network ;;
      start) start_sshd ;;
      stop) end_sshd ;;
      drop) end_links ;;
    esac
    echo "$word"
  done
}
