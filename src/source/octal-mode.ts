/** The permission bits of a file as chmod(1) takes them: `644`, `4755`. */
export function octalMode(mode: number): string {
  return (mode & 0o7777).toString(8).padStart(3, '0');
}
