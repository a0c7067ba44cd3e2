/** Directories of a system (Filesystem Hierarchy Standard 3.0) that nobody means to empty, beside those right below the root. */
export const systemDirectories = [
  '/usr/bin',
  '/usr/lib',
  '/usr/lib32',
  '/usr/lib64',
  '/usr/libexec',
  '/usr/local',
  '/usr/local/bin',
  '/usr/local/lib',
  '/usr/sbin',
  '/usr/share',
  '/var/cache',
  '/var/lib',
  '/var/log',
  '/var/spool',
  '/var/tmp',
] as const;

/** Shell text that each finding of the guard runs. */
export interface GuardFindings {
  readonly ifLink: string;
  readonly ifDangerous: string;
}

/**
 * Shell text that looks whether the directory `$d` may be emptied. What is, under whatever name, a directory of the system or a
 * home directory, or holds one, may not; nor a link, as what it leads to is another's. Homes are those of the login and of
 * all users that the host knows; that of a service (uid(7) below 1000) which nobody logs in to is a directory like others.
 * Of a home that is not there, or that nobody may enter, the directory counts in which it would be.
 * A name may begin with two slashes to bash (POSIX leaves their meaning open).
 * `-ef` sees through links and bind mounts; it is in no standard, and a shell without it compares the names alone.
 */
export function deletionGuard({ ifLink, ifDangerous }: GuardFindings): string {
  return `l=$d
while :; do case $l in */.) l=\${l%/.};; ?*/) l=\${l%/};; *) break;; esac; done
here=$(cd "$d/" && pwd -P) || exit 1
case $here in //*) here=\${here#/};; esac
case $here in
  ${systemDirectories.join('|')}) ${ifDangerous};;
  /home/*/*) ;;
  /home/*) ${ifDangerous};;
  /*/*) ;;
  *) ${ifDangerous};;
esac
users() {
  printf 'x:x:1000:x:x:%s:\\n' "$HOME"
  command -v getent >/dev/null 2>&1 || { cat /etc/passwd; return; }
  getent passwd
  getent passwd $SUDO_USER $DOAS_USER $(cat /proc/self/loginuid)
}
(
  while IFS=: read -r x x uid x x home shell; do
    case $shell in */nologin|*/false) [ "$uid" -ge 1000 ] || continue;; esac
    case $home in /*) ;; *) continue;; esac
    case $home/ in "$here"/*) ${ifDangerous};; esac
    until cd -P "$home/"; do home=\${home%/*}; done
    case $PWD/ in "$here"/*) ${ifDangerous};; esac
    up=\${PWD%/}
    while :; do
      [ "$up/" -ef "$here" ] && { ${ifDangerous}; }
      case $up in ?*) up=\${up%/*};; *) break;; esac
    done
  done
  exit 0
) 2>/dev/null <<AEON_USERS || exit 1
$(users 2>/dev/null)
AEON_USERS
[ -L "$l" ] && { ${ifLink}; }
`;
}
