import { singleQuoted } from './marks.ts';

/** How a script tells what it found: the words of its first line. */
export const hostLockSays = {
  taken: 'taken',
  /** The path, who owns the file, and on further lines what stands in it. */
  held: 'held',
  free: 'free',
  /** No directory takes a small file. */
  nowhere: 'nowhere',
} as const;

const name = 'aeon-run.lock';

/**
 * The same places for all users, as controllers may log in as different ones: /var/tmp outlives a reboot, the others are for
 * hosts where it cannot be written. In all three nobody but its owner and root can remove a file. The hosts of the
 * embedded lab share those of this machine, and have their home instead.
 */
const places = 'if [ -n "$AEON_LAB_HOST" ]; then set -- "$HOME"; else set -- /var/tmp /tmp /dev/shm; fi';

const mostBytes = 4000;

/**
 * Functions of the shell. `content FILE` reads a lock and follows no link. `is_ours` compares what was read last with `id`.
 * `tell FILE` says who holds it.
 */
function functions(id: string): string {
  const ours = singleQuoted(`{"id":${JSON.stringify(id)},`);
  return `content() { text=; [ -f "$1" ] && [ ! -L "$1" ] && text=$(head -c ${mostBytes} "$1" 2>/dev/null); }
is_ours() { case $text in ${ours}*) return 0;; *) return 1;; esac; }
is_there() { [ -e "$1" ] || [ -L "$1" ]; }
tell() { printf '${hostLockSays.held} %s %s\\n%s\\n' "$1" "$(stat -c %U "$1" 2>/dev/null)" "$text"; exit 0; }`;
}

/**
 * Takes the lock, or tells who holds it. `holder` is JSON on one line that begins with the id: a lock with that id is
 * ours, and is taken over. `set -C` creates with O_EXCL, so of two that come at once one has it; one that is still empty
 * is being written.
 */
export function takeHostLockScript(id: string, holder: string): string {
  return `${functions(id)}
umask 022; set -C
${places}
take() {
  { printf '' >"$1"; } 2>/dev/null || return 1
  { printf '%s\\n' ${singleQuoted(holder)} >>"$1"; } 2>/dev/null || { rm -f "$1"; return 1; }
  [ -f "$1" ] && [ ! -L "$1" ] && { echo ${hostLockSays.taken}; exit 0; }
}
look() {
  n=0
  while is_there "$1"; do
    content "$1"
    is_ours && { { printf '%s\\n' ${singleQuoted(holder)} >|"$1"; } 2>/dev/null; echo ${hostLockSays.taken}; exit 0; }
    [ -n "$text" ] || [ -L "$1" ] || [ $n -ge 10 ] || { n=$((n + 1)); sleep 0.1 2>/dev/null || sleep 1; continue; }
    tell "$1"
  done
}
for p; do look "$p/${name}"; done
for p; do
  [ -d "$p" ] || continue
  take "$p/${name}" || look "$p/${name}"
done
echo ${hostLockSays.nowhere}
exit 0`;
}

/** Removes the lock where it has this id; tells who holds it where it has another, or where it cannot be removed. */
export function giveBackHostLockScript(id: string): string {
  return `${functions(id)}
${places}
for p; do
  f=$p/${name}
  is_there "$f" || continue
  content "$f"
  is_ours && rm -f "$f" 2>/dev/null && ! is_there "$f" && continue
  tell "$f"
done
echo ${hostLockSays.free}
exit 0`;
}

/** Tells who holds it; changes nothing. */
export function lookAtHostLockScript(): string {
  return `${functions('')}
${places}
for p; do is_there "$p/${name}" && { content "$p/${name}"; tell "$p/${name}"; }; done
echo ${hostLockSays.free}
exit 0`;
}
