import { singleQuoted } from './marks.ts';

/** Sets `$d` to a path on the host: below the home directory with `~/`, else relative to where the login starts. */
export function setDestination(destination: string): string {
  return `d=${singleQuoted(destination)}
case $d in '~') d=$HOME;; '~/'*) d=$HOME/\${d#'~/'};; esac
case $d in /*) ;; *) d=./$d;; esac`;
}

/** The same for a directory, without slashes at its end. */
export function setDirectory(destination: string): string {
  return `${setDestination(destination)}
while :; do case $d in ?*/) d=\${d%/};; *) break;; esac; done`;
}
