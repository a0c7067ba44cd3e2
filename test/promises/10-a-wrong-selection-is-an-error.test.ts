import { once } from 'node:events';
import { createServer, type Server } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Desk } from '../cli/in-process.ts';

let server: Server;
let desk: Desk;
let connections = 0;
beforeAll(async () => {
  server = createServer((socket) => {
    connections += 1;
    socket.destroy();
  });
  server.listen(0, '0.0.0.0');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : 0;
  desk = new Desk({
    'inventory.yml': `
defaults: { port: ${port}, host-keys: "off", user: pi, password: { env: PASSWORD } }
groups:
  web: { hosts: { web1: { address: 127.0.0.1 }, web2: { address: 127.0.0.2 }, web3: { address: 127.0.0.3 } } }
  db: { hosts: { db1: { address: 127.0.0.4 } } }
  empty: {}
`,
    'nobody.yml': 'hosts: {}\n',
    'good.yml': playbook('web'),
  });
});
afterAll(() => {
  server.close();
  desk[Symbol.dispose]();
});

function playbook(hosts: string): string {
  return `stages:\n  - { name: Install, hosts: ${JSON.stringify(hosts)}, exec: "true", tags: [setup], retry: { attempts: 1 } }\n`;
}

const call = (...args: readonly string[]) =>
  desk.call([...args, '-i', 'inventory.yml', '--output', 'json'], { PASSWORD: 'not used' });

async function expectRefusal(...args: readonly string[]): Promise<void> {
  connections = 0;
  const end = await call(...args);
  expect(end.code, end.stdout + end.stderr).toBe(2);
  expect(end.stderr + end.stdout).not.toBe('');
  expect(connections).toBe(0);
}

describe('an empty or misspelt selection is an error: exit code 2, nothing is contacted', () => {
  it('and a good one is not, which these tests would see', async () => {
    connections = 0;
    const end = await call('good.yml', '--connect-timeout', '1');
    expect(end.code, end.stderr).toBe(1);
    expect(connections).toBeGreaterThanOrEqual(3);
  });

  it.each([
    ['a name that nobody has', 'wbe'],
    ['a name that nobody has, beside one that is right', 'db1,wbe'],
    ['a name that nobody has, left out', 'web:!dbx'],
    ['a name that nobody has, in common', 'web:&dbx'],
    ['a range without a host', 'web[7-9]'],
    ['a glob that matches nothing', 'x*'],
    ['everything but everything', 'all:!all'],
    ['nothing in common', 'web:&db'],
    ['no name at all', ''],
    ['a name that is missing between commas', 'web,,db'],
    ['a group without hosts', 'empty'],
  ])('%s, as the hosts of a stage and as --limit', async (_name, pattern) => {
    desk.write('playbook.yml', playbook(pattern));
    await expectRefusal('playbook.yml');
    await expectRefusal('good.yml', `--limit=${pattern}`);
    await expectRefusal('exec', `--limit=${pattern}`, '--', 'true');
  });

  it.each([
    ['a limit that leaves no stage a host', ['--limit', 'db1']],
    ['a tag that no stage has', ['--tags', 'setpu']],
    ['a tag that no stage has, left out', ['--skip-tags', 'setpu']],
    ['tags that leave no stage', ['--skip-tags', 'setup']],
    ['no tag at all', ['--tags', '']],
    ['nothing but commas', ['--tags', ' , ']],
    ['no tag at all, left out', ['--skip-tags', '']],
    ['a second limit', ['--limit', 'web1', '--limit', 'web2']],
    ['no host at all, beside an inventory', ['-H', '']],
    ['a stage that is not there', ['--start-at', 'Instal']],
    ['a stage number that is not there', ['--start-at', '9']],
  ])('%s', async (_name, options) => {
    await expectRefusal('good.yml', ...options);
  });

  it('nothing but an assert, whose stage is left out', async () => {
    const check = '  - { name: Check, assert: { success-rate: 100, of: Install }, tags: [check] }\n';
    desk.write('playbook.yml', `${playbook('web')}${check}`);
    await expectRefusal('playbook.yml', '--tags', 'check');
    await expectRefusal('playbook.yml', '--start-at', 'Check');
  });

  it('an inventory without hosts, or none', async () => {
    connections = 0;
    for (const args of [
      ['good.yml', '-i', 'nobody.yml'],
      ['good.yml'],
      ['good.yml', '-i', 'not-there.yml'],
    ]) {
      expect((await desk.call(args)).code).toBe(2);
    }
    expect(connections).toBe(0);
  });

  it.each([['resume'], ['retry'], ['show'], ['unlock']])('a run that is not there: %s', async (command) => {
    connections = 0;
    expect((await desk.call([command, 'not-there'])).code).toBe(2);
    expect(connections).toBe(0);
  });

  it.each([['resume'], ['retry'], ['show'], ['unlock']])(
    'no run at all, where only one is kept: %s',
    async (command) => {
      desk.write('.local/state/aeon-run/runs/20260101-000000-abcdef/plan.json', '{}');
      connections = 0;
      for (const nothing of ['', ' ']) {
        const end = await desk.call([command, nothing]);
        expect(end).toMatchObject({ code: 2, stderr: expect.stringContaining('which run?') });
      }
      expect(connections).toBe(0);
    },
  );
});
