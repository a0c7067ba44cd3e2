import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inventoryOf } from '../fleet/inventory.ts';
import { makeWorkplace, type Workplace } from '../fleet/run-cli.ts';
import { type SshdHost, startSshd } from '../fleet/sshd.ts';

describe('a fault of our own in the middle of a run', () => {
  let host: SshdHost;
  let place: Workplace;
  beforeAll(async () => {
    host = await startSshd();
    place = await makeWorkplace();
    await place.write('inventory.yml', inventoryOf(host));
    await place.write(
      'playbook.yml',
      'hosts: all\nstages:\n  - exec: echo done\n  - exec: while [ ! -e go ]; do sleep 0.1; done\n',
    );
  });
  afterAll(async () => {
    await host?.[Symbol.asyncDispose]();
    await place?.[Symbol.asyncDispose]();
  });

  it.each([
    ['an error that nobody caught', `throw new Error('out of the blue')`, /out of the blue/],
    [
      'a wait for nothing',
      `process.emit('beforeExit', 0)`,
      /it waits, and nothing is left that could happen/,
    ],
  ])(
    '%s ends it with 5, the results as far as they go, and a run that can be resumed',
    async (_, fault, why) => {
      await host.exec(`rm -f ${host.home('root')}/go`);
      const preload = `data:text/javascript,process.on('SIGUSR2',()=>{${encodeURIComponent(fault)}})`;
      const cli = place.start(['playbook.yml', '-i', 'inventory.yml'], {
        env: { NODE_OPTIONS: `--import "${preload}"` },
      });
      while (!cli.stderr.includes('[2/2')) await sleep(20);
      cli.signal('SIGUSR2');
      const { exitCode, stderr } = await cli.ended;
      expect(exitCode, stderr).toBe(5);
      expect(stderr).toMatch(why);
      expect(stderr).toContain('go on with the run: aeon-run resume');
      expect(await place.results()).toMatchObject({
        exit_code: null,
        stages: [{ status: 'good' }, { status: 'not_finished' }],
      });
      await host.exec(`touch ${host.home('root')}/go`);
      expect((await place.run(['resume', 'last'])).exitCode).toBe(0);
      expect(await place.results()).toMatchObject({ exit_code: 0, successful: 1 });
    },
  );
});
