import type { Problem } from '../../document/problem.ts';
import { stringsIn } from '../../document/schema/strings.ts';
import type { YamlDocument } from '../../document/yaml/yaml.ts';
import { playbookSchema } from '../schema.ts';

/** Every `{{` in a string that nobody will fill in. */
export function misplacedTemplates(document: YamlDocument): Problem[] {
  const problems: Problem[] = [];
  for (const { path, text, context } of stringsIn(playbookSchema, document.value)) {
    const offset = text.indexOf('{{');
    if (context !== undefined || offset < 0) continue;
    const key = String(path.findLast((step) => typeof step === 'string'));
    problems.push({
      code: 'template-not-here',
      message: `No template is possible in ${key}.`,
      advice: conditionKeys.has(key)
        ? "A condition is an expression already: write release == '1.4.2', without {{ }}."
        : 'It is the same for all hosts: write the text itself.',
      place: document.textPlace(path, offset, Math.max(2, text.lastIndexOf('}}') + 2 - offset)),
    });
  }
  return problems;
}

const conditionKeys: ReadonlySet<string> = new Set(['when', 'until', 'failed-when', 'changed-when', 'that']);
