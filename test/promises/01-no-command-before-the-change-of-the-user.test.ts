import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type LinkProxy, startProxy } from '../fleet/proxy.ts';
import { type Cli, makeWorkplace, type Workplace } from '../fleet/run-cli.ts';
import { type SshdHost, startSshd } from '../fleet/sshd.ts';

describe('a link that is lost after the user was changed and before the command came there', () => {
  let host: SshdHost;
  let proxy: LinkProxy;
  let place: Workplace;
  beforeAll(async () => {
    host = await startSshd();
    await host.exec(`chmod 755 ${host.home('root')}; mkdir -m 777 ${host.home('root')}/open`);
  });
  afterAll(() => host?.[Symbol.asyncDispose]());
  beforeEach(async () => {
    await host.exec(`rm -f ${host.home('root')}/open/*`);
    proxy = await startProxy({ address: host.address, port: host.port });
    place = await makeWorkplace();
    const { address, port } = proxy;
    const defaults = { user: 'root', key: host.clientKey.path, 'host-keys': 'off' };
    await place.write('inventory.yml', JSON.stringify({ defaults, hosts: { m1: { address, port } } }));
    return async () => {
      await proxy[Symbol.asyncDispose]();
      await place[Symbol.asyncDispose]();
    };
  });

  const effects = async () => (await host.exec(`cat ${host.home('root')}/open/* 2>/dev/null`)).stdout;
  const evidence = async () =>
    (await host.exec(`cat ${host.temporary}/.aeon-* 2>/dev/null`)).stdout.split('\n');

  /** Until the wrapper waits for the other user's shell, which waits for its script. */
  async function begun(command: string): Promise<Cli> {
    await place.write(
      'playbook.yml',
      `hosts: all
defaults: { retry: { attempts: 1 } }
stages: [{ exec: "${command}", become: { user: nobody } }]
`,
    );
    proxy.delay(150);
    const cli = place.start(['playbook.yml', '-i', 'inventory.yml']);
    await expect
      .poll(evidence, { timeout: 15_000, interval: 10 })
      .toContainEqual(expect.stringMatching(/^held /));
    return cli;
  }

  async function stages(): Promise<unknown> {
    const { devices } = (await place.results()) as {
      readonly devices: readonly { readonly stages: unknown }[];
    };
    return devices[0]?.stages;
  }

  it('has proven nothing run, and is told so', async () => {
    const cli = await begun(`echo x >>${host.home('root')}/open/ran`);
    proxy.cut();
    proxy.heal();
    const { exitCode, stderr } = await cli.ended;
    expect(exitCode, stderr).toBe(1);
    expect(await stages()).toMatchObject([{ outcome: 'unreachable', reason: 'lost_before_start' }]);
    expect(await effects()).toBe('');
  });

  it('is unknown to a controller that was killed then and did not see how far it came', async () => {
    const cli = await begun(`echo x >>${host.home('root')}/open/ran`);
    cli.signal('SIGKILL');
    await cli.ended;
    proxy.cut();
    proxy.heal();
    await expect.poll(evidence, { timeout: 15_000 }).toContainEqual(expect.stringMatching(/^exit /));
    const { exitCode, stderr } = await place.run(['resume', 'last']);
    expect(exitCode, stderr).toBe(3);
    expect(await stages()).toMatchObject([{ outcome: 'unknown', reason: 'link_lost' }]);
    expect(await effects()).toBe('');
  });

  it.each([0, 1])('and exit code %i of a command that ran there is still known', async (code) => {
    const cli = await begun(`sleep 1.5; echo x >>${host.home('root')}/open/ran; exit ${code}`);
    const began = async () => (await host.exec("pgrep -f '^sleep 1.5'")).stdout;
    await expect.poll(began, { timeout: 15_000, interval: 20 }).not.toBe('');
    proxy.cut();
    proxy.heal();
    await cli.ended;
    expect(await stages()).toMatchObject([{ outcome: code === 0 ? 'ok' : 'failed', exit_code: code }]);
    expect(await effects()).toBe('x\n');
  });
});
