import type { StagePreview } from '../../run/preview.ts';
import type { FileChange, FileContent } from '../../stages/file-change.ts';
import { bytesText } from '../text/numbers.ts';
import { safeLine } from '../text/safe-text.ts';
import { unifiedLines } from './unified.ts';

export interface PreviewLook {
  readonly hasColor: boolean;
  /** Replaces secrets in a text. */
  readonly mask: (text: string) => string;
}

/** What one stage would change on a host, as people read it; ends with a newline. */
export function previewText({ stage, seen }: StagePreview, look: PreviewLook): string {
  const title: Line = { text: `${stage.id}. ${stage.name}  ${stage.kind.name}`, tone: 'strong' };
  const lines =
    seen.kind === 'changes' ? seen.changes.flatMap((change) => changeLines(change, look)) : [aside(seen)];
  const nothing: Line = { text: '   nothing: all of it is there already', tone: 'dim' };
  const shown = lines.length === 0 ? [nothing] : lines;
  const texts = [title, ...shown].map((line) =>
    painted({ ...line, text: safeLine(look.mask(line.text)) }, look),
  );
  return `${texts.join('\n')}\n`;
}

type Tone = 'strong' | 'dim' | 'added' | 'removed' | 'place' | 'plain';

interface Line {
  readonly text: string;
  readonly tone: Tone;
}

function aside(seen: Exclude<StagePreview['seen'], { kind: 'changes' }>): Line {
  return seen.kind === 'failed'
    ? { text: `   could not be looked at: ${seen.why}`, tone: 'removed' }
    : { text: `   not shown: ${seen.why}`, tone: 'dim' };
}

function changeLines(change: FileChange, look: PreviewLook): Line[] {
  const { what, path, note } = change;
  if (what === 'unchanged') return [];
  const noted = note === undefined ? '' : ` (${note})`;
  const head: Line = { text: `   ${words[what]} ${path}${sizes(change)}${noted}`, tone: 'plain' };
  return [head, ...diffLines(change, look)];
}

const words = {
  new: 'new       ',
  changed: 'changed   ',
  attributes: 'set       ',
  removed: 'removed   ',
  impossible: 'impossible',
} as const;

function sizes({ what, before, after }: FileChange): string {
  if (what === 'changed' && before !== undefined && after !== undefined) {
    return `, ${bytesText(before.size)} → ${bytesText(after.size)}`;
  }
  return after === undefined ? '' : `, ${bytesText(after.size)}`;
}

const nothing: FileContent = { size: 0, bytes: Buffer.alloc(0) };

function diffLines({ what, before = nothing, after }: FileChange, { mask }: PreviewLook): Line[] {
  if (after === undefined || (what !== 'new' && what !== 'changed')) return [];
  if (before.bytes === undefined || after.bytes === undefined) {
    return [{ text: '     too large to be shown line by line', tone: 'dim' }];
  }
  const lines = unifiedLines(before.bytes, after.bytes, mask);
  if (lines === undefined) return [{ text: '     not text, so not shown', tone: 'dim' }];
  return lines.map((text) => ({ text: `     ${text}`, tone: toneOf(text) }));
}

function toneOf(line: string): Tone {
  if (line.startsWith('+')) return 'added';
  if (line.startsWith('-')) return 'removed';
  return line.startsWith('@@') ? 'place' : 'plain';
}

/** SGR sequences (ECMA-48, 8.3.117). */
const codes: Readonly<Record<Exclude<Tone, 'plain'>, readonly [number, number]>> = {
  strong: [1, 22],
  dim: [2, 22],
  added: [32, 39],
  removed: [31, 39],
  place: [36, 39],
};

function painted({ text, tone }: Line, { hasColor }: PreviewLook): string {
  if (!hasColor || tone === 'plain') return text;
  const [on, off] = codes[tone];
  return `\x1b[${on}m${text}\x1b[${off}m`;
}
