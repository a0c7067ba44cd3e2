import { type ASTNode, serialize } from '@marcbachmann/cel-js';

/**
 * A call in CEL's words where it was written in another language's: `lower(role)` is `role.lowerAscii()`. `types` are
 * those of the call's parts as CEL names them, the receiver first. It follows the word "Write".
 */
export function meantCall(node: ASTNode, types: readonly string[]): string | undefined {
  const call = partsOf(node);
  if (call === undefined) return undefined;
  const { name, isMethod, parts } = call;
  const [receiver, ...args] = parts;
  if (receiver === undefined) return undefined;
  const word = name.toLowerCase();
  const kind = kindOf(types[0]);
  if (sizes.has(word) && args.length === 0)
    return kind === 'other' ? undefined : `size(${sourceOf(receiver)})`;
  const method = methods.get(word);
  if (method === undefined || args.length !== argCounts[method]) return undefined;
  const ofText = `${operand(receiver)}.${method}(${args.map(sourceOf).join(', ')})`;
  const [item] = args;
  if (method !== 'contains' || item === undefined || kind === 'text') {
    const isWrittenSo = isMethod && name === method;
    return isWrittenSo || kind === 'holder' || kind === 'other' ? undefined : ofText;
  }
  if (kind === 'other') return undefined;
  const ofHolder = membership(node, item, receiver);
  return kind === 'holder' ? ofHolder : `${ofHolder} if that is a list, ${ofText} if it is a text`;
}

type Method = 'lowerAscii' | 'upperAscii' | 'trim' | 'contains' | 'startsWith' | 'endsWith';

/** Of texts, by what they are called elsewhere, in lower case. */
const methods: ReadonlyMap<string, Method> = new Map([
  ...['lower', 'lowercase', 'tolower', 'tolowercase', 'downcase', 'lowerascii'].map(
    (name) => [name, 'lowerAscii'] as const,
  ),
  ...['upper', 'uppercase', 'toupper', 'touppercase', 'upcase', 'upperascii'].map(
    (name) => [name, 'upperAscii'] as const,
  ),
  ...['trim', 'strip'].map((name) => [name, 'trim'] as const),
  ...['contains', 'includes'].map((name) => [name, 'contains'] as const),
  ['startswith', 'startsWith'],
  ['endswith', 'endsWith'],
]);

const argCounts: Readonly<Record<Method, number>> = {
  lowerAscii: 0,
  upperAscii: 0,
  trim: 0,
  contains: 1,
  startsWith: 1,
  endsWith: 1,
};

const sizes: ReadonlySet<string> = new Set(['len', 'length', 'count']);

/** A call's name and its parts: what stands before the dot is the first one. */
function partsOf(
  node: ASTNode,
): { readonly name: string; readonly isMethod: boolean; readonly parts: readonly ASTNode[] } | undefined {
  if (node.op === 'call') return { name: node.args[0], isMethod: false, parts: node.args[1] };
  if (node.op !== 'rcall') return undefined;
  const [name, receiver, args] = node.args;
  return { name, isMethod: true, parts: [receiver, ...args] };
}

function kindOf(type = 'dyn'): 'text' | 'holder' | 'unknown' | 'other' {
  if (type === 'string') return 'text';
  if (/^(?:list|map)\b/.test(type)) return 'holder';
  return type === 'dyn' ? 'unknown' : 'other';
}

/** In brackets behind a `!`, which would take the item alone, and where YAML would take its quotes for those of the whole. */
function membership(call: ASTNode, item: ASTNode, holder: ASTNode): string {
  const text = `${operand(item)} in ${operand(holder)}`;
  const before = call.input.slice(0, call.start).trim();
  return before.endsWith('!') || (before === '' && /^['"]/.test(text)) ? `(${text})` : text;
}

function operand(node: ASTNode): string {
  return primaries.has(node.op) ? sourceOf(node) : `(${sourceOf(node)})`;
}

const primaries: ReadonlySet<ASTNode['op']> = new Set([
  'value',
  'id',
  '.',
  '[]',
  'call',
  'rcall',
  'list',
  'map',
]);

/** As it is written. The range of a node leaves out brackets around its first or last part. */
function sourceOf(node: ASTNode): string {
  const text = node.input.slice(node.start, node.end);
  return isBalanced(text) ? text : serialize(node);
}

function isBalanced(text: string): boolean {
  let depth = 0;
  for (const [sign] of text.matchAll(/'[^']*'|"[^"]*"|[()]/g)) {
    if (sign === '(') depth += 1;
    else if (sign === ')') depth -= 1;
    if (depth < 0) return false;
  }
  return depth === 0;
}
