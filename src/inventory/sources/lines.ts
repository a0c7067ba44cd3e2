import type { Place, Problem } from '../../document/problem.ts';
import { LineStarts } from '../../document/yaml/line-starts.ts';
import { parseHostLine } from '../host/host-line.ts';
import { wrongHostName } from '../host/host-name.ts';
import { expandRange } from '../select/range.ts';
import type { SourceHost, SourceInventory } from './source.ts';

/** The list of `ip:user:password` lines of the old module. Blank lines and lines that start with `#` are no hosts. */
export function readLineInventory(text: string, file: string): SourceInventory {
  const places = new LineStarts(file, text);
  const hosts: SourceHost[] = [];
  const problems: Problem[] = [];
  let plainSecret: Place | undefined;
  let start = 0;
  for (const line of text.split('\n')) {
    const from = start + line.length - line.trimStart().length;
    const place = () => places.place(from, from + line.trim().length);
    start += line.length + 1;
    if (line.trim() === '' || line.trimStart().startsWith('#')) continue;
    const read = readLine(line, place);
    if (Array.isArray(read)) for (const host of read) hosts.push(host);
    else problems.push(read);
    if (Array.isArray(read) && read[0]?.layer?.settings.password) plainSecret ??= place();
  }
  return { hosts, groups: [], problems, ...(plainSecret && { plainSecret }) };
}

/** One host, or several where the address is a range such as `192.168.1.[102-120]`. */
export function readLine(line: string, place: () => Place): SourceHost[] | Problem {
  const parsed = parseHostLine(line);
  if ('wrong' in parsed) return problem(`This line is no host: ${parsed.wrong}.`, place);
  const { address, user, password } = parsed;
  const expansion = expandRange(address);
  if ('wrong' in expansion)
    return {
      ...problem(`This range cannot be used: ${expansion.wrong}.`, place),
      code: 'host-range',
      advice: expansion.advice,
    };
  const wrong = expansion.names.map(wrongHostName).find((reason) => reason !== undefined);
  if (wrong !== undefined) return problem(`This line is no host: ${wrong}.`, place);
  const settings = {
    ...(user !== undefined && { user }),
    ...(password !== undefined && { password: { plain: password } }),
  };
  return expansion.names.map((name) => ({
    name,
    place,
    layer: { layer: 'host', name, settings, vars: {}, place },
  }));
}

function problem(message: string, place: () => Place): Problem {
  return {
    code: 'host-name',
    message,
    advice: 'Write one host a line: ip, ip:user or ip:user:password.',
    place: place(),
  };
}
