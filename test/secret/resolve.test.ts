import { describe, expect, it } from 'vitest';
import { resolveSecret, type SecretIo, secretResolver } from '../../src/secret/resolve.ts';

const io: SecretIo = {
  env: (name) => ({ PW: 'geheim', EMPTY: '' })[name],
  async readFile(path) {
    if (path === '/pw') return Buffer.from('geheim\n');
    throw Object.assign(new Error('no such file'), { code: 'ENOENT' });
  },
  runCommand: async (command) => ({ exitCode: command === 'false' ? 1 : 0, stdout: 'geheim\n' }),
  ask: async () => undefined,
};

describe('a secret', () => {
  it('comes from where its source says, without one trailing newline', async () => {
    for (const source of [{ plain: 'geheim' }, { env: 'PW' }, { file: '/pw' }, { command: 'pass x' }]) {
      expect(await resolveSecret(source, io)).toBe('geheim');
    }
  });

  it.each([
    [{ env: 'NOPE' }, /environment variable NOPE .* not set/],
    [{ env: 'EMPTY' }, /EMPTY .* is empty/],
    [{ file: '/nope' }, /\/nope cannot be read \(ENOENT\)/],
    [{ command: 'false' }, /exit code 1/],
    [
      { prompt: 'sudo password' },
      /no terminal\. Write \{ env: NAME \} or \{ file: path \} for it in the inventory/,
    ],
  ])('that cannot be had says why: %j', async (source, message) => {
    await expect(resolveSecret(source, io)).rejects.toThrow(message);
  });

  it('is asked for once a run, and questions wait for each other', async () => {
    const asked: string[] = [];
    let open = 0;
    const resolve = secretResolver({
      ...io,
      async ask(prompt) {
        asked.push(prompt);
        expect(++open).toBe(1);
        await new Promise((done) => setImmediate(done));
        open--;
        return `answer to ${prompt}`;
      },
    });
    const answers = await Promise.all(['a', 'b', 'a', 'a'].map((prompt) => resolve({ prompt })));
    expect(answers).toEqual(['answer to a', 'answer to b', 'answer to a', 'answer to a']);
    expect(asked).toEqual(['a', 'b']);
  });
});
