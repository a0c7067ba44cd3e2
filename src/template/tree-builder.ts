import type { Fault } from './fault.ts';
import { helpers } from './helpers.ts';
import { notAllowed } from './not-allowed.ts';
import { PathBinder } from './path-binder.ts';
import { SourceMap } from './source-map.ts';
import type { Expression, Span, TemplateNode } from './tree.ts';

/** The shell context of a loop is read twice, so nested loops double the work. */
const deepestLoop = 5;

/** Turns what Handlebars parsed into our own tree; what is not allowed becomes a fault. */
export class TreeBuilder {
  readonly faults: Fault[] = [];
  readonly #source: SourceMap;
  readonly #binder: PathBinder;

  constructor(text: string) {
    this.#source = new SourceMap(text);
    this.#binder = new PathBinder(this.faults);
  }

  build(program: hbs.AST.Program | undefined): TemplateNode[] {
    return program?.body.flatMap((statement) => this.#statement(statement)) ?? [];
  }

  // The types of Handlebars have no union of its nodes: `type` tells which one it is, hence the casts below.
  #statement(node: hbs.AST.Statement): TemplateNode[] {
    switch (node.type) {
      case 'ContentStatement':
        return [this.#literal(node as hbs.AST.ContentStatement)];
      case 'CommentStatement':
        return [];
      case 'MustacheStatement':
        return this.#mustache(node as hbs.AST.MustacheStatement);
      case 'BlockStatement':
        return this.#block(node as hbs.AST.BlockStatement);
      default: {
        const { message, advice } = notAllowed(node.type);
        return this.#refuse(node, message, advice);
      }
    }
  }

  #literal({ value, loc }: hbs.AST.ContentStatement): TemplateNode {
    return { kind: 'literal', text: value, offset: this.#source.offsetOf(value, loc) };
  }

  #mustache(node: hbs.AST.MustacheStatement): TemplateNode[] {
    const expression = this.#callOrValue(node);
    if (!expression) return [];
    return [{ kind: 'insertion', expression, isRaw: !node.escaped, span: this.#span(node) }];
  }

  #block(node: hbs.AST.BlockStatement): TemplateNode[] {
    const span = this.#span(node);
    const name = node.path.original;
    if (this.#source.startsWith('{{{{', span)) return this.#rawBlock(node, name);
    if (name === 'if' || name === 'unless') return this.#choice(node, name);
    if (name === 'each') return this.#loop(node);
    const { message, advice } = notAllowed('BlockStatement', name);
    return this.#refuse(node, message, advice);
  }

  #rawBlock(node: hbs.AST.BlockStatement, name: string): TemplateNode[] {
    if (name === 'raw') return this.build(node.program);
    return this.#refuse(
      node,
      `There is no raw block {{{{${name}}}}}.`,
      'Write {{{{raw}}}}…{{{{/raw}}}} around text that is passed on as it is.',
    );
  }

  #choice(node: hbs.AST.BlockStatement, name: 'if' | 'unless'): TemplateNode[] {
    const condition = this.#onlyArgument(node, name, `{{#${name} name}}`);
    if (!condition) return [];
    const [first, second] = [this.build(node.program), this.build(node.inverse)];
    const [whenTrue, whenFalse] = name === 'if' ? [first, second] : [second, first];
    return [{ kind: 'choice', condition, whenTrue, whenFalse, span: this.#span(node) }];
  }

  #loop(node: hbs.AST.BlockStatement): TemplateNode[] {
    const list = this.#onlyArgument(node, 'each', '{{#each list}}');
    if (!list) return [];
    if (this.#binder.depth >= deepestLoop) {
      return this.#refuse(node, `{{#each}} is nested more than ${deepestLoop} deep.`, 'Use a flatter list.');
    }
    // `blockParams` is absent where there are none, whatever the types say.
    const names = (node.program?.blockParams as string[] | undefined) ?? [];
    const body = this.#binder.inLoop(names, () => this.build(node.program));
    return [{ kind: 'loop', list, body, whenEmpty: this.build(node.inverse), span: this.#span(node) }];
  }

  #onlyArgument(node: hbs.AST.BlockStatement, name: string, usage: string): Expression | undefined {
    const [argument, ...more] = node.params;
    if (argument && more.length === 0 && !node.hash) return this.#expression(argument);
    const advice = `Write ${usage}. For more than one, use a helper: (and a b), (or a b), (eq a 'b').`;
    this.#fault(node, 'template-syntax', `#${name} takes exactly one value.`, advice);
    return undefined;
  }

  #expression(node: hbs.AST.Expression): Expression | undefined {
    switch (node.type) {
      case 'PathExpression':
        return this.#binder.bind(node as hbs.AST.PathExpression, this.#span(node));
      case 'SubExpression':
        return this.#callOrValue(node as hbs.AST.SubExpression);
      case 'StringLiteral':
      case 'NumberLiteral':
      case 'BooleanLiteral': {
        const { value } = node as hbs.AST.StringLiteral | hbs.AST.NumberLiteral | hbs.AST.BooleanLiteral;
        return { kind: 'constant', value, span: this.#span(node) };
      }
      default:
        this.#fault(node, 'template-not-allowed', 'null and undefined are not values of a template.');
        return undefined;
    }
  }

  #callOrValue(node: hbs.AST.MustacheStatement | hbs.AST.SubExpression): Expression | undefined {
    if (node.hash) {
      const advice = 'Write the values one after the other, without names.';
      this.#fault(node, 'template-helper', 'Helpers here take no named arguments.', advice);
      return undefined;
    }
    if (node.params.length === 0 && node.type !== 'SubExpression') return this.#expression(node.path);
    const name = String((node.path as hbs.AST.PathExpression).original);
    const args = node.params.map((param) => this.#expression(param));
    if (!this.#isCallable(node, name) || !args.every((arg) => arg !== undefined)) return undefined;
    return { kind: 'call', helper: name, args, span: this.#span(node) };
  }

  #isCallable(node: hbs.AST.MustacheStatement | hbs.AST.SubExpression, name: string): boolean {
    const helper = Object.hasOwn(helpers, name) ? helpers[name] : undefined;
    if (!helper) {
      const { message, advice } = notAllowed('helper', name);
      this.#fault(node, 'template-helper', message, advice);
      return false;
    }
    const { least, most } = helper.arguments;
    if (node.params.length >= least && node.params.length <= most) return true;
    this.#fault(
      node,
      'template-helper',
      `${name} has the wrong number of values.`,
      `Write {{${helper.usage}}}.`,
    );
    return false;
  }

  #refuse(node: hbs.AST.Node, message: string, advice: string): [] {
    this.#fault(node, 'template-not-allowed', message, advice);
    return [];
  }

  #fault(node: hbs.AST.Node, code: Fault['code'], message: string, advice?: string): void {
    this.faults.push({ code, message, ...(advice !== undefined && { advice }), span: this.#span(node) });
  }

  #span(node: hbs.AST.Node): Span {
    return this.#source.span(node.loc);
  }
}
