import type { Path, YamlDocument } from '../../document/yaml/yaml.ts';

/** An included file that is a mere list of stages, as if `stages:` stood above it. */
export function asPlaybook(document: YamlDocument): YamlDocument {
  if (!Array.isArray(document.value)) return document;
  const below = (path: Path) => (path[0] === 'stages' ? path.slice(1) : []);
  return {
    file: document.file,
    text: document.text,
    value: { stages: document.value },
    lossyNumbers: document.lossyNumbers.map(({ path, source }) => ({ path: ['stages', ...path], source })),
    place: (path, part) => document.place(below(path), part),
    textPlace: (path, offset, length) => document.textPlace(below(path), offset, length),
    source: (path) => document.source(below(path)),
    commentAfter: (path) => document.commentAfter(below(path)),
    isEcho: (problem) => document.isEcho(problem),
  };
}
