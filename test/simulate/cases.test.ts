import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { DOMParser } from '@xmldom/xmldom';
import { describe, expect, it } from 'vitest';
import { Desk } from '../cli/in-process.ts';
import { inventory } from './stage.ts';

const playbook = `hosts: all
stages:
  - name: Managers
    hosts: managers
    exec: install
  - name: All managers
    assert: { success-rate: 100 }
  - name: Workers
    hosts: workers
    exec: install
`;

const oneManagerFails = '{ commands: [{ hosts: m2, exit: { "1": 100% } }] }';

/** Runs one case, in which m2 fails unless told. */
async function tested(
  expectation: string,
  { model = oneManagerFails, more = '', words = [] as string[] } = {},
) {
  const test = `playbook: play.yml
inventory: inventory.yml
${more}
cases:
  - name: A case
    model: ${model}
    expect: ${expectation}
`;
  using desk = new Desk({ 'play.yml': playbook, 'inventory.yml': inventory, 'a.test.yml': test });
  return await desk.call(['simulate', '--test', 'a.test.yml', ...words]);
}

describe('results for a CI server', () => {
  it('are a suite a file and a case a test and seed, beside what is told, or alone on stdout', async () => {
    const words = ['--junit', '-', '--seed', '4'];
    const { code, stdout, stderr } = await tested('{ exit-code: 0, untouched: "m1,w1" }', { words });
    expect(code).toBe(1);
    expect(stderr).toContain('✖ A case (seed 4)');
    const xml = new DOMParser().parseFromString(stdout, 'text/xml');
    const [suite] = xml.getElementsByTagName('testsuite');
    const [only] = xml.getElementsByTagName('testcase');
    const [failure] = xml.getElementsByTagName('failure');
    expect([suite?.getAttribute('name'), suite?.getAttribute('failures')]).toEqual(['a.test.yml', '1']);
    expect(only?.getAttribute('name')).toBe('A case (seed 4)');
    expect(failure?.getAttribute('message')).toBe('the exit code is 1, not 0; m1 is touched');
    expect(failure?.textContent?.split('\n').slice(0, 4)).toEqual([
      'a.test.yml:7:26  the exit code is 1, not 0',
      'a.test.yml:7:40  m1 is touched',
      'what happened:',
      'm2 failed in Managers (exit_code): the command ended with exit code 1: rehearsed: exit code 1',
    ]);
  });

  it('are green where all hold', async () => {
    const { stdout } = await tested('{ exit-code: 1 }', { words: ['--junit', '-'] });
    expect(stdout).toContain('<testsuites name="rehearsals" tests="1" failures="0"');
  });

  it('are those of tests', async () => {
    using desk = new Desk({ 'play.yml': playbook, 'inventory.yml': inventory });
    const call = ['simulate', 'play.yml', '-i', 'inventory.yml', '--junit', 'x.xml'];
    expect(await desk.call(call)).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('--junit tells which tests hold: name them with --test.'),
    });
  });
});

describe('an expectation', () => {
  it.each([
    '{ exit-code: 1 }',
    '{ stops-in: All managers }',
    '{ stops-in: "2" }',
    '{ touched: 3, untouched: workers }',
    '{ touched: { min: 1, max: 3 } }',
    '{ success-rate: { max: 9 } }',
    '{ outcome: { m2: failed, "managers:!m2": ok, workers: skipped } }',
    '{ outcome: { managers: [ok, failed] } }',
    '{ stages: { Managers: { ok: 2, failed: { max: 1 } }, All managers: { status: bad }, Workers: { status: not_run } } }',
    '{ takes: { min: 500ms, max: 1m } }',
  ])('that holds passes: %s', async (expectation) => {
    const { code, stdout } = await tested(expectation);
    expect(stdout).toContain('✔ A case (seed 0)');
    expect(code).toBe(0);
  });

  it.each([
    ['{ exit-code: 0 }', 'a.test.yml:7:26  the exit code is 1, not 0'],
    ['{ stops-in: false }', 'a.test.yml:7:25  the run stops in 2 (All managers)'],
    ['{ stops-in: Managers }', 'the run stops in 2 (All managers), and not in "Managers"'],
    ['{ touched: { max: 2 } }', 'a.test.yml:7:31  3 hosts are touched, and at most 2 is expected'],
    ['{ touched: { min: 4 } }', '3 hosts are touched, and at least 4 is expected'],
    ['{ untouched: "m1,w1" }', 'm1 is touched'],
    ['{ success-rate: 100 }', 'the success rate is 8.69 %, not 100'],
    ['{ outcome: { managers: ok } }', 'm2 is failed, not ok'],
    ['{ outcome: { workers: [ok, failed] } }', 'w[1-20] are skipped, not ok or failed'],
    ['{ stages: { Managers: { status: good } } }', '"Managers" is bad, not good'],
    ['{ stages: { Managers: { failed: 0 } } }', '"Managers" has 1 failed, not 0'],
    ['{ takes: { max: 100ms } }', 'more than 100ms'],
  ])('that does not hold fails, with why and where: %s', async (expectation, words) => {
    const { code, stdout } = await tested(expectation);
    expect(stdout).toContain('✖ A case (seed 0)');
    expect(stdout).toContain(words);
    expect(code).toBe(1);
  });

  it('tells of hosts that failed and were repaired, where it does not hold', async () => {
    using desk = new Desk({
      'play.yml': `hosts: all
stages:
  - { exec: install, register: done }
  - { exec: repair, when: results.done.outcome == 'failed' }
`,
      'inventory.yml': inventory,
      'a.test.yml': `playbook: play.yml
inventory: inventory.yml
cases: [{ name: A, model: { commands: [{ hosts: m2, command: install, exit: { "1": 100% } }] }, expect: { exit-code: 1 } }]
`,
    });
    expect((await desk.call(['simulate', '--test', 'a.test.yml'])).stdout).toContain(
      '    what happened:\n      1 host failed and was repaired\n',
    );
  });

  it('that does not hold tells what happened: what failed, on which hosts, why, and what stopped the run', async () => {
    const model = '{ commands: [{ hosts: "m[1-2]", stderr: "no room\\n", exit: { "3": 100% } }] }';
    const { stdout } = await tested('{ exit-code: 0 }', { model });
    expect(stdout).toContain(`    a.test.yml:7:26  the exit code is 1, not 0
    what happened:
      m[1-2] failed in Managers (exit_code): the command ended with exit code 3: no room
      stopped: the assert of stage 2 (All managers) does not hold; the stage after it did not run
`);
    const late = await tested('{ takes: { max: 1s } }', { model: '{}' });
    expect(late.stdout).toContain(
      '    what happened:\n      nothing went wrong, and the run came to its end\n',
    );
  });

  it('about a name is about each stage that has it', async () => {
    using desk = new Desk({
      'play.yml':
        'stages:\n  - { name: Install, hosts: m1, exec: ./a }\n  - { name: Install, hosts: w1, exec: ./b }\n',
      'inventory.yml': inventory,
      'a.test.yml': `playbook: play.yml
inventory: inventory.yml
cases:
  - name: A case
    model: { commands: [{ hosts: w1, exit: { "1": 100% } }] }
    expect: { stages: { Install: { failed: 0, status: good } } }
`,
    });
    const { code, stdout } = await desk.call(['simulate', '--test', 'a.test.yml']);
    expect(code).toBe(1);
    expect(stdout).toContain('"Install" (stage 2) is bad, not good');
    expect(stdout).not.toContain('(stage 1)');
  });

  it('names a stage of a rollout by its own name, in all waves, as models do', async () => {
    const stages =
      'stages:\n  - { name: All, hosts: managers, rollout: { waves: [1, 100%] }, stages: [{ name: Install, exec: a }] }\n';
    const test = (stage: string) =>
      `{ playbook: play.yml, inventory: inventory.yml, cases: [{ name: A, model: { commands: [{ hosts: m2, stage: ${stage}, exit: { "3": 100% } }] }, expect: { stops-in: wave 2, stages: { Install: { failed: { max: 1 } }, "wave 2/2: Install": { failed: 1 } } } }] }\n`;
    using desk = new Desk({
      'play.yml': stages,
      'inventory.yml': inventory,
      'a.test.yml': test('Install'),
      'b.test.yml': test('Instal'),
    });
    expect(await desk.call(['simulate', '--test', 'a.test.yml'])).toMatchObject({ code: 0 });
    const { code, stderr } = await desk.call(['simulate', '--test', 'b.test.yml']);
    expect(code).toBe(2);
    expect(stderr).toMatch(/b\.test\.yml:1:\d+ {2}error\[rule-stage-unknown\].*Did you mean Install\?/s);
  });

  it('cannot hold by a rule that is about nothing', async () => {
    const model = '{ commands: [{ command: "instal", exit: { "1": 3% } }] }';
    const { code, stderr } = await tested('{ exit-code: 0 }', { model });
    expect(code).toBe(2);
    expect(stderr).toMatch(/a\.test\.yml:6:\d+ {2}error\[rule-about-nothing\]/);
  });

  it('may share a model with tests of other vars, whose commands are others', async () => {
    using desk = new Desk({
      'play.yml': 'hosts: all\nvars: { release: 1 }\nstages: [{ exec: "install {{release}}" }]\n',
      'inventory.yml': inventory,
      'a.test.yml': `playbook: play.yml
inventory: inventory.yml
extra-vars: { release: 2 }
model: { commands: [{ command: "install*2*", exit: { "1": 100% } }] }
cases:
  - { name: The new one fails, expect: { exit-code: 1 } }
  - { name: The old one does not, extra-vars: { release: 1 }, expect: { exit-code: 0 } }
`,
    });
    const { code, stderr } = await desk.call(['simulate', '--test', 'a.test.yml']);
    expect(stderr).toContain('warning[rule-about-nothing]');
    expect(code).toBe(0);
  });

  it('is never about hosts that were only looked at', async () => {
    using desk = new Desk({
      'play.yml': 'hosts: all\nstages: [{ wait-for: { port: 22 } }, { wait-online: {} }]\n',
      'inventory.yml': inventory,
      'a.test.yml': `playbook: play.yml
inventory: inventory.yml
cases: [{ name: A case, expect: { touched: 0, untouched: all } }]
`,
    });
    expect((await desk.call(['simulate', '--test', 'a.test.yml'])).code).toBe(0);
  });

  it.each([
    ['--model', 'no.yml'],
    ['--results', 'r.json'],
    ['-l', 'm1'],
  ])('is not asked about with %s, which says the test itself', async (...words) => {
    const { code, stderr } = await tested('{ exit-code: 1 }', { words });
    expect(code).toBe(2);
    expect(stderr).toContain('cannot be beside --test');
  });

  it('of a run that goes to its end is told apart from one that stops', async () => {
    const calm = { model: '{}' };
    expect((await tested('{ stops-in: false, exit-code: 0, success-rate: 100 }', calm)).code).toBe(0);
    expect((await tested('{ stops-in: All managers }', calm)).stdout).toContain(
      'the run goes to its end, and does not stop in "All managers"',
    );
  });

  it.each([
    ['{ stops-in: All manager }', 'The playbook has no stage "All manager"', 'Did you mean All managers?'],
    ['{ stages: { Wrokers: { ok: 1 } } }', 'no stage "Wrokers"', 'Did you mean Workers?'],
    ['{ outcome: { w21: ok } }', 'There is no host and no group w21', 'a.test.yml:7:26'],
    ['{ untouched: workres }', 'no group workres', 'Did you mean workers?'],
    ['{ outcome: { w1: fine } }', 'must be ok, failed', 'a.test.yml:7:30'],
    ['{}', 'must not be empty', 'a.test.yml:7:13'],
    ['{ exit-cod: 1 }', 'exit-cod', 'exit-code'],
  ])('of something that is not there is an error, not a success: %s', async (expectation, ...words) => {
    const { code, stderr, stdout } = await tested(expectation);
    expect(code).toBe(2);
    for (const each of words) expect(stderr).toContain(each);
    expect(stdout).toBe('');
  });
});

describe('what is wrong in a test', () => {
  it.each([
    ['{ success-rate: 101 }', '', 'a.test.yml:7:29', 'at most 100'],
    ['{ success-rate: { max: 1000 } }', '', 'a.test.yml:7:36', 'at most 100'],
    ['{ takes: 5m }', '', 'a.test.yml:7:22', 'takes: { max: 30m }'],
    ['{ exit-code: 0 }', 'seeds: 20', 'a.test.yml:3:8', 'Write a range, 1-20, or a list of seeds, [7].'],
    ['{ outcome: { workers: skipped } }', 'limit: m2', 'a.test.yml:7:26', 'No stage has any of these hosts'],
  ])('is told with its place and what to write: %s %s', async (expectation, more, place, words) => {
    const { code, stderr } = await tested(expectation, { more });
    expect(code).toBe(2);
    expect(stderr).toContain(`${place}  error`);
    expect(stderr).toContain(words);
  });

  it('says where it looked for a model', async () => {
    const { stderr } = await tested('{ exit-code: 0 }', { model: 'gone.yml' });
    expect(stderr).toMatch(/gone\.yml does not exist\.[\s\S]*it was looked for as \/\S+\/gone\.yml\./);
  });
});

describe('a test of a playbook', () => {
  it('is run with each of its seeds, and names those that fail', async () => {
    const model = '{ commands: [{ hosts: m2, exit: { "1": 50% } }] }';
    const { code, stdout } = await tested('{ exit-code: 0 }', { model, more: 'seeds: 1-20' });
    expect(code).toBe(1);
    expect(stdout).toMatch(/✖ A case \(seeds (\d+, ){9}\d+ and 2 more of 20\)/);
    expect(stdout).toContain('1 case in 20 rehearsals: 1 of them does not hold');
    expect(stdout).toMatch(/^ {4}what happened with seed \d+:$/m);
  });

  it('may lie in one of several files, as the shell names them for tests/*.test.yml', async () => {
    const test = (name: string) => `playbook: play.yml
inventory: inventory.yml
cases: [{ name: ${name}, expect: { exit-code: 0 } }]
`;
    using desk = new Desk({
      'play.yml': playbook,
      'inventory.yml': inventory,
      'a.test.yml': test('First'),
      'b.test.yml': test('Second'),
    });
    const { code, stdout } = await desk.call(['simulate', '--test', 'a.test.yml', 'b.test.yml']);
    expect(code).toBe(0);
    expect(stdout).toMatch(/First.*Second.*2 cases in 2 rehearsals/s);
  });

  /** One case that holds. */
  const deskWith = (more = '') =>
    new Desk({
      'play.yml': playbook,
      'inventory.yml': inventory,
      'a.test.yml': `playbook: play.yml
inventory: inventory.yml
${more}
cases: [{ name: A case, expect: { exit-code: 0 } }]
`,
    });

  it('can be run with one seed, which only the command line says', async () => {
    using desk = deskWith('seeds: 1-20');
    const words = ['simulate', '--test', 'a.test.yml'];
    const env = { AEON_SEED: '3' };
    expect((await desk.call([...words, '--seed', '14'], env)).stdout).toContain('✔ A case (seed 14)');
    expect((await desk.call(words, env)).stdout).toContain('✔ A case (seeds 1-20)');
  });

  it('writes for a CI server where the environment says so, which a rehearsal does not', async () => {
    using desk = deskWith();
    const env = { AEON_JUNIT: 'junit.xml' };
    expect((await desk.call(['simulate', 'play.yml', '-i', 'inventory.yml'], env)).code).toBe(0);
    expect(existsSync(join(desk.directory, 'junit.xml'))).toBe(false);
    await desk.call(['simulate', '--test', 'a.test.yml'], env);
    expect(existsSync(join(desk.directory, 'junit.xml'))).toBe(true);
  });

  it('with a range of no seed is an error', async () => {
    expect((await tested('{ exit-code: 1 }', { more: 'seeds: 20-1' })).stderr).toContain('range of seeds');
  });

  it('that is asked for by its name is shown', async () => {
    const { stderr } = await tested('{ exit-code: 1 }', { words: ['--case', 'A case'] });
    expect(stderr).toContain('REHEARSAL');
    expect(stderr).toContain('m2 failed');
    expect((await tested('{ exit-code: 1 }', { words: ['--case', 'B'] })).stderr).toContain(
      'no test has the name "B". There are: A case.',
    );
  });

  it('is told as data for programs', async () => {
    const { code, stdout } = await tested('{ exit-code: 0 }', { words: ['--output', 'json'] });
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toEqual({
      passed: false,
      cases: [
        {
          file: 'a.test.yml',
          name: 'A case',
          seed: 0,
          passed: false,
          misses: [{ message: 'the exit code is 1, not 0', line: 7, column: 26 }],
          happened: [
            'm2 failed in Managers (exit_code): the command ended with exit code 1: rehearsed: exit code 1',
            'stopped: the assert of stage 2 (All managers) does not hold; the stage after it did not run',
          ],
        },
      ],
    });
  });

  it('takes its own limits', async () => {
    const end = await tested('{ touched: 1, exit-code: 1 }', { more: 'limit: m2' });
    expect(end.stdout).toContain('all of them hold');
  });

  it('tells what is wrong with its playbook once, however many cases there are', async () => {
    const test = `playbook: play.yml
inventory: inventory.yml
cases:
  - { name: One, expect: { exit-code: 0 } }
  - { name: Two, expect: { exit-code: 0 } }
`;
    const broken = 'hosts: all\nstages:\n  - exec: echo {{misspelt}}\n';
    using desk = new Desk({ 'play.yml': broken, 'inventory.yml': inventory, 'a.test.yml': test });
    const { code, stderr } = await desk.call(['simulate', '--test', 'a.test.yml']);
    expect(code).toBe(2);
    expect(stderr.match(/play\.yml:3:/g)).toHaveLength(1);
  });
});
