import { isMap } from '../document/is-map.ts';
import { valueAt } from '../document/value-at.ts';
import type { Path, YamlDocument } from '../document/yaml/yaml.ts';
import type { LocatedPattern, LocatedText, RawVars } from './playbook.ts';

/** Text at a path, where there is any. */
export function locatedText(document: YamlDocument, path: Path): LocatedText | undefined {
  const text = valueAt(document.value, path);
  if (typeof text !== 'string') return undefined;
  return { text, at: (offset, length) => document.textPlace(path, offset, length) };
}

/** A pattern of hosts at a path, where there is any; the schema has checked it. */
export function locatedPattern(document: YamlDocument, path: Path): LocatedPattern | undefined {
  const pattern = valueAt(document.value, path);
  // That of the whole playbook may have been refused by the schema.
  if (!isPattern(pattern)) return undefined;
  const isList = typeof pattern !== 'string';
  const at: LocatedPattern['at'] = (offset, length, item) =>
    document.textPlace(isList ? [...path, item] : path, offset, length);
  return { pattern, at };
}

function isPattern(value: unknown): value is string | readonly string[] {
  return (
    typeof value === 'string' || (Array.isArray(value) && value.every((item) => typeof item === 'string'))
  );
}

/** Variables at a path; none where no map stands there, which the schema has told. */
export function rawVars(document: YamlDocument, path: Path): RawVars {
  const values = valueAt(document.value, path);
  return {
    values: isMap(values) ? values : {},
    at: (inside, offset, length) => {
      const place = [...path, ...inside];
      return offset === undefined ? document.place(place) : document.textPlace(place, offset, length);
    },
  };
}
