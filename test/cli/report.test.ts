import { mkdirSync, readdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Lab, startLab } from '../../src/lab/lab.ts';
import { parsedPage, textOf } from '../report/html/parsed-page.ts';
import { Desk } from './in-process.ts';

const playbook = `
name: Roll out
hosts: all
stages:
  - name: Install
    exec: echo {{host.name}} has it; test {{host.name}} != w2
  - exec: echo all the same
`;

let lab: Lab;
let desk: Desk;
beforeEach(async () => {
  lab = await startLab({ hosts: ['m1', 'w1', 'w2'] });
  desk = new Desk({ 'inventory.yml': lab.inventory(), 'playbook.yml': playbook });
});
afterEach(async () => {
  await lab[Symbol.asyncDispose]();
  desk[Symbol.dispose]();
});

const run = () => desk.call(['playbook.yml', '-i', 'inventory.yml', '--output', 'quiet']);
const runsBelow = () => join(desk.directory, '.local/state/aeon-run/runs');
const written = (name: string) => readFileSync(join(desk.directory, name), 'utf8');

describe('a report', () => {
  it.each(['-', 'both'])('is refused where page and tests would be one file: %s', async (place) => {
    const end = await desk.call(['report', 'last', '--html', place, '--junit', place]);
    expect(end).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining('a file of its own') });
  });

  it('is a page that tells what the run did, and what the hosts said', async () => {
    await run();
    expect(await desk.call(['report', 'last', '--html', 'page.html'])).toEqual({
      code: 0,
      stdout: '',
      stderr: '',
    });
    const { errors, text, all } = parsedPage(written('page.html'));
    expect(errors).toEqual([]);
    expect(text).toMatch(/^Roll out ✖ 2 of 3 hosts ok \(66\.66 %\) · 1 failed · /);
    expect(all('code').map(textOf)).toContain("echo 'w1' has it; test 'w1' != w2");
    expect(all('div', 'said').map(textOf)).toEqual([
      '✔ m1 m1 has it',
      '✔ w1 w1 has it',
      '✖ w2 exit code 1 w2 has it',
      '✔ m1,w1 (2 hosts) all the same',
    ]);
    expect(statSync(join(desk.directory, 'page.html')).mode & 0o777).toBe(0o600);
  });

  it('is test results for a CI server, beside the page or on stdout', async () => {
    await run();
    await desk.call(['report', 'last', '--html', 'page.html', '--junit', 'results.xml']);
    expect(written('results.xml')).toContain(
      '<testsuite name="1 Install" tests="3" failures="1" errors="0" skipped="0"',
    );
    expect((await desk.call(['report', 'last', '--junit', '-'])).stdout).toBe(written('results.xml'));
  });

  it('needs a form to be written in, and a place that can be written', async () => {
    await run();
    expect(await desk.call(['report', 'last'])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('say what to write: --html FILE (a page for people) or --junit FILE'),
    });
    expect(await desk.call(['report', 'last', '--html', 'no/where.html'])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining(
        'no/where.html cannot be written: its directory does not exist. Choose another place with --html.',
      ),
    });
  });

  it('does without a plan.json that is gone or of another form', async () => {
    await run();
    const [id = ''] = readdirSync(runsBelow());
    for (const text of ['', '[]', '{"stages": [{"id": "1", "tasks": [{"does": 3}, null]}, 7]}']) {
      writeFileSync(join(runsBelow(), id, 'plan.json'), text);
      expect((await desk.call(['report', id, '--html', '-'])).stdout).toContain('<h2>Stages</h2>');
    }
  });
});

describe('the directory of a run that lies elsewhere', () => {
  it('is shown and reported, and told how to go on with', async () => {
    const { stdout } = await run();
    const [id = ''] = readdirSync(runsBelow());
    mkdirSync(join(desk.directory, 'artifacts'));
    renameSync(join(runsBelow(), id), join(desk.directory, 'artifacts', id));
    expect(await desk.call(['show', `artifacts/${id}`])).toEqual({ code: 0, stdout, stderr: '' });
    expect((await desk.call(['report', `./artifacts/${id}/`, '--html', '-'])).stdout).toContain(id);
    const journal = join(desk.directory, 'artifacts', id, 'journal.ndjson');
    writeFileSync(journal, readFileSync(journal, 'utf8').split('\n').slice(0, 9).join('\n'));
    expect((await desk.call(['show', `artifacts/${id}`])).stderr).toContain(
      `unfinished: "aeon-run resume ${id} --run-dir '${join(desk.directory, 'artifacts')}'" goes on with it`,
    );
  });

  it('is retried as the run of that name, whose directory its last lines name', async () => {
    await run();
    const [id = ''] = readdirSync(runsBelow());
    const { stderr } = await desk.call(['retry', join(runsBelow(), id), '--output', 'quiet']);
    expect(stderr).toContain(`retry of run ${id} on 1 of 3 hosts`);
    expect(stderr).toMatch(/aeon-run retry \d{8}-\d{6}-[0-9a-f]{6}\n/); // Without --run-dir: it lies where all do.
    expect(await desk.call(['resume', `./.local/state/aeon-run/runs/${id}`])).toMatchObject({
      stderr: expect.stringContaining(`run ${id} is finished, with exit code 1`),
    });
    renameSync(join(runsBelow(), id), join(desk.directory, id));
    expect((await desk.call(['retry', `./${id}`, '--output', 'quiet'])).stderr).toContain(
      `--run-dir '${desk.directory}'`,
    );
  });

  it('may be that of a rehearsal, which is said to be one', async () => {
    await desk.call([
      'simulate',
      'playbook.yml',
      '-i',
      'inventory.yml',
      '--directory',
      'kept',
      '--output',
      'quiet',
    ]);
    const [id = ''] = readdirSync(join(desk.directory, 'kept'));
    const page = parsedPage((await desk.call(['report', `kept/${id}`, '--html', '-'])).stdout);
    expect(page.text).toContain('A rehearsal on simulated hosts (seed 0): nothing of this has happened.');
  });

  it('is refused where it is none', async () => {
    for (const [place, why] of [
      ['./nowhere', 'there is no directory'],
      ['./inventory.yml', 'there is no directory'],
      ['./', 'holds no run: there is no journal.ndjson in it, or nothing in that'],
    ] as const) {
      expect(await desk.call(['show', place])).toMatchObject({
        code: 2,
        stderr: expect.stringContaining(why),
      });
    }
  });
});
