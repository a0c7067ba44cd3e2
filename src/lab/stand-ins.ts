/**
 * Programs that stand first in the PATH of a lab host. A host of the lab is a directory and not a machine: what would reboot,
 * stop or rename this machine, or take its root, does so to the directory instead, or says that it can't.
 */

const rebootHost = `: > "$AEON_LAB_REQUESTS/reboot"`;

/** Text for /bin/sh by the name of the program. */
export const standIns: Readonly<Record<string, string>> = {
  reboot: rebootHost,
  hostname: `[ $# -eq 0 ] || case $1 in -s|-f|--short|--fqdn) ;; *) echo "hostname: the hosts of the lab keep their names" >&2; exit 1;; esac
echo "$AEON_LAB_HOST"`,
  shutdown: `for a in "$@"; do case $a in -r|--reboot) exec reboot;; esac; done
echo "shutdown: the hosts of the lab can only reboot" >&2; exit 1`,
  systemctl: `for a in "$@"; do case $a in -*) ;; reboot) exec reboot;; *) break;; esac; done
echo "systemctl: the hosts of the lab have no systemd" >&2; exit 1`,
  // As sudo(8) reads its options; the user stays the same.
  sudo: `while [ $# -gt 0 ]; do
  case $1 in
    --) shift; break;;
    -u|-g|-p|-C|-D|-h|-R|-r|-T|-t|-U) shift; [ $# -gt 0 ] && shift;;
    -*) shift;;
    *=*) export "$1"; shift;;
    *) break;;
  esac
done
[ $# -gt 0 ] || exit 0
exec "$@"`,
  ...refusing('halt', 'poweroff', 'init', 'telinit', 'su', 'doas', 'pkexec', 'runuser'),
};

function refusing(...names: string[]): Record<string, string> {
  return Object.fromEntries(
    names.map((name) => [name, `echo "${name}: not in the lab, which runs on a real machine" >&2; exit 1`]),
  );
}
