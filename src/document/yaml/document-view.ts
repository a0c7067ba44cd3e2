import type { LossyNumber } from './plain-value.ts';
import type { Path, YamlDocument } from './yaml.ts';

/** What a view shows in the place of what is written. */
interface View {
  readonly value: unknown;
  /** By the paths of the view. */
  readonly lossyNumbers: readonly LossyNumber[];
  /** Where that which the view has at a path is written. */
  readonly writtenAt: (path: Path) => Path;
}

/** A document as if it held another value; each place is that of what is written. */
export function documentView(document: YamlDocument, { value, lossyNumbers, writtenAt }: View): YamlDocument {
  return {
    file: document.file,
    text: document.text,
    value,
    lossyNumbers,
    place: (path, part) => document.place(writtenAt(path), part),
    textPlace: (path, offset, length) => document.textPlace(writtenAt(path), offset, length),
    source: (path) => document.source(writtenAt(path)),
    commentAfter: (path) => document.commentAfter(writtenAt(path)),
    isEcho: (problem) => document.isEcho(problem),
  };
}
