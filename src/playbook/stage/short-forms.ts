import type { Problem } from '../../document/problem.ts';
import { valueAt } from '../../document/value-at.ts';
import type { Path, YamlDocument } from '../../document/yaml/yaml.ts';

/** Settings in a shorter form than we have: what to write is plain to see. */
export function shortForms(document: YamlDocument, stageCount: number): Problem[] {
  const holders: Path[] = [
    ['defaults'],
    ...Array.from({ length: stageCount }, (_, index) => ['stages', index]),
  ];
  return holders.flatMap((path) =>
    Object.entries(longForms).flatMap(([key, longForm]) => {
      const value = valueAt(document.value, [...path, key]);
      const advice = longForm(value);
      if (advice === undefined) return [];
      const place = document.place([...path, key]);
      return [{ code: 'wrong-type', message: `${key} has no such short form.`, advice, place }];
    }),
  );
}

/** A list of conditions, as Ansible takes it. */
function joined(value: unknown): string | undefined {
  return Array.isArray(value) ? 'Write one condition, and && between its parts.' : undefined;
}

const longForms: Readonly<Record<string, (value: unknown) => string | undefined>> = {
  ...Object.fromEntries(['when', 'until', 'failed-when', 'changed-when'].map((key) => [key, joined])),
  retry: (value) => (typeof value === 'number' ? `Write retry: { attempts: ${value} }.` : undefined),
  become: (value) =>
    typeof value === 'string' && /^[a-z_][\w-]*$/.test(value) && !/^(yes|no|on|off|y|n)$/.test(value)
      ? `Write become: { user: ${value} }, or become: true for root.`
      : undefined,
};
