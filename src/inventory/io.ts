/** The world that inventories are read from, handed in by the one who starts the run. Paths are absolute. */
export interface InventoryIo {
  /** Throws an error with a `code` such as ENOENT when it cannot. */
  readFile(path: string): Uint8Array;
  /** Names in a directory; undefined when there is none. */
  listDirectory(path: string): readonly string[] | undefined;
  /** The permission bits of a file; undefined where they mean nothing. */
  mode(path: string): number | undefined;
  /** Was it encrypted, and is `readFile` giving what is in it? */
  isSecret?(path: string): boolean;
  readonly cwd: string;
  readonly home: string;
  /** The user who runs the tool: who logs in unless told. */
  readonly user: string;
  /** The value of SSH_AUTH_SOCK. */
  readonly sshAuthSock?: string;
}
