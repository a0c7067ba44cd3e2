/**
 * The value of a YAML text that uses nothing but maps, lists and scalars of one line, as large inventories do, and that
 * holds no trap. Ten times as fast as the full reader; undefined whenever there is any doubt, and then that one reads.
 */
export function readSimpleYaml(text: string): unknown {
  if (/[\0-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff]/.test(text)) return undefined;
  try {
    return new SimpleReader(text).read();
  } catch (error) {
    if (error === doubt) return undefined;
    throw error;
  }
}

/** Thrown to hand the text over to the full reader. */
const doubt = new Error('not simple');

interface Line {
  readonly indent: number;
  readonly text: string;
}

class SimpleReader {
  readonly #lines: Line[] = [];
  #at = 0;

  constructor(text: string) {
    for (const [index, line] of text.split('\n').entries()) {
      const content = line.trimStart();
      if (content === '' || content.startsWith('#') || (index === 0 && line === '---')) continue;
      if (content.startsWith('---') || content.startsWith('...') || content.startsWith('%')) throw doubt;
      this.#lines.push({ indent: line.length - content.length, text: content.trimEnd() });
    }
  }

  read(): unknown {
    const first = this.#lines[0];
    if (!first) throw doubt;
    const value = this.#block(first.indent, 0);
    if (this.#at < this.#lines.length) throw doubt;
    return value;
  }

  #block(indent: number, depth: number): unknown {
    if (depth > mostLevels) throw doubt;
    return this.#lines[this.#at]?.text.startsWith('- ') ? this.#list(indent) : this.#map(indent, depth);
  }

  #list(indent: number): unknown[] {
    const items: unknown[] = [];
    for (let line = this.#peek(indent); line?.text.startsWith('- '); line = this.#peek(indent)) {
      this.#at++;
      const item = line.text.slice(2).trimStart();
      if (keyed.test(item)) throw doubt;
      items.push(oneLineValue(item));
    }
    return items;
  }

  #map(indent: number, depth: number): Record<string, unknown> {
    const map: Record<string, unknown> = {};
    for (let line = this.#peek(indent); line; line = this.#peek(indent)) {
      this.#at++;
      const [matched, plain, double, single] = keyed.exec(line.text) ?? [];
      if (matched === undefined) throw doubt;
      const rest = line.text.slice(matched.length).trimStart();
      put(map, keyText(plain, double ?? single), this.#value(rest, indent, depth));
    }
    return map;
  }

  #value(rest: string, indent: number, depth: number): unknown {
    const next = this.#lines[this.#at];
    if (rest !== '' && !rest.startsWith('#')) {
      if (next && next.indent > indent) throw doubt;
      return oneLineValue(rest);
    }
    if (!next || next.indent < indent) return null;
    if (next.indent > indent) return this.#block(next.indent, depth + 1);
    return next.text.startsWith('- ') ? this.#list(indent) : null;
  }

  /** The line at this indentation that is next; none when the block is over. */
  #peek(indent: number): Line | undefined {
    const line = this.#lines[this.#at];
    if (!line || line.indent < indent) return undefined;
    if (line.indent > indent) throw doubt;
    return line;
  }
}

const mostLevels = 20;

/** A key that is a plain word, or is quoted and holds no escape; and what must follow it. */
const keyed = /^(?:([A-Za-z_0-9][\w./-]{0,99})|"([^"\\]{0,99})"|'([^']{0,99})'):(?= |$)/;

function keyText(plain: string | undefined, quoted: string | undefined): string {
  if (plain === undefined) return quoted ?? '';
  if (typeof scalar(plain) !== 'string') throw doubt;
  return plain;
}

function put(map: Record<string, unknown>, key: string, value: unknown): void {
  if (key === '__proto__' || Object.hasOwn(map, key)) throw doubt;
  map[key] = value;
}

function oneLineValue(text: string): unknown {
  if (text.startsWith('{') || text.startsWith('[')) return new FlowReader(text).read();
  const [, double, single, after] = /^(?:"([^"\\]*)"|'([^']*)')(.*)$/.exec(text) ?? [];
  const quoted = double ?? single;
  if (quoted !== undefined) {
    if (!/^(?: +#.*| *)$/.test(after ?? '')) throw doubt;
    return quoted;
  }
  const comment = text.indexOf(' #');
  const plain = comment < 0 ? text : text.slice(0, comment).trimEnd();
  if (!plainStart.test(plain) || plain.includes(': ') || plain.endsWith(':')) throw doubt;
  return scalar(plain);
}

const plainStart = /^[A-Za-z_0-9./~]/;

/** As the core schema of YAML 1.2.2 (section 10.3.2) resolves plain scalars; numbers in odd forms are left to others. */
function scalar(text: string): unknown {
  if (/^(?:~|null|Null|NULL)$/.test(text)) return null;
  if (/^(?:true|True|TRUE)$/.test(text)) return true;
  if (/^(?:false|False|FALSE)$/.test(text)) return false;
  if (!/^[-+.\d]/.test(text)) return text;
  const number = Number(text);
  if (/^\d+(?:\.\d+)?$/.test(text) && String(number) === text) return number;
  if (!Number.isNaN(number) || /^[-+.]|^\d*\.?\d*(?:[eE][-+]?\d*)?$|^0[xo]/.test(text)) throw doubt;
  return text;
}

/** `{ a: 1, b: [x, "y"] }` on one line. */
class FlowReader {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  read(): unknown {
    const value = this.#collection(0);
    if (!/^(?: +#.*| *)$/.test(this.#text.slice(this.#at))) throw doubt;
    return value;
  }

  #collection(depth: number): unknown {
    if (depth > mostLevels) throw doubt;
    return this.#take(/\{ */y) ? this.#map(depth) : this.#list(depth);
  }

  #map(depth: number): Record<string, unknown> {
    const map: Record<string, unknown> = {};
    if (this.#take(/\}/y)) return map;
    do {
      const [, plain, double, single] =
        this.#take(/(?:([A-Za-z_0-9][\w./-]{0,99})|"([^"\\]{0,99})"|'([^']{0,99})'): +/y) ?? [];
      const quoted = double ?? single;
      if (plain === undefined && quoted === undefined) throw doubt;
      put(map, keyText(plain, quoted), this.#value(depth));
    } while (this.#take(/ *, */y));
    if (!this.#take(/ *\}/y)) throw doubt;
    return map;
  }

  #list(depth: number): unknown[] {
    if (!this.#take(/\[ */y)) throw doubt;
    const list: unknown[] = [];
    if (this.#take(/\]/y)) return list;
    do list.push(this.#value(depth));
    while (this.#take(/ *, */y));
    if (!this.#take(/ *\]/y)) throw doubt;
    return list;
  }

  #value(depth: number): unknown {
    const next = this.#text[this.#at];
    if (next === '{' || next === '[') return this.#collection(depth + 1);
    const [quotes, double, single] = this.#take(/"([^"\\]*)"|'([^']*)'/y) ?? [];
    if (quotes !== undefined) return double ?? single;
    const [plain] = this.#take(/[A-Za-z_0-9./~][\w./~-]*(?: +[\w./~-]+)*/y) ?? [];
    if (plain === undefined || !/^(?: *[,\]}])/.test(this.#text.slice(this.#at, this.#at + 20))) throw doubt;
    return scalar(plain);
  }

  #take(expression: RegExp): RegExpExecArray | undefined {
    expression.lastIndex = this.#at;
    const match = expression.exec(this.#text);
    if (!match) return undefined;
    this.#at = expression.lastIndex;
    return match;
  }
}
