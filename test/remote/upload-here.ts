import { createHash } from 'node:crypto';
import { type SourceFile, type Upload, type UploadEnd, uploadFile } from '../../src/remote/file/upload.ts';
import { newNonce } from '../../src/remote/link.ts';
import { localConnection } from './local-connection.ts';

/** A file of that content, which may say that its SHA-256 is another. */
export function sourceOf(
  content: Buffer,
  sha256 = createHash('sha256').update(content).digest('hex'),
): SourceFile {
  const read = async function* () {
    for (let at = 0; at < content.length; at += 65_536) yield content.subarray(at, at + 65_536);
  };
  return { path: 'files/agent.bin', name: 'agent.bin', size: content.length, sha256, mode: '755', read };
}

/** To a host that is this machine, with these variables. */
export function uploadHere(
  env: NodeJS.ProcessEnv,
  { source, ...more }: Pick<Upload, 'source' | 'destination'> & Partial<Upload>,
  attemptId = newNonce(),
): Promise<UploadEnd> {
  const link = {
    host: 'm1',
    connection: localConnection(env),
    attemptId,
    signal: new AbortController().signal,
  };
  return uploadFile(link, { source, mode: source.mode, timeoutMs: 20_000, ...more });
}
