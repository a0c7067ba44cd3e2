import { isError, type Problem, ProblemsError } from '../document/problem.ts';
import type { TemplateContext } from '../document/schema-blocks.ts';
import { type FoundString, stringsIn } from '../document/schema-strings.ts';
import type { Path, YamlDocument } from '../document/yaml.ts';
import type { Scope } from '../template/scope.ts';
import { compileTemplate, type Template } from '../template/template.ts';

/** What stands under a stage's kind, its templates compiled. */
export interface ArgsTemplate {
  /** With everything in place that is the same for every host. */
  readonly value: unknown;
  /** Those that have something to fill in. */
  readonly templates: readonly ArgTemplate[];
}

interface ArgTemplate {
  /** Below the kind's value. */
  readonly path: Path;
  readonly template: Template;
  readonly context: TemplateContext;
}

/** Compiles all templates of the value, which stands at `path`; no args when one of them cannot be read. */
export function compileArgs(
  document: YamlDocument,
  path: Path,
  schema: object,
  whole: unknown,
): { args?: ArgsTemplate; problems: Problem[] } {
  const problems: Problem[] = [];
  const templates: ArgTemplate[] = [];
  for (const found of stringsIn(schema, whole)) {
    const { context } = found;
    if (context === undefined) continue;
    const template = compiled(document, [...path, ...found.path], { ...found, context }, problems);
    if (template !== undefined) templates.push({ path: found.path, template, context });
  }
  if (problems.some(isError)) return { problems };
  const constants = templates.filter(({ template }) => template.isConstant);
  const value = filled(whole, constants, {});
  return { args: { value, templates: templates.filter(({ template }) => !template.isConstant) }, problems };
}

/** @throws RuntimeValueFailure when a value is missing that the check before the run could not see */
export function renderArgs({ value, templates }: ArgsTemplate, scope: Scope): unknown {
  return filled(value, templates, scope);
}

function compiled(
  document: YamlDocument,
  path: Path,
  { text, context }: FoundString & { readonly context: TemplateContext },
  problems: Problem[],
): Template | undefined {
  try {
    return compileTemplate(text, context, (offset, length) => document.textPlace(path, offset, length));
  } catch (error) {
    if (!(error instanceof ProblemsError)) throw error;
    problems.push(...error.problems);
    return undefined;
  }
}

function filled(value: unknown, templates: readonly ArgTemplate[], scope: Scope): unknown {
  return templates.reduce(
    (whole, { path, template }) => replaced(whole, path, template.render(scope)),
    value,
  );
}

/** A copy in which another value stands at `path`; what is beside the path is shared. */
function replaced(value: unknown, path: Path, leaf: string): unknown {
  const [step, ...rest] = path;
  if (step === undefined) return leaf;
  if (Array.isArray(value)) {
    return value.map((item, index) => (index === step ? replaced(item, rest, leaf) : item));
  }
  return { ...Object(value), [step]: replaced(valueAt(value, [step]), rest, leaf) };
}

export function valueAt(value: unknown, path: Path): unknown {
  return path.reduce<unknown>(
    (part, step) => (typeof part === 'object' && part !== null ? Reflect.get(part, step) : undefined),
    value,
  );
}
