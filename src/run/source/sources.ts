import type { SourceFile } from '../../remote/file/upload.ts';
import type { SourceTree } from '../../remote/tree/source-tree.ts';
import { fileBytes } from './file-bytes.ts';
import type { SourceFiles } from './source-files.ts';

/** Files of the controller that stages send: what was measured once is what every host gets. Paths are absolute. */
export interface Sources {
  /** Measures a file. */
  readonly file: (path: string) => Promise<SourceFile>;
  /** The same for what is in a directory, or what a pattern means. */
  readonly tree: (path: string) => Promise<SourceTree>;
  /** The content of a file. */
  readonly bytes: (path: string) => Promise<Buffer>;
  /** A stage may have changed any of them: what comes next is measured anew. */
  readonly forget: () => void;
}

/** Of the disk; `files` may have measured some already. */
export function sourcesOf(files: SourceFiles): Sources {
  let bytes = fileBytes();
  return {
    file: (path) => files.get(path),
    tree: (path) => files.trees.get(path),
    bytes: (path) => bytes(path),
    forget: () => {
      files.forget();
      bytes = fileBytes();
    },
  };
}
