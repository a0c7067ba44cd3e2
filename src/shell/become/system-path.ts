/** sudo gives root the directories of the system's programs, doas and su leave the PATH of the one who logged in. */
export function withSystemPath(text: string): string {
  return `[ "$(id -u)" != 0 ] || PATH=$PATH:/usr/local/sbin:/usr/sbin:/sbin
${text}`;
}
