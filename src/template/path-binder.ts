import type { Fault } from './fault.ts';
import { type LoopFact, loopFacts, type Path, type Root, type Span } from './tree.ts';

interface LoopNames {
  readonly item?: string;
  readonly key?: string;
}

/** Decides where each path starts: at the scope, or at an `#each` around it. Handlebars' own rules. */
export class PathBinder {
  readonly #faults: Fault[];
  /** The innermost first. */
  #loops: readonly LoopNames[] = [];

  constructor(faults: Fault[]) {
    this.#faults = faults;
  }

  /** How many loops are around. */
  get depth(): number {
    return this.#loops.length;
  }

  /** `names` as in `{{#each list as |item key|}}`. */
  inLoop<Result>([item, key]: readonly string[], work: () => Result): Result {
    const outer = this.#loops;
    this.#loops = [{ ...(item !== undefined && { item }), ...(key !== undefined && { key }) }, ...outer];
    try {
      return work();
    } finally {
      this.#loops = outer;
    }
  }

  bind(node: hbs.AST.PathExpression, span: Span): Path | undefined {
    const text = node.original;
    const path = (root: Root, parts: readonly string[]): Path => ({ kind: 'path', root, parts, text, span });
    if (node.data) return this.#bindFact(node, span);
    const named = this.#named(node);
    if (named) return path(named, node.parts.slice(1));
    if (node.depth > this.#loops.length) {
      return this.#refuse(span, `${text} climbs out of the template.`, '`../` leaves one {{#each}}.');
    }
    if (node.depth < this.#loops.length) return path({ kind: 'item', level: node.depth }, node.parts);
    if (node.parts.length === 0) {
      const advice = `\`this\` is an item of {{#each}}. To pass it on as it is, write \\{{`;
      return this.#refuse(span, `${text} means nothing here.`, advice);
    }
    return path({ kind: 'scope', isInsideLoop: this.#loops.length > 0 }, node.parts);
  }

  #named(node: hbs.AST.PathExpression): Root | undefined {
    const [name] = node.parts;
    if (name === undefined || node.depth > 0 || /^(this\b|\.)/.test(node.original)) return undefined;
    const level = this.#loops.findIndex(({ item, key }) => item === name || key === name);
    if (level < 0) return undefined;
    return { kind: this.#loops[level]?.item === name ? 'item' : 'key', level };
  }

  #bindFact(node: hbs.AST.PathExpression, span: Span): Path | undefined {
    const fact = loopFacts.find(
      (name): name is LoopFact => node.parts.length === 1 && node.parts[0] === name,
    );
    if (!fact) {
      const advice =
        node.parts[0] === 'root' ? 'Inside {{#each}} write ../name.' : `There are @${loopFacts.join(', @')}.`;
      return this.#refuse(span, `There is no ${node.original}.`, advice);
    }
    if (node.depth >= this.#loops.length) {
      return this.#refuse(
        span,
        `${node.original} is outside of {{#each}}.`,
        'It counts the items of a list.',
      );
    }
    return { kind: 'path', root: { kind: fact, level: node.depth }, parts: [], text: node.original, span };
  }

  #refuse(span: Span, message: string, advice: string): undefined {
    this.#faults.push({ code: 'template-not-allowed', message, advice, span });
    return undefined;
  }
}
