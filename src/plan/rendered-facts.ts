import { createHash } from 'node:crypto';
import type { RenderedFile } from '../stages/stage.ts';

/** What the plan tells of a text that a host will get. */
export function renderedFacts({ text }: RenderedFile): { readonly bytes: number; readonly sha256: string } {
  const bytes = Buffer.from(text);
  return { bytes: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') };
}
