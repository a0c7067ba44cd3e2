import type { StagePreview } from '../../run/preview.ts';
import type { FileChange } from '../../stages/file-change.ts';
import { unifiedLines } from './unified.ts';

/** The same as data, of which only `diff` is masked yet; that is absent where the file is too large or no text. */
export function previewJson({ stage, seen }: StagePreview, mask: (text: string) => string) {
  const facts = { id: stage.id, name: stage.name, kind: stage.kind.name };
  if (seen.kind === 'changes')
    return { ...facts, changes: seen.changes.map((change) => changeJson(change, mask)) };
  return { ...facts, [seen.kind === 'failed' ? 'failed' : 'not_shown']: seen.why };
}

function changeJson({ path, what, note, before, after }: FileChange, mask: (text: string) => string) {
  const diff =
    after?.bytes !== undefined && (before === undefined || before.bytes !== undefined)
      ? unifiedLines(before?.bytes ?? Buffer.alloc(0), after.bytes, mask)
      : undefined;
  return {
    path,
    what,
    ...(note !== undefined && { note }),
    ...(before !== undefined && { bytes_before: before.size }),
    ...(after !== undefined && { bytes_after: after.size }),
    ...(diff !== undefined && { diff }),
  };
}
