import { describe, expect, it } from 'vitest';
import { Desk } from '../cli/in-process.ts';
import { inventory, rehearsed } from './stage.ts';

const stages = '  - exec: "true"';

describe('a model', () => {
  it.each([
    ['hosts: [{ hosts: workres, down: refused }]', 'model.yml:1:18', 'no host and no group workres'],
    ['hosts: [{ down: gone }]', 'model.yml:1:17', 'must be refused, timeout or no-route'],
    ['hosts: [{ latencey: 3ms }]', 'model.yml:1:11', 'latencey is not known'],
    ['hosts: [{ link-lost: 4 }]', 'model.yml:1:22', 'Write 4%.'],
    ['hosts: [{ disk-full: true }]', 'model.yml:1:22', 'For example disk-full: 5%'],
    ['hosts: [{ link-lost: "400%" }]', 'model.yml:1:22', 'a share from 0% to 100%'],
    ['hosts: [{ bandwidth: fast }]', 'model.yml:1:22', 'a number with kB/s, MB/s or GB/s'],
    ['commands: [{ takes: 5 minutes }]', 'model.yml:1:21', 'is not a duration'],
    ['commands: [{ command: "/a(/" }]', 'model.yml:1:23', 'no regular expression'],
    ['commands: [{ exit: { "1": 60%, "2": 60% } }]', 'model.yml:1:20', 'more than 100% together'],
    ['commands: [{ exit: { "256": 6% } }]', 'model.yml:1:22', 'an exit code from 1 to 255'],
    ['commands: [{ stdout: { "300": a } }]', 'model.yml:1:24', 'an exit code from 0 to 255'],
    ['commands: [{ stdout: { 3: a } }]', 'model.yml:1:24', 'Quote it: "3"'],
    ['commands: [{ stdout: [a] }]', 'model.yml:1:22', 'must be text or a map'],
    ['hosts: [{ facts: { os_version: 12 } }]', 'model.yml:1:32', 'Quote it: "12"'],
    ['hosts: [{ facts: { oss: debian } }]', 'model.yml:1:20', 'Did you mean os?'],
    ['hosts: [{ facts: { arch: "a b" } }]', 'model.yml:1:26', 'a word'],
    ['commands: [{ exit: { 1: 6% } }]', 'model.yml:1:22', 'Quote it: "1"'],
  ])('that is wrong is told with its place: %s', async (model, place, words) => {
    const { code, stdout } = await rehearsed(stages, model);
    expect(code).toBe(2);
    const [problem] = JSON.parse(stdout).problems;
    expect(`${problem.file}:${problem.line}:${problem.column}`).toBe(place);
    expect(`${problem.message} ${problem.advice ?? ''}`).toContain(words);
  });

  it.each([
    ['30', 'model.yml:1:20'],
    ['{ normal: 30, deviation: 5ms }', 'model.yml:1:30'],
    ['{ uniform: [5ms, 20] }', 'model.yml:1:37'],
  ])('with a latency without a unit is told that it is in seconds: %s', async (latency, place) => {
    const { stderr } = await rehearsed(stages, `hosts: [{ latency: ${latency} }]`);
    expect(stderr).toContain(`${place}  warning[latency-in-seconds]`);
    expect(stderr).toMatch(/Write (30|20)ms for milliseconds/);
  });

  it('that is not there is told', async () => {
    using desk = new Desk({ 'play.yml': `hosts: all\nstages:\n${stages}\n`, 'inventory.yml': inventory });
    const words = ['simulate', 'play.yml', '-i', 'inventory.yml', '--model', 'other.yml'];
    const { code, stderr } = await desk.call(words);
    expect(code).toBe(2);
    expect(stderr).toContain('The model other.yml does not exist');
  });
});

describe('what a host is', () => {
  const stages = `
  - { when: "facts.os == 'ubuntu'", exec: "apt {{facts.arch}} {{facts.memory_mb}}" }
  - { hosts: workers, exec: "join {{join facts.addresses ','}}" }`;

  it('is what the rules say, fact by fact, and else a small machine with an address', async () => {
    const model = `hosts:
  - { hosts: managers, facts: { os: ubuntu, memory_mb: 512 } }
  - { hosts: m2, facts: { arch: x86_64 } }
  - { hosts: w2, facts: { addresses: [10.0.0.2, 10.0.1.2] } }`;
    const { events, result } = await rehearsed(stages, model);
    const facts = (host: string) =>
      events.find((event) => event.type === 'facts-gathered' && event.host === host);
    expect(facts('m2')).toMatchObject({ facts: { os: 'ubuntu', memory_mb: 512, arch: 'x86_64', cpus: 4 } });
    expect(facts('w1')).toMatchObject({
      facts: { os: 'debian', addresses: [expect.stringMatching(/^198\.1[89]\./)] },
    });
    expect(facts('w2')).toMatchObject({ facts: { addresses: ['10.0.0.2', '10.0.1.2'] } });
    expect([result('m1')?.outcome, result('w1')?.outcome]).toEqual(['ok', 'skipped']);
    expect(result('w1', '2')?.outcome).toBe('ok');
  });
});

describe('what a command writes', () => {
  const stages =
    '  - { exec: a, register: one }\n  - { exec: "b {{results.one.stdout}}", register: two }\n  - exec: c';
  const outputs = async (model: string) => {
    const run = await rehearsed(stages, model);
    expect(run.code).toBe(0);
    return ['1', '2', '3'].map((stage) => run.result('m1', stage)?.stdout?.tail ?? '');
  };

  it('is a word where a stage registers it, so that later stages have a text to put in', async () => {
    expect(await outputs('{}')).toEqual(['rehearsed\n', 'rehearsed\n', '']);
  });

  it('can be told by exit code', async () => {
    const stages = `
  - { exec: systemctl is-active agent, register: agent, failed-when: "result.exit_code > 3" }
  - { when: "results.agent.stdout.contains('inactive')", exec: systemctl start agent }`;
    const model = `commands:
  - { stage: "1", exit: { "3": 100% }, stdout: { "0": "active\\n", "3": "inactive\\n" }, stderr: { "3": "" } }
  - { hosts: w1, stage: "1", exit: { "1": 0% }, stderr: { "0": "deprecated\\n" } }
  - { hosts: w2, stage: "1", exit: { "7": 100% } }`;
    const { result } = await rehearsed(stages, model);
    const said = (host: string) => [result(host)?.stdout?.tail, result(host)?.stderr?.tail];
    expect(['m1', 'w1', 'w2'].map(said)).toEqual([
      ['inactive\n', ''],
      ['active\n', 'deprecated\n'],
      ['', 'rehearsed: exit code 7\n'],
    ]);
    expect(['m1', 'w1'].map((host) => result(host, '2')?.outcome)).toEqual(['ok', 'skipped']);
  });

  it('is what a rule says, for the text with that in it too', async () => {
    const rules = '{ command: a, stdout: "1.4\\n" }, { command: "b \'1.4\'", stdout: "good\\n" }';
    expect(await outputs(`commands: [${rules}]`)).toEqual(['1.4\n', 'good\n', '']);
  });
});
