import { nearest } from '../document/nearest.ts';
import { helpers } from './helpers.ts';

/** Says that a part of Handlebars does not exist here, and what to write instead. */
export function notAllowed(kind: string, name = ''): { message: string; advice: string } {
  if (kind === 'helper') return { message: `There is no helper \`${name}\`.`, advice: helperAdvice(name) };
  if (kind === 'BlockStatement') {
    return { message: `There is no block {{#${name}}}.`, advice: blockAdvice(name) };
  }
  const what = kind.startsWith('Partial') ? 'Partials ({{> …}})' : 'Decorators ({{* …}})';
  return {
    message: `${what} do not exist here.`,
    advice: 'Write the text itself, or put it into a variable.',
  };
}

function helperAdvice(name: string): string {
  const near = nearest(name, Object.keys(helpers));
  if (near) return `Did you mean \`${near}\`?`;
  if (name === 'lookup') return 'Write the path: {{map.key}}.';
  return `There are ${Object.keys(helpers).join(', ')}. To pass {{ on as it is, write \\{{.`;
}

function blockAdvice(name: string): string {
  const near = nearest(name, ['if', 'unless', 'each']);
  if (near) return `Did you mean {{#${near}}}?`;
  if (name === 'with') return 'Write the whole path: {{map.key}}.';
  return `There are {{#if}}, {{#unless}} and {{#each}}. For one name, write {{#if ${name}}}.`;
}
