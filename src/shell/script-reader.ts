import { insideQuotes, unquoted } from './marks.ts';

/** What stands in a script: hexadecimal digits, decimal ones, free shell text, or a text between single quotes. */
export type FieldKind = 'hex' | 'digits' | 'text' | 'quoted';

/** What the builder was given, or undefined for a text of another make. */
export type ScriptReader<Name extends string> = (text: string) => Readonly<Record<Name, string>> | undefined;

/**
 * Reads back what the builder of a script was given. The script is built with placeholders at the first use, and what
 * stands between them is compared as it is: a builder that changes changes its reader with it.
 */
export function scriptReader<Name extends string>(
  fields: Readonly<Record<Name, FieldKind>>,
  build: (given: Readonly<Record<Name, string>>) => string,
): ScriptReader<Name> {
  const names = Object.keys(fields) as Name[]; // The type of the record says that it has no other keys.
  let expression: RegExp | undefined;
  return (text) => {
    expression ??= expressionOf(fields, names, build);
    const found = expression.exec(text)?.groups;
    if (found === undefined) return undefined;
    const values = names.map((name, at) => [name, fieldValue(fields[name], found[group(at)] ?? '')]);
    return Object.fromEntries(values) as Record<Name, string>; // The same names again.
  };
}

function expressionOf<Name extends string>(
  fields: Readonly<Record<Name, FieldKind>>,
  names: readonly Name[],
  build: (given: Readonly<Record<Name, string>>) => string,
): RegExp {
  const given = Object.fromEntries(names.map((name, at) => [name, placeholder(fields[name], at)]));
  const script = build(given as Record<Name, string>); // Made from the same names.
  return new RegExp(`^${sourceOf(script, fields, names)}$`);
}

/** What no quoting touches and no script holds; for digits a number, so that it can be given as one. */
function placeholder(kind: FieldKind, at: number): string {
  return kind === 'digits' ? `770077${at}770077` : `PLACEHOLDER${at}REDLOHECALP`;
}

const placeholders = /(?:PLACEHOLDER|770077)(\d+?)(?:REDLOHECALP|770077)/;

function group(at: number): string {
  return `field${at}`;
}

const patterns: Readonly<Record<FieldKind, string>> = {
  hex: '[0-9a-f]+',
  digits: '[0-9]+',
  text: '[^]*?',
  quoted: insideQuotes,
};

/** The first place of each field catches it, the others must say the same. */
function sourceOf<Name extends string>(
  script: string,
  fields: Readonly<Record<Name, FieldKind>>,
  names: readonly Name[],
): string {
  const seen = new Set<number>();
  return script
    .split(placeholders)
    .map((part, index) => {
      if (index % 2 === 0) return part.replaceAll(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');
      const at = Number(part);
      const name = names[at];
      if (name === undefined) return '';
      if (seen.has(at)) return `\\k<${group(at)}>`;
      seen.add(at);
      return `(?<${group(at)}>${patterns[fields[name]]})`;
    })
    .join('');
}

function fieldValue(kind: FieldKind, text: string): string {
  return kind === 'quoted' ? unquoted(text) : text;
}
