import type { Problem } from '../../document/problem.ts';
import type { TemplateContext } from '../../document/schema/blocks.ts';
import { stringsIn } from '../../document/schema/strings.ts';
import { filledPart } from '../../document/schema/valid-part.ts';
import { valueAt } from '../../document/value-at.ts';
import type { Path, YamlDocument } from '../../document/yaml/yaml.ts';
import type { StageKind } from '../../stages/stage.ts';
import { RuntimeValueFailure } from '../../template/runtime-failure.ts';
import type { Scope } from '../../template/scope.ts';
import { readTemplate, type Template } from '../../template/template.ts';

/** What stands under a stage's kind, its templates compiled. */
export interface ArgsTemplate {
  /** With everything in place that is the same for every host. */
  readonly value: unknown;
  /** Those that have something to fill in. */
  readonly templates: readonly ArgTemplate[];
  /** Where something else stands in `value`, as what was written is an error: nothing is to be said about it any more. */
  readonly unread: readonly Path[];
}

export interface ArgTemplate {
  /** Below the kind's value. */
  readonly path: Path;
  readonly template: Template;
  readonly context: TemplateContext;
}

export interface CompiledArgs {
  /** Absent when nothing can be made of what is written. */
  readonly args?: ArgsTemplate;
  readonly templates: readonly ArgTemplate[];
  readonly problems: readonly Problem[];
}

/** Compiles all templates under the kind of the stage at `path`; `isValid`: its schema has nothing against them. What cannot be read of them has filler in its place. */
export function compileArgs(
  document: YamlDocument,
  path: Path,
  { kind: { name, schema }, isValid }: { readonly kind: StageKind; readonly isValid: boolean },
): CompiledArgs {
  const written = valueAt(document.value, [...path, name]);
  const usable = isValid ? { value: written, filled: [] } : filledPart(schema, written);
  const whole = usable === undefined ? written : usable.value;
  const problems: Problem[] = [];
  const templates: ArgTemplate[] = [];
  const unread = [...(usable?.filled ?? [])];
  for (const found of stringsIn(schema, whole)) {
    const { context } = found;
    if (context === undefined || isBelow(found.path, unread)) continue;
    const at = (offset: number, length?: number) =>
      document.textPlace([...path, name, ...found.path], offset, length);
    const { template, problems: ofText } = readTemplate(found.text, context, at);
    if (ofText.length > 0) unread.push(found.path);
    problems.push(...ofText);
    templates.push({ path: found.path, template, context });
  }
  const filledIn = templates.filter(({ template }) => !template.isConstant);
  if (usable === undefined) return { templates: filledIn, problems };
  const constants = templates.filter(({ template }) => template.isConstant);
  const args = { value: filled(whole, constants, {}), templates: filledIn, unread };
  return { args, templates: filledIn, problems };
}

/** Whether a part of the args is one of these parts, or inside of one. */
export function isBelow(path: Path, parts: readonly Path[]): boolean {
  return parts.some((part) => part.every((step, index) => String(step) === String(path[index])));
}

/** @throws RuntimeValueFailure when a value is missing that the check before the run could not see */
export function renderArgs({ value, templates }: ArgsTemplate, scope: Scope): unknown {
  return filled(value, templates, scope);
}

/** The same before the run: undefined where a value is missing yet. */
export function renderArgsSoFar(args: ArgsTemplate, scope: Scope): unknown {
  try {
    return renderArgs(args, scope);
  } catch (error) {
    if (error instanceof RuntimeValueFailure) return undefined;
    throw error;
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
