import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { probePort } from '../../src/run/here/probe-port.ts';
import { httpScript } from '../../src/stages/wait-for/http-script.ts';
import { hostKind } from './drive.ts';

let server: Server;
let port = 0;
const seen: string[] = [];
beforeAll(async () => {
  server = createServer(({ url = '' }, response) => {
    seen.push(url);
    const status = Number(url.slice(1, 4)) || 200;
    response.writeHead(status, status === 302 ? { location: '/200' } : {}).end('body');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  port = typeof address === 'object' && address !== null ? address.port : 0;
});
afterAll(() => void server.close());

/** With a PATH on which only these programs are. */
function sh(script: string, programs?: readonly string[]) {
  const directory = mkdtempSync(join(tmpdir(), 'aeonrun-wait-for-'));
  for (const name of programs ?? []) {
    const [link = '', target = `/usr/bin/${link}`] = name.split('=');
    symlinkSync(target, join(directory, link));
  }
  const env = { PATH: programs === undefined ? process.env.PATH : directory };
  return new Promise<{ code: number; stdout: string; stderr: string }>((resolve) => {
    execFile('/bin/sh', ['-c', script], { env }, (error, stdout, stderr) => {
      rmSync(directory, { recursive: true });
      resolve({ code: typeof error?.code === 'number' ? error.code : 0, stdout, stderr });
    });
  });
}

const tools = ['sed', 'head'];

describe.each([
  ['curl', ['curl']],
  ['wget', ['wget', ...tools]],
  ['the wget of BusyBox', ['wget=/usr/bin/busybox', ...tools]],
])('the status of a URL by %s', (_, programs) => {
  it.each([200, 204, 302, 404, 503])('is %i, and no redirect is followed', async (status) => {
    const { stdout } = await sh(httpScript(`http://127.0.0.1:${port}/${status}`), programs);
    expect(stdout).toBe(`${status}\n`);
  });

  it('is none where nothing answers, and says why', async () => {
    const { code, stdout, stderr } = await sh(httpScript('http://127.0.0.1:1/'), programs);
    expect(code).not.toBe(0);
    expect(stdout).not.toMatch(/^[1-9]/);
    expect(stderr).not.toBe('');
  });

  it('asks for the URL as it is, whatever characters are in it', async () => {
    await sh(httpScript(`http://127.0.0.1:${port}/200?a='"$(id)\\{1}[2-3]`), programs);
    expect(decodeURIComponent(seen.at(-1) ?? '')).toBe(`/200?a='"$(id)\\{1}[2-3]`);
  });
});

it('a host without curl and wget says so', async () => {
  expect((await sh(httpScript('http://127.0.0.1/'), tools)).stdout).toBe('no-client\n');
});

describe('whether a port is open', () => {
  const limits = () => ({ timeoutMs: 2000, signal: new AbortController().signal });

  it('is seen from here', async () => {
    expect(await probePort({ address: '127.0.0.1', port }, limits())).toEqual({ isOpen: true });
    expect(await probePort({ address: '127.0.0.1', port: 1 }, limits())).toMatchObject({ isOpen: false });
  });

  it('may be waited for longer than a timer of Node can hold', async () => {
    vi.useFakeTimers();
    const month = { ...limits(), timeoutMs: 30 * 24 * 3_600_000 };
    const answer = probePort({ address: '127.0.0.1', port }, month);
    vi.advanceTimersByTime(1000);
    vi.useRealTimers();
    expect(await answer).toEqual({ isOpen: true });
  });

  it('is not waited for once the run is cancelled', async () => {
    expect(
      await probePort({ address: '127.0.0.1', port }, { timeoutMs: 2000, signal: AbortSignal.abort() }),
    ).toEqual({
      isOpen: false,
      why: 'the run was cancelled',
    });
  });

  it('is known by the host itself', async () => {
    const scriptFor = (number: number) => {
      const run = hostKind('wait-for').run({
        host: 'm1',
        args: { port: number, from: 'host' },
        timeoutMs: 9000,
        localPath: String,
        rendered: () => {
          throw new Error('it has no file');
        },
      });
      run.next();
      run.next(0);
      run.next(undefined);
      const look = run.next({ isConnected: true }).value;
      return 'command' in Object(look) ? String(Reflect.get(Object(look), 'command')) : '';
    };
    expect((await sh(scriptFor(port))).code).toBe(0);
    expect((await sh(scriptFor(1))).code).toBe(1);
  });
});
