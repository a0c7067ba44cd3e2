/** The files of this machine, as far as a plan wants to know. */
export interface LocalFiles {
  /** In bytes; undefined when `path` is no file that can be read. */
  size(path: string): number | undefined;
  /** It is there, and is neither a file nor a directory: a device, a pipe, a socket. */
  isSpecial(path: string): boolean;
  /** What a directory (with a slash at its end) or a pattern means; undefined when its directory cannot be read. */
  tree(path: string): LocalTree | undefined;
  /** The content of a file; undefined when it cannot be read. */
  read(path: string): LocalContent | undefined;
  /** Names in a directory, for advice; undefined when there is none. */
  names(directory: string): readonly string[] | undefined;
}

export interface LocalContent {
  readonly bytes: Uint8Array;
  /** Octal digits. */
  readonly mode: string;
}

export interface LocalTree {
  readonly files: readonly { readonly name: string; readonly size: number }[];
  readonly directories: readonly unknown[];
  readonly links: readonly unknown[];
  /** What cannot be sent, each with why. */
  readonly refused: readonly { readonly name: string; readonly why: string }[];
}
