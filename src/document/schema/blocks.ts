/** Building blocks for the schemas of stage kinds: each carries its own description for editors and docs. */

import { type TNumber, type TSchemaOptions, Type } from 'typebox';

/** What a string of a playbook is made of; the loader reads it from the schema. */
export type TemplateContext = 'shell' | 'text' | 'controller-path';
export const templateKey = 'x-template';

/** A command for a shell: `{{x}}` is quoted for the place where it stands. */
export function shellText(options: TSchemaOptions = {}) {
  return Type.String({
    minLength: 1,
    // What is empty is told as that.
    pattern: '^$|\\S',
    'x-form': 'shell text, and not only blanks',
    [templateKey]: 'shell' satisfies TemplateContext,
    ...options,
  });
}

/** Text in which `{{x}}` is put as it is: paths, names, messages. */
export function templateText(options: TSchemaOptions = {}) {
  return Type.String({ minLength: 1, [templateKey]: 'text' satisfies TemplateContext, ...options });
}

/** `300` (seconds), `90s`, `5m`, `1h30m`. */
export function duration(options: TSchemaOptions = {}) {
  return durationOf(Type.Number({ minimum: 0 }), '(?=\\d)', options);
}

/** The same and more than nothing: a time limit. */
export function positiveDuration(options: TSchemaOptions = {}) {
  return durationOf(Type.Number({ exclusiveMinimum: 0 }), '(?=\\d)(?=.*[1-9])', options);
}

function durationOf(seconds: TNumber, lookahead: string, options: TSchemaOptions) {
  const text = Type.String({ pattern: `^${lookahead}(\\d+h)?(\\d+m)?(\\d+(\\.\\d+)?s)?(\\d+ms)?$` });
  return Type.Union([seconds, text], {
    examples: [300, '90s', '5m', '1h30m'],
    'x-type': 'duration',
    ...options,
  });
}

/** A path of this machine: `{{x}}` is put as it is, and what a host says can be no more than a part of a name. */
export function controllerPath(options: TSchemaOptions = {}) {
  return templateText({ [templateKey]: 'controller-path' satisfies TemplateContext, ...options });
}

/** Octal permission bits as a quoted string. */
export function fileMode(options: TSchemaOptions = {}) {
  return Type.String({
    pattern: '^0?[0-7]{3,4}$',
    examples: ['0644', '0755'],
    'x-type': 'mode',
    ...options,
  });
}
