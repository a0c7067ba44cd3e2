import type { Fault } from './fault.ts';
import { type Tag, tagsOf } from './tags.ts';

/**
 * Why Handlebars cannot read a text, tag by tag. `isReadable` says whether it can read a text alone. At least one
 * fault, always.
 */
export function syntaxFaults(text: string, isReadable: (text: string) => boolean): Fault[] {
  const tags = tagsOf(text);
  const faults = tags.filter((tag) => !isReadableAlone(tag, isReadable)).map(unreadable);
  if (faults.length > 0) return faults;
  return [blockFault(tags) ?? braceFault(text, tags) ?? whole(text)];
}

function isReadableAlone(tag: Tag, isReadable: (text: string) => boolean): boolean {
  if (!tag.isClosed) return false;
  if (/^\{\{~?\s*(else\b|\^|\/)/.test(tag.text)) return true;
  return isReadable(tag.text.replace(/^\{\{(~?)#/, '{{$1').replace(/\sas\s*\|[^|]*\|/, ''));
}

function unreadable({ offset, text, isClosed }: Tag): Fault {
  const first = text.split('\n', 1)[0] ?? text;
  const shown = first.length > 60 ? `${first.slice(0, 60)}…` : first;
  const span = { offset, length: first.length };
  if (!isClosed) {
    return {
      code: 'template-syntax',
      message: '{{ is never closed.',
      advice: `Close it with }}. To pass {{ on as it is, write \\{{.`,
      span,
    };
  }
  return { code: 'template-syntax', message: `${shown} cannot be read.`, advice: adviceFor(text), span };
}

/** What people write out of habit from other languages, and how it is said here. */
function adviceFor(tag: string): string {
  const inside = tag.replace(/^\{+~?#?\s*/, '').replace(/\s*~?\}+$/, '');
  if (inside === '') return 'Put the name of a variable between the braces.';
  if (isForAnotherProgram(inside)) return `To pass it on as it is, write \\${tag}`;
  const [, name, filter, value] = /^([\w.-]+)\s*\|\s*(\w+)(?:\(([^)]*)\))?/.exec(inside) ?? [];
  if (name !== undefined) {
    return `Helpers come first: {{${[filter, name, value].filter(Boolean).join(' ')}}}.`;
  }
  const index = /^([\w.-]+)(?:\[|\.)(\d+)\]?$/.exec(inside);
  if (index) return `Write {{${index[1]}.[${index[2]}]}} for one item of a list.`;
  const comparison = /^([\w.-]+)\s*==\s*(.+)$/.exec(inside.replace(/^if\s+/, ''));
  if (comparison) return `To compare, write (eq ${comparison[1]} ${comparison[2]}).`;
  return `Write {{name}}, {{name.field}} or {{helper name}}. To pass it on as it is, write \\${tag}`;
}

/** The templates of Go, as docker, podman and kubectl take them. */
function isForAnotherProgram(inside: string): boolean {
  return /(^|[\s(])\.(\w|$)|^(range|end|with|index|printf|template|define)\b|[$%]/.test(inside);
}

function blockFault(tags: readonly Tag[]): Fault | undefined {
  const open: (Tag & { readonly name: string })[] = [];
  for (const tag of tags) {
    const [, sign, name = ''] = /^\{\{~?\s*([#/])\s*([^\s}~]+)/.exec(tag.text) ?? [];
    if (sign === '#') open.push({ ...tag, name });
    if (sign !== '/') continue;
    const last = open.pop();
    if (last?.name !== name) {
      const advice = last ? `Close {{#${last.name}}} first.` : `There is no {{#${name}}} before it.`;
      return { code: 'template-syntax', message: `{{/${name}}} closes nothing.`, advice, span: spanOf(tag) };
    }
  }
  const last = open.at(-1);
  if (!last) return undefined;
  return {
    code: 'template-syntax',
    message: `{{#${last.name}}} is never closed.`,
    advice: `Close it with {{/${last.name}}}.`,
    span: spanOf(last),
  };
}

/** `${A:-{{x}}}`: Handlebars takes the three braces for one. */
function braceFault(text: string, tags: readonly Tag[]): Fault | undefined {
  const tag = tags.find((each) => text[each.offset + each.text.length] === '}');
  if (!tag) return undefined;
  const advice = 'Put a space between }} and the } behind it.';
  return { code: 'template-syntax', message: `${tag.text}} cannot be read.`, advice, span: spanOf(tag) };
}

function whole(text: string): Fault {
  return {
    code: 'template-syntax',
    message: 'The template cannot be read.',
    advice: 'Check that every {{ has its }}.',
    span: { offset: 0, length: text.length },
  };
}

function spanOf({ offset, text }: Tag) {
  return { offset, length: text.length };
}
