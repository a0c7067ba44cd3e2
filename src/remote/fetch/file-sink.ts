/** A file of the host, and what takes its bytes here. */
export interface FileToFetch {
  /** On the host; relative to the login directory, or with `~/`. */
  readonly path: string;
  readonly open: () => Promise<FileSink>;
}

/** Holds a file descriptor until its end, so a host needs one at a time however many files it sends. */
export interface FileSink {
  write(bytes: Buffer): Promise<void>;
  /** What was written is on the disk. */
  end(): Promise<ReceivedFile>;
  /** Leaves nothing behind; also after an end that has failed. */
  discard(): Promise<void>;
}

/** A whole file, beside its place. */
export interface ReceivedFile {
  /** Puts the file in its place when it is what the host has; else throws a TaskFailure and leaves the old one. */
  finish(sent: SentFile): Promise<'kept' | 'unchanged'>;
  /** Leaves nothing behind. */
  discard(): Promise<void>;
}

/** As the host measured it. */
export interface SentFile {
  readonly size: number;
  readonly sha256: string;
}
