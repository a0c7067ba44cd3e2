import { documentView } from '../../document/yaml/document-view.ts';
import type { YamlDocument } from '../../document/yaml/yaml.ts';

/** An included file that is a mere list of stages, as if `stages:` stood above it. */
export function asPlaybook(document: YamlDocument): YamlDocument {
  if (!Array.isArray(document.value)) return document;
  return documentView(document, {
    value: { stages: document.value },
    lossyNumbers: document.lossyNumbers.map(({ path, source }) => ({ path: ['stages', ...path], source })),
    writtenAt: (path) => (path[0] === 'stages' ? path.slice(1) : []),
  });
}
