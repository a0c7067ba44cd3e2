import { ProblemsError } from '../../src/document/problem.ts';
import type { TemplateContext } from '../../src/document/schema/blocks.ts';
import { type PlaceOf, readTemplate, type Template } from '../../src/template/template.ts';

/** A template in which nothing may be wrong for any scope. @throws ProblemsError with everything that is */
export function compileTemplate(text: string, context: TemplateContext, at: PlaceOf): Template {
  const { template, problems } = readTemplate(text, context, at);
  if (problems.length > 0) throw new ProblemsError(problems);
  return template;
}
