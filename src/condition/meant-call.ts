/** A call in CEL's words where it was written in another language's: `lower(role)` is `role.lowerAscii()`. */
export function meantCall(text: string): string | undefined {
  const [, receiver, name = '', inside = ''] = /^(?:([\w.]+)\.)?(\w+)\(([^()]*)\)$/.exec(text.trim()) ?? [];
  const [first = ''] = receiver === undefined ? inside.split(',', 1) : [receiver];
  const rest = (receiver === undefined ? inside.slice(first.length + 1) : inside).trim();
  if (first.trim() === '') return undefined;
  const word = name.toLowerCase();
  const method = methods.get(word);
  const meant = method === undefined ? undefined : `${first.trim()}.${method}(${rest})`;
  if (meant !== undefined) return meant === text ? undefined : meant;
  return sizes.has(word) && rest === '' ? `size(${first.trim()})` : undefined;
}

/** Of texts, by what they are called elsewhere, in lower case. */
const methods: ReadonlyMap<string, string> = new Map([
  ...['lower', 'lowercase', 'tolower', 'tolowercase', 'downcase'].map(
    (name) => [name, 'lowerAscii'] as const,
  ),
  ...['upper', 'uppercase', 'toupper', 'touppercase', 'upcase'].map((name) => [name, 'upperAscii'] as const),
  ...['trim', 'strip'].map((name) => [name, 'trim'] as const),
  ...['contains', 'includes'].map((name) => [name, 'contains'] as const),
  ['startswith', 'startsWith'],
  ['endswith', 'endsWith'],
]);

const sizes: ReadonlySet<string> = new Set(['len', 'length', 'count']);
