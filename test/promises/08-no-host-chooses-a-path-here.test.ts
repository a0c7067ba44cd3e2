import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inventoryOf } from '../fleet/inventory.ts';
import { type CliEnd, makeWorkplace, type Workplace } from '../fleet/run-cli.ts';
import { type SshdHost, startSshd } from '../fleet/sshd.ts';

/** What a host that has been taken over could answer where a path, a name or a URL is asked for. */
const playbook = (victim: string, way: string) => `
hosts: all
stages:
  - { exec: "echo ${way}; echo evil > from-host", register: up }
  - { exec: "echo a/../${way}", register: detour }
  - { exec: "printf 'http://x\\\\nAEON_URL\\\\ntouch ${victim}/injected\\\\n'", register: url }
  - { exec: "echo ${victim}/../${victim.split('/').at(-1)}", register: whole }
  - { exec: echo arm, register: plain }
  - { name: Fetch from it, fetch: { src: "{{results.up.stdout}}", dest: kept }, continue-on-error: true }
  - { name: Fetch into it, fetch: { src: from-host, dest: "kept/{{results.up.stdout}}" }, continue-on-error: true }
  - { name: Fetch into it by a detour, fetch: { src: from-host, dest: "kept/{{results.detour.stdout}}" }, continue-on-error: true }
  - { name: Send it, transfer: { src: "files/{{results.up.stdout}}", dest: /tmp/x }, continue-on-error: true }
  - { name: Run it, script: "files/{{results.whole.stdout}}", continue-on-error: true }
  - { name: Work in it, local: { command: touch here, chdir: "files/{{results.up.stdout}}", per-host: true }, continue-on-error: true }
  - { name: Ask for it, wait-for: { http: "{{results.url.stdout}}", timeout: 5s }, continue-on-error: true }
  - { name: Empty it, transfer: { src: files/, dest: "{{results.whole.stdout}}", delete: true }, continue-on-error: true }
  - { name: Send a plain one, transfer: { src: "files/agent-{{results.plain.stdout}}", dest: sent }, register: sent }
  - exec: cat sent
`;

describe('nothing that a host sends chooses a path here, or becomes a command', () => {
  let host: SshdHost;
  let place: Workplace;
  let victim = '';
  let end: CliEnd;
  beforeAll(async () => {
    host = await startSshd();
    place = await makeWorkplace();
    victim = await mkdtemp(join(tmpdir(), 'aeonrun-victim-'));
    await writeFile(join(victim, 'secret'), 'of the controller');
    await place.write('inventory.yml', inventoryOf(host));
    await place.write('files/agent-arm', 'for arm');
    await place.write('playbook.yml', playbook(victim, relative(place.path('files'), victim)));
    end = await place.run(['playbook.yml', '-i', 'inventory.yml']);
  });
  afterAll(async () => {
    await host?.[Symbol.asyncDispose]();
    await place?.[Symbol.asyncDispose]();
    await rm(victim, { recursive: true, force: true });
  });

  it.each([
    ...['Fetch from it', 'Fetch into it', 'Fetch into it by a detour', 'Send it', 'Run it', 'Work in it'],
    ...['Ask for it', 'Empty it'],
  ])('but fails that host: %s', async (name) => {
    const { devices } = (await place.results()) as {
      devices: { stages: { name: string; outcome: string; reason: string; attempts: number }[] }[];
    };
    const stage = devices[0]?.stages.find((each) => each.name === name);
    expect(stage).toMatchObject({ outcome: 'failed', reason: 'value_missing', attempts: 0 });
  });

  it('and nothing has come to where it pointed', async () => {
    expect(await readdir(victim)).toEqual(['secret']);
    expect(await readdir(place.directory)).not.toContain('kept');
  });

  it('while a plain name fills in the part of a path that the playbook leaves to it', async () => {
    expect(end.exitCode, end.stderr).toBe(0);
    expect(await place.readOfRun('hosts/h1/15-exec-cat-sent.out')).toBe('for arm');
  });

  it('and a path that begins with what a host says is refused before anything runs', async () => {
    const stages = 'hosts: all\nstages:\n  - { exec: pwd, register: r }\n';
    const sources = ['{{results.r.stdout}}', './{{results.r.stdout}}', '/{{facts.arch}}', '~/{{facts.arch}}'];
    for (const source of sources) {
      await place.write('free.yml', `${stages}  - transfer: { src: "${source}", dest: /tmp/x }\n`);
      const { exitCode, stderr } = await place.run(['validate', 'free.yml', '-i', 'inventory.yml']);
      expect([exitCode, stderr]).toEqual([
        2,
        expect.stringContaining('would choose among all files of this machine'),
      ]);
    }
    await place.write('free.yml', 'hosts: all\nstages: [{ script: "files/{{facts.arch}}" }]');
    expect((await place.run(['validate', 'free.yml', '-i', 'inventory.yml'])).exitCode).toBe(0);
    expect(await readFile(join(victim, 'secret'), 'utf8')).toBe('of the controller');
  });
});
