/** The same text with what cannot be read taken out: all that is left stays where it was. */
export interface Repaired {
  readonly text: string;
  /** Lines of which a part is not there any more, from 1. */
  readonly unread: ReadonlySet<number>;
}

/**
 * Takes out what makes the YAML of this line unreadable: at first the value after its key, with the lines that go on
 * with it, and when that was not enough the whole line and all that is below it. Undefined when nothing is left to take.
 */
export function takeOut({ text, unread }: Repaired, line: number): Repaired | undefined {
  const lines = text.split('\n');
  const start = line - 1;
  const written = lines[start];
  if (written === undefined || written.trim() === '') return undefined;
  const [, before = '', value] = keyAndValue.exec(written) ?? [];
  const isSecondTry = unread.has(line);
  const indent = isSecondTry || value === undefined ? indentOf(written) : keyColumn(before);
  // How deep a tab indents is anybody's guess.
  const end = /^ *\t/.test(written) ? line : endOfStray(lines, start, endOfBlock(lines, start, indent));
  const first = isSecondTry || value === undefined ? blank(written) : before + 'x'.repeat(value.length);
  const block = lines.slice(start + 1, end).map(blank);
  const repaired = [...lines.slice(0, start), first, ...block, ...lines.slice(end)].join('\n');
  return { text: repaired, unread: new Set([...unread, ...numbers(line, end)]) };
}

/** A line with a key: all up to its value, and the value without a line break. */
const keyAndValue = /^((?:\s*- +|\s+)*(?:"[^"]*"|'[^']*'|[\w.\-/[\]<]+): +)(\S[^\r]*)\r?$/;

function keyColumn(before: string): number {
  return /^(?:\s*- +|\s+)*/.exec(before)?.[0].length ?? 0;
}

function indentOf(line: string): number {
  return line.length - line.trimStart().length;
}

/** Behind the last line that is indented deeper. */
function endOfBlock(lines: readonly string[], start: number, indent: number): number {
  const rest = lines.slice(start + 1).findIndex((line) => line.trim() !== '' && indentOf(line) <= indent);
  return rest < 0 ? lines.length : start + 1 + rest;
}

/** Text that stands below its key without being indented deeper goes on as long as no line looks like a key or an item. */
function endOfStray(lines: readonly string[], start: number, end: number): number {
  const indent = indentOf(lines[start] ?? '');
  if (looksLikeYaml(lines[start] ?? '')) return end;
  let next = end;
  while (indentOf(lines[next] ?? '') === indent && !looksLikeYaml(lines[next] ?? '') && next < lines.length)
    next++;
  return next;
}

function looksLikeYaml(line: string): boolean {
  return /^\s*(?:- |-$|["']?[\w./-]+["']?:(?!\/\/)|$)/.test(line);
}

function blank(line: string): string {
  return line.replace(/[^\r]/g, ' ');
}

function numbers(from: number, to: number): number[] {
  return Array.from({ length: to - from + 1 }, (_, index) => from + index);
}

/** Whether the pattern of hosts of a whole playbook may be among what could not be read. */
export function lacksHosts(text: string, unread: ReadonlySet<number>): boolean {
  return text.split('\n').some((line, index) => unread.has(index + 1) && /^hosts?\b/.test(line));
}

/** The lines that lack something because one below them could not be read, from 1. */
export function linesAbove(text: string, unread: ReadonlySet<number>): Set<number> {
  const lines = text.split('\n');
  const above = new Set<number>();
  for (const line of unread) {
    let indent = indentOf(lines[line - 1] ?? '') + 1;
    for (let at = line - 1; at >= 1 && indent > 0; at--) {
      const written = lines[at - 1] ?? '';
      if (written.trim() === '' || indentOf(written) >= indent) continue;
      indent = indentOf(written);
      above.add(at);
    }
  }
  const first = lines.findIndex((line) => /^[^#\s]/.test(line));
  return above.add(first + 1);
}
