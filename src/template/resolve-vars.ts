import type { Problem } from '../document/problem.ts';
import type { Value, Vars } from '../inventory/host/host.ts';
import { mask } from '../secret/masker.ts';
import { asDataLike } from '../secret/secret-value.ts';
import { evaluate } from './evaluate.ts';
import type { Fault } from './fault.ts';
import { type Parsed, parseTemplate } from './parse.ts';
import { usesOf } from './references.ts';
import { isReserved, onMade, type Scope } from './scope.ts';
import type { PlaceOf } from './template.ts';
import { fitText } from './text-fit.ts';
import { walk } from './walk.ts';

export interface ResolvedVars {
  /** Where a var has a problem, its text as written. */
  readonly vars: Vars;
  readonly problems: readonly Problem[];
}

/** The place of a var's text. Inside lists and maps the name goes on with dots: `app.urls.0`. */
export type VarPlaces = (name: string) => PlaceOf;

/** Fills in the vars that use other vars. Reads each text once, however many hosts have it. */
export class VarResolver {
  readonly #parsed = new Map<string, ParsedText>();
  readonly #doubt: (name: string) => boolean;

  /** Of a var that is in doubt nobody is told that it is missing: it may stand where something could not be read. */
  constructor(doubt: (name: string) => boolean = () => false) {
    this.#doubt = doubt;
  }

  /**
   * Texts of vars, also inside lists and maps, are templates that may use the other vars and the reserved names of
   * `scope`. A text that is nothing but `{{x}}` keeps the type of x. Without any template the answer holds `raw` itself.
   */
  resolve(raw: Vars, at: VarPlaces, scope: Scope): ResolvedVars {
    if (!isTemplate(raw)) return { vars: raw, problems: [] };
    const resolution = new Resolution(raw, at, scope, {
      read: (text) => this.#read(text),
      doubt: this.#doubt,
    });
    for (const name of Object.keys(raw)) resolution.settle(name);
    return resolution.result();
  }

  #read(text: string): ParsedText {
    const known = this.#parsed.get(text) ?? readText(text);
    this.#parsed.set(text, known);
    return known;
  }
}

interface ParsedText extends Parsed {
  readonly text: string;
  /** The vars that it uses. */
  readonly needs: readonly string[];
}

function readText(text: string): ParsedText {
  const parsed = parseTemplate(text);
  const paths = [...usesOf(parsed.nodes)].map(({ path }) => path.parts);
  const needs = paths.map(([first = '', second]) => (first === 'vars' ? (second ?? '') : first));
  return { ...parsed, text, needs: [...new Set(needs)] };
}

/** Does a text with `{{` stand in it? */
export function isTemplate(value: Value): boolean {
  if (typeof value === 'string') return value.includes('{{');
  if (typeof value !== 'object' || value === null) return false;
  return Object.values(value).some(isTemplate);
}

interface Means {
  readonly read: (text: string) => ParsedText;
  readonly doubt: (name: string) => boolean;
}

class Resolution {
  readonly #raw: Vars;
  readonly #at: VarPlaces;
  readonly #means: Means;
  readonly #visible: Record<string, unknown> & Scope;
  readonly #vars: Record<string, Value> = withoutPrototype();
  readonly #problems: Problem[] = [];
  readonly #broken = new Set<string>();
  /** Those being settled, each needed by the one before it. */
  readonly #chain: string[] = [];

  constructor(raw: Vars, at: VarPlaces, scope: Scope, means: Means) {
    this.#raw = raw;
    this.#at = at;
    this.#means = means;
    this.#visible = Object.assign(withoutPrototype(), scope, { vars: this.#vars });
  }

  result(): ResolvedVars {
    return { vars: { ...this.#vars }, problems: this.#problems };
  }

  settle(name: string): void {
    const value = this.#raw[name];
    if (value === undefined || !Object.hasOwn(this.#raw, name) || Object.hasOwn(this.#vars, name)) return;
    if (this.#chain.includes(name)) {
      this.#cycle(name);
      return;
    }
    this.#chain.push(name);
    const settled = this.#value(name, value, name);
    this.#chain.pop();
    this.#vars[name] = settled;
    if (!isReserved(name)) this.#visible[name] = settled;
  }

  #value(name: string, value: Value, path: string): Value {
    if (typeof value === 'string') return value.includes('{{') ? this.#text(name, value, path) : value;
    if (!isTemplate(value) || typeof value !== 'object' || value === null) return value;
    const inner = Object.entries(value).map(
      ([key, part]) => [key, this.#value(name, part, `${path}.${key}`)] as const,
    );
    return Array.isArray(value)
      ? inner.map(([, part]) => part)
      : asDataLike(value, Object.fromEntries(inner));
  }

  #text(name: string, text: string, path: string): Value {
    const read = this.#means.read(text);
    const { faults, needs } = read;
    for (const need of needs) this.settle(need);
    const isHopeless = this.#broken.has(name) || needs.some((need) => this.#isLost(need));
    const filled = faults.length > 0 || isHopeless ? { faults } : this.#fill(read);
    if (filled.faults.length === 0 && 'value' in filled) return filled.value;
    this.#broken.add(name);
    this.#problems.push(
      ...filled.faults.map(({ span, ...fault }) => ({
        ...fault,
        place: this.#at(path)(span.offset, span.length),
      })),
    );
    return text;
  }

  /** Its own problem has been told, or is that something could not be read. */
  #isLost(name: string): boolean {
    if (this.#broken.has(name)) return true;
    return this.#visible[name] === undefined && !isReserved(name) && this.#means.doubt(name);
  }

  #fill({ text: written, nodes }: ParsedText): { readonly faults: readonly Fault[]; readonly value: Value } {
    const [only, ...others] = nodes;
    if (only?.kind === 'insertion' && others.length === 0) {
      const around = { scope: this.#visible, laterNames: none, loops: [] };
      const result = evaluate(only.expression, around);
      // Vars and helpers hold nothing but what JSON can say.
      if (result.kind === 'value') return { faults: [], value: result.value as Value };
      if (result.kind === 'missing') return { faults: [result], value: null };
    }
    const { text, faults } = walk(nodes, fitText, this.#visible, none);
    // The text of an encrypted file is a secret as it is written, and as it is filled in.
    const remake = ([shown]: readonly unknown[]) => (shown === mask ? mask : text);
    this.#visible[onMade]?.({ text, from: [written], remake });
    return { faults, value: text };
  }

  #cycle(name: string): void {
    const members = this.#chain.slice(this.#chain.indexOf(name));
    if (members.every((member) => this.#broken.has(member))) return;
    for (const member of members) this.#broken.add(member);
    this.#problems.push({
      code: 'variable-cycle',
      message: `The vars refer to each other in a circle: ${[...members, name].join(' → ')}.`,
      advice: 'Write the value out in one of them.',
      place: this.#at(name)(0),
    });
  }
}

const none: ReadonlySet<string> = new Set();

/** A var may be called `__proto__`: here it is a name like any other. */
function withoutPrototype<Content>(): Record<string, Content> {
  return Object.create(null) as Record<string, Content>; // Object.create is typed `any`.
}
