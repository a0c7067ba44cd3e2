import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inventoryOf } from '../fleet/inventory.ts';
import { makeWorkplace, type Workplace } from '../fleet/run-cli.ts';
import { type SshdHost, startSshd } from '../fleet/sshd.ts';

describe('after a failed assert no later stage starts', () => {
  let host: SshdHost;
  let place: Workplace;
  beforeAll(async () => {
    host = await startSshd({ addresses: 4 });
    place = await makeWorkplace();
    await place.write('inventory.yml', inventoryOf(host));
  });
  afterAll(async () => {
    await host?.[Symbol.asyncDispose]();
    await place?.[Symbol.asyncDispose]();
  });

  async function run(assert: string) {
    await place.write(
      'playbook.yml',
      `
stages:
  - { name: First wave, hosts: "h1,h2", exec: 'test {{host.name}} = h1' }
  - { assert: { ${assert} } }
  - { name: Second wave, hosts: "h3,h4", exec: echo came >>later }
  - { name: Repair, hosts: all, exec: echo came >>later }
`,
    );
    const end = await place.run(['playbook.yml', '-i', 'inventory.yml']);
    const later = (
      await host.exec(`cat ${host.home('root')}/later 2>/dev/null; rm -f ${host.home('root')}/later`)
    ).stdout;
    return { end, later, logins: host.log().match(/Accepted publickey/g)?.length };
  }

  it('no host of it is even logged in to, and the results say what did not run', async () => {
    const { end, later, logins } = await run('success-rate: 51');
    expect(end.exitCode).toBe(1);
    expect(later).toBe('');
    expect(logins).toBe(2);
    expect(await place.results()).toMatchObject({
      stages: [{ status: 'bad' }, { status: 'bad' }, { status: 'not_run' }, { status: 'not_run' }],
      stopped: expect.stringMatching(/does not hold; the 2 stages after it did not run/),
      successful: 1,
    });
  });

  it('and they do when it holds', async () => {
    expect((await run('success-rate: 50')).later).toBe('came\n'.repeat(5));
  });
});
