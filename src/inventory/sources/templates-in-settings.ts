import type { Problem } from '../../document/problem.ts';
import type { Path, YamlDocument } from '../../document/yaml/yaml.ts';
import type { WrittenSettings } from '../settings.ts';

/**
 * Every `{{ }}` in how to log in: nothing fills it in, so that a host would be asked for a user `{{ user }}`. Those of
 * `address` and `jump` are told with what else is none. A command that prints a secret may hold any text.
 */
export function templatesInSettings(
  { address: _, jump: __, ...settings }: WrittenSettings,
  path: Path,
  document: Pick<YamlDocument, 'textPlace'>,
): Problem[] {
  return textsIn(settings, path).flatMap(([text, at]) => {
    const [template] = /\{\{.*\}\}/s.exec(text) ?? [];
    if (template === undefined) return [];
    const key = String(at.findLast((step) => typeof step === 'string'));
    const isSecret = at.some((step) => step === 'password' || step === 'passphrase');
    const problem: Problem = {
      code: 'template-not-here',
      message: `No template is possible in ${key}.`,
      advice: isSecret
        ? 'Write where it comes from: { env: NAME }, { file: path } or { command: … }.'
        : written,
      place: document.textPlace(at, text.indexOf(template), template.length),
    };
    return [problem];
  });
}

const written =
  'Write the value itself: in defaults for all hosts, in a group for its hosts, or for one host.';

function textsIn(value: unknown, path: Path): (readonly [text: string, at: Path])[] {
  if (typeof value === 'string') return [[value, path]];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, part]) =>
    key === 'command' || key === 'prompt'
      ? []
      : textsIn(part, [...path, Array.isArray(value) ? Number(key) : key]),
  );
}
