/** What a `src` of the playbook means: a slash at its end is a directory, `*`, `?` and `[` make a pattern. */
export type SourcePath =
  | { readonly kind: 'file' }
  | { readonly kind: 'directory' }
  /** `base` is the part before the first segment with a sign in it, with its slash; names count from there. */
  | { readonly kind: 'pattern'; readonly base: string; readonly segments: readonly string[] };

export function readSourcePath(path: string): SourcePath {
  if (path.endsWith('/')) return { kind: 'directory' };
  const segments = path.split('/');
  const first = segments.findIndex((segment) => /[*?[]/.test(segment));
  if (first < 0) return { kind: 'file' };
  const base = segments.slice(0, first).map((segment) => `${segment}/`);
  return { kind: 'pattern', base: base.join(''), segments: segments.slice(first) };
}

/** `*`, `?` and `[…]` as in a shell: names that begin with a dot are only meant by a dot. */
export function segmentPattern(segment: string): RegExp {
  let text = '';
  for (const [part] of segment.matchAll(/\[!?\]?[^\]]*\]|./gsu)) {
    if (part === '*') text += '[^/]*';
    else if (part === '?') text += '[^/]';
    else if (part.length > 2 && part.startsWith('[')) text += setPattern(part);
    else text += escaped(part);
  }
  const notHidden = segment.startsWith('.') ? '' : '(?!\\.)';
  return new RegExp(`^${notHidden}${text}$`, 'su');
}

/** A set of characters, which a regular expression writes almost as a shell does. */
function setPattern(set: string): string {
  const inside = set.slice(1, -1);
  const isNegated = inside.startsWith('!');
  return `[${isNegated ? '^/' : ''}${inside.slice(isNegated ? 1 : 0).replaceAll(/[\\^\][&]/g, '\\$&')}]`;
}

function escaped(text: string): string {
  return text.replaceAll(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
}
