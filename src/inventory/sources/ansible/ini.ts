import { isIPv6 } from 'node:net';
import type { Place } from '../../../document/problem.ts';
import { LineStarts } from '../../../document/yaml/line-starts.ts';
import type { SourceFile, SourceInventory } from '../source.ts';
import { AnsibleCollector } from './collector.ts';
import { iniValue } from './ini-value.ts';
import { iniWords, type Word } from './ini-words.ts';
import type { WrittenVariable } from './variables.ts';

/** An inventory in the INI form of Ansible: `[group]`, `[group:children]`, `[group:vars]`. */
export function readAnsibleIni({ file, text, absolute }: SourceFile): SourceInventory {
  const reader = new IniReader(new LineStarts(file, text), new AnsibleCollector(absolute));
  let start = 0;
  for (const line of text.split('\n')) {
    reader.line(line.replace(/\r$/, ''), start);
    start += line.length + 1;
  }
  return reader.collector.finish();
}

type Section = { readonly kind: 'hosts' | 'children' | 'vars' | 'unread'; readonly group?: string };

class IniReader {
  readonly collector: AnsibleCollector;
  readonly #places: LineStarts;
  #section: Section = { kind: 'hosts' };

  constructor(places: LineStarts, collector: AnsibleCollector) {
    this.#places = places;
    this.collector = collector;
  }

  line(line: string, start: number): void {
    const text = line.trim();
    if (text === '' || text.startsWith('#') || text.startsWith(';')) return;
    const from = start + line.indexOf(text);
    const place = () => this.#places.place(from, from + text.length);
    if (isHeading(text)) this.#begin(text, place);
    else if (this.#section.kind === 'unread') return;
    else if (this.#section.kind === 'hosts') this.#host(line, start, place);
    else if (this.#section.kind === 'children') this.#child(line, place);
    else this.#variable(text, from, place);
  }

  #begin(text: string, place: () => Place): void {
    const [, group, kind = 'hosts'] = /^\[([^:\]]+)(?::(\w+))?\]\s*(?:[#;].*)?$/.exec(text) ?? [];
    if (group === undefined || (kind !== 'hosts' && kind !== 'children' && kind !== 'vars')) {
      const message = 'This heading cannot be read.';
      const advice = 'Write [group], [group:children] or [group:vars].';
      this.collector.problem({ code: 'inventory-unknown-form', message, advice, place: place() });
      this.#section = { kind: 'unread' };
      return;
    }
    this.#section = { kind, group };
    this.collector.group(group, place);
  }

  #host(line: string, start: number, place: () => Place): void {
    const words = iniWords(line);
    const [first, ...others] = words ?? [];
    if (first === undefined) {
      this.#unreadable('A quote is never closed in this line.', place);
      return;
    }
    const variables = others.flatMap((word) => this.#assignment(word, start) ?? []);
    const [, name = first.text, port] = /^([^:]+|.*\[[^\]]*\][^:]*):(\d+)$/.exec(first.text) ?? [];
    const from = start + first.start;
    const firstPlace = () => this.#places.place(from, start + first.end);
    const withPort: WrittenVariable[] =
      port === undefined ? [] : [{ name: 'ansible_port', value: port, place: firstPlace }];
    this.collector.host(name, [...withPort, ...variables], this.#section.group, firstPlace);
  }

  #assignment({ text, start: wordStart, end }: Word, start: number): WrittenVariable | undefined {
    const place = () => this.#places.place(start + wordStart, start + end);
    const [, name, value] = /^([^=]+)=(.*)$/s.exec(text) ?? [];
    if (name !== undefined && value !== undefined) return { name, value: iniValue(value), place };
    this.#unreadable('A variable of a host is written NAME=VALUE, without blanks around the sign.', place);
    return undefined;
  }

  #child(line: string, place: () => Place): void {
    const [name, ...others] = iniWords(line) ?? [];
    const { group } = this.#section;
    if (name === undefined || group === undefined) return;
    if (others.length > 0) this.#unreadable('Below :children stands one name of a group a line.', place);
    else this.collector.child(group, name.text, place);
  }

  #variable(text: string, from: number, place: () => Place): void {
    const [, name, value] = /^([^=]+?)\s*=\s*(.*)$/s.exec(text) ?? [];
    const { group } = this.#section;
    if (name === undefined || value === undefined || group === undefined) {
      this.#unreadable('Below :vars a line is NAME=VALUE.', place);
      return;
    }
    const variable = {
      name,
      value: iniValue(value),
      place: () => this.#places.place(from, from + name.length),
    };
    this.collector.variables(group, [variable], place);
  }

  #unreadable(message: string, place: () => Place): void {
    const advice = 'Mend it as Ansible would read it, or write the inventory in YAML.';
    this.collector.problem({ code: 'inventory-unknown-form', message, advice, place: place() });
  }
}

/** A host may begin with a range or an IPv6 address in brackets too. */
function isHeading(text: string): boolean {
  const [, inside = '', rest = ''] = /^\[([^\]]*)\](.*)$/.exec(text) ?? [];
  return text.startsWith('[') && !(inside.includes(':') && /^\S/.test(rest)) && !isIPv6(inside);
}
