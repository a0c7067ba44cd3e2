#!/bin/sh
# reboot, shutdown, halt, poweroff and systemctl of a machine that startHosts made. Like systemd's it answers at once; then all
# processes are asked to end, links with them, and the kernel call ends the first process: SIGHUP for a reboot, SIGINT for a halt.
how=$(basename "$0")
case $how:$* in
  systemctl:reboot* | reboot:* | shutdown:*-r*) call=reboot ;;
  systemctl:poweroff* | systemctl:halt* | halt:* | poweroff:* | shutdown:*) call=poweroff ;;
  *)
    echo 'System has not been booted with systemd as init system (PID 1). Can'\''t operate.' >&2
    exit 1
    ;;
esac
[ "$(id -u)" = 0 ] || { echo "$how: must be root" >&2; exit 1; }
[ "$(cat /etc/ignores-reboot)" = no ] || exit 0
setsid sh -c "trap '' TERM HUP; sleep 0.1; kill -TERM -1; sleep 0.1; exec busybox $call -f" </dev/null >/dev/null 2>&1 &
