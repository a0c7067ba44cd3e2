import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { makeWorkplace, type Workplace } from '../fleet/run-cli.ts';

const patient = { timeout: 20_000, interval: 100 };

async function labs(place: Workplace): Promise<
  readonly {
    readonly pid: number;
    readonly directory: string;
    readonly inventory: string;
    readonly isUp: boolean;
  }[]
> {
  return JSON.parse((await place.run(['lab', 'list', '--json'])).stdout);
}

describe('aeon-run lab', () => {
  it('keeps hosts up until Ctrl-C, is loud about it, and leaves nothing', async () => {
    await using place = await makeWorkplace();
    const lab = place.start(['lab', 'up', '--hosts', '2']);
    await expect.poll(() => lab.stdout, patient).toContain('Ctrl-C ends it');
    expect(lab.stderr).toContain('THE LAB RUNS COMMANDS ON THIS MACHINE');
    const [known] = await labs(place);
    const { stdout, stderr } = await place.run([
      'exec',
      '-i',
      known?.inventory ?? '',
      '--output',
      'lines',
      '--',
      'hostname',
    ]);
    expect(stdout + stderr).toContain('2 of 2 hosts ok');
    lab.signal('SIGINT');
    expect((await lab.ended).exitCode).toBe(0);
    expect(existsSync(known?.directory ?? '/')).toBe(false);
    expect(await labs(place)).toEqual([]);
  });

  it('goes on without its terminal, is listed, and is ended from elsewhere', async () => {
    await using place = await makeWorkplace();
    const up = await place.run(['lab', 'up', '--hosts', '1', '--detach', '--directory', 'mine']);
    const [lab] = await labs(place);
    expect(up.stdout).toContain(`aeon-run lab down ${lab?.pid} ends it`);
    expect(lab).toMatchObject({ isUp: true, inventory: expect.stringContaining('/mine/inventory.yml') });
    const list = await place.run(['lab', 'list']);
    expect(list.stdout).toMatch(
      /^\d+ {2}1 host {2}\S+\/mine\/inventory\.yml {2}since \d{4}-\d\d-\d\d \d\d:\d\d\n$/,
    );
    expect((await place.run(['lab', 'down'])).stdout).toBe(`lab ${lab?.pid} is down\n`);
    expect(existsSync(place.path('mine/hosts/m1'))).toBe(true);
    expect(await labs(place)).toEqual([]);
  });

  it('that was killed is told as such, and forgotten when it is ended', async () => {
    await using place = await makeWorkplace();
    const lab = place.start(['lab', 'up', '--hosts', '1', '--directory', 'mine']);
    await expect.poll(() => lab.stdout, patient).toContain('Ctrl-C ends it');
    lab.signal('SIGKILL');
    await lab.ended;
    expect((await place.run(['lab', 'list'])).stdout).toContain('was killed');
    expect((await place.run(['lab', 'down'])).stdout).toContain('was gone already');
    expect((await place.run(['lab', 'list'])).stdout).toBe('no lab is up\n');
  });

  it('says what to do where there is none, or several', async () => {
    await using place = await makeWorkplace();
    expect(await place.run(['lab', 'down'])).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining('no lab is up'),
    });
    const detach = ['lab', 'up', '--hosts', '1', '--detach'];
    await Promise.all([place.run(detach), place.run(detach)]);
    const which = await place.run(['lab', 'down']);
    expect(which).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('which lab?') });
    const strange = await place.run(['lab', 'down', '1']);
    expect(strange).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('there is no lab 1') });
    expect((await place.run(['lab', 'down', '--all'])).stdout.match(/is down/g)).toHaveLength(2);
  });

  it('that cannot come up says so', async () => {
    await using place = await makeWorkplace();
    await place.write('file', '');
    const up = await place.run(['lab', 'up', '--detach', '--directory', 'file']);
    expect(up).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('did not come up') });
    expect(await labs(place)).toEqual([]);
  });
});
