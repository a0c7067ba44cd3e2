import { describe, expect, it } from 'vitest';
import { names, Story, text } from '../events.ts';
import { allOk, failsHere, failures, fiveThousand, hostile, inTheMiddle } from '../stories.ts';
import { attribute, pageOf, textOf, wholeTextOf } from './parsed-page.ts';

describe('the page about a run', () => {
  it('is HTML as the standard has it, whatever became of the run', () => {
    for (const story of [allOk(), failures(), failsHere(), inTheMiddle(), fiveThousand()]) {
      expect(pageOf(story).errors).toEqual([]);
    }
  });

  it('is no wider than a phone: no column insists on more', () => {
    const [style] = pageOf(allOk()).all('style').map(wholeTextOf);
    const widths = [...(style ?? '').matchAll(/minmax\((\d+)rem/g)].map(([, rem]) => Number(rem));
    expect(Math.max(...widths)).toBeLessThan(20);
  });

  it('breaks no line between a number and what it counts', () => {
    const [style = ''] = pageOf(allOk()).all('style').map(wholeTextOf);
    expect(style).toMatch(/\.came span \{[^}]*white-space: nowrap/);
  });

  it('begins with what came of it', () => {
    const page = pageOf(failures());
    expect(page.all('title').map(textOf)).toEqual([
      '✖ 2 of 4 hosts ok (50 %) · 1 failed · 1 unreachable · 41s · Roll out the agent',
    ]);
    expect(page.text).toMatch(
      /^Roll out the agent ✖ 2 of 4 hosts ok \(50 %\) · 1 failed · 1 unreachable · 41s Stopped: assert success-rate 95 does not hold run 20261124-120405-k3f9 /,
    );
  });

  it('has a line a stage, with when it ran and how its hosts came out', () => {
    const page = pageOf(failures());
    expect(
      page.all('details', 'stage').map((stage) => textOf(stage).replace(/ What was said.*/, '')),
    ).toEqual([
      '✖ 1 Ship the installer transfer 30s 3/4 ok · 1 unreachable',
      '✖ 2 Install on managers exec 11s 2/4 ok · 1 failed · 1 left out',
      '✖ 3 assert success-rate 95 assert 2 of 4 hosts are ok (50 %), 95 % asked',
      '– 4 Clean up exec not run',
    ]);
    const [first, second] = page.all('span', 'track');
    expect(first && attribute(first, 'title')).toBe('began after 0.0s, took 30s');
    expect(second && attribute(second, 'title')).toBe('began after 30s, took 11s');
  });

  it('tells each kind of failure once, and shows what was written harmlessly', () => {
    const page = pageOf(failures());
    expect(page.all('article').map(textOf)).toEqual([
      '⊘ m4 unreachable in 1 Ship the installer connect_timeout m4 did not answer on port 22 within 30 s: is it switched on?',
      expect.stringMatching(
        /^✖ m3 failed in 2 Install on managers exit_code the command ended with exit code 100 m3 wrote/,
      ),
    ]);
    expect(page.all('pre').map(wholeTextOf)).toContain(
      'red and ^[[2J^[[Hgone\n12:04:05 [1/1 Ship] m9 ok 0.1s^Mback <U+202E>right<U+202C> M-^[2J',
    );
  });

  it('has a line a host, with a sign for each stage that had hosts', () => {
    const page = pageOf(failures());
    const hosts = page
      .all('summary')
      .filter(
        ({ parentNode }) =>
          parentNode !== null && 'attrs' in parentNode && attribute(parentNode, 'class')?.startsWith('host'),
      );
    expect(hosts.map(textOf)).toEqual([
      '✔ m1 10.0.0.0 ✔✔ 1.6s',
      '✔ m2 10.0.0.1 ✔✔ 11s',
      '✖ m3 10.0.0.2 ✔✖ 11s',
      '⊘ m4 10.0.0.3 ⊘– 30s',
    ]);
  });

  it('tells of each attempt on a host, and leads to what the host said', () => {
    const page = pageOf(failures());
    const [, second, third] = page.all('details', 'host');
    expect(second && textOf(second)).toContain(
      '↻1.2sattempt 1: m2 refused the connection on port 22: is sshd running?, again after 5s',
    );
    const [link] = page
      .all('a')
      .filter((each) => third !== undefined && textOf(each) === 'output' && isInside(each, third));
    const target = link && attribute(link, 'href')?.slice(1);
    const said = page.all('div', 'said').find((each) => attribute(each, 'id') === target);
    expect(said && textOf(said)).toMatch(/^✖ m3 exit code 100 red and/);
  });

  it('says where what the host said is not all of it', () => {
    const story = new Story(['m1'], [{ name: 'Install' }]).stage('1', ['m1']).start('1', 'm1');
    story
      .finish('1', 'm1', { stdout: { ...text('half a li'), isCut: true } })
      .endStage('1', 1, 1)
      .end(0);
    expect(pageOf(story).all('div', 'said').map(textOf)).toEqual([
      '✔ m1 not all that was written: the link, or the run, was lost while the command ran half a li',
    ]);
  });

  it('lets one choose among hosts by what became of them, with no script', () => {
    const page = pageOf(failures());
    expect(page.all('label').map(textOf)).toEqual(['all 4', 'ok 2', 'failed 1', 'unreachable 1']);
    expect(page.all('input').map((input) => attribute(input, 'id'))).toEqual(
      page.all('label').map((label) => attribute(label, 'for')),
    );
    expect(pageOf(allOk()).all('label')).toEqual([]);
  });

  it('loads nothing and runs nothing, whatever hosts and playbooks say', () => {
    const bad = `</pre></style><script>alert(1)</script><img src=x onerror=alert(1)>"'><a href="http://evil">`;
    const story = new Story(['m1', 'm2'], [{ name: bad, kind: bad }]);
    story.stage('1', ['m1', 'm2']).start('1', 'm1', 'm2');
    story.finish('1', 'm1', { stdout: text(bad), stderr: text(hostile) });
    story.finish('1', 'm2', { outcome: 'failed', reason: 'exit_code', message: bad, stderr: text(bad) });
    story.endStage('1', 1, 2).end(1, bad);
    const page = pageOf(story, { planned: new Map([['1', [{ does: bad, hosts: [] }]]]) });
    expect(page.errors).toEqual([]);
    for (const name of ['script', 'img', 'link', 'iframe', 'object', 'form'])
      expect(page.all(name)).toEqual([]);
    const places = page.all('a').map((link) => attribute(link, 'href'));
    expect(places.length).toBeGreaterThan(0);
    expect(places.filter((place) => !place?.startsWith('#'))).toEqual([]);
    expect(
      page
        .all('pre')
        .map(wholeTextOf)
        .filter((each) => each === bad),
    ).toHaveLength(3);
    expect(page.text).toContain(`Stopped: ${bad}`);
    const [policy] = page
      .all('meta')
      .filter((meta) => attribute(meta, 'http-equiv') === 'Content-Security-Policy');
    expect(policy && attribute(policy, 'content')).toBe("default-src 'none'; style-src 'unsafe-inline'");
  });

  it('shows what a stage was to do, where it differs for some of its hosts', () => {
    const does = (count: number) =>
      names('w', count).map((host) => ({ does: `install ${host}`, hosts: [host] }));
    const shown = (count: number) =>
      pageOf(allOk(), { planned: new Map([['1', does(count)]]) })
        .all('p')
        .map(textOf)
        .filter((each) => /install|more/.test(each));
    expect(shown(1)).toEqual(['install w1']);
    expect(shown(2)).toEqual(['install w1 on w1', 'install w2 on w2']);
    expect(shown(9)).toHaveLength(6);
    expect(shown(9).at(-1)).toBe('and 4 more, see plan.json');
  });

  it('says of a run that goes on, was killed or was rehearsed that it is so', () => {
    expect(pageOf(inTheMiddle(), { isGoingOn: true }).text).toMatch(
      /● 3 of 8 hosts ok so far .* The run was still going on when this was written\./,
    );
    expect(pageOf(inTheMiddle()).text).toContain(
      'Stopped: the record ends here: this run has not been brought to its end',
    );
    expect(pageOf(inTheMiddle()).text).toContain('it began, and its end was not heard of');
    const [started, ...rest] = allOk().events;
    const story = allOk();
    story.events.length = 0;
    if (started?.type === 'run-started') story.events.push({ ...started, rehearsal: { seed: 7 } }, ...rest);
    expect(pageOf(story).text).toContain(
      'A rehearsal on simulated hosts (seed 7): nothing of this has happened.',
    );
  });

  it('keeps the names of many hosts out of the way', () => {
    const page = pageOf(fiveThousand('a-longer-name-'));
    const [failure] = page.all('article');
    expect(failure && textOf(failure)).toMatch(
      /^⊘ 20 hosts unreachable in 1 Install connect_timeout which 20 hostsa-longer-name-\[8,108,/,
    );
  });

  it('puts the waves of a rollout into one column', () => {
    const wave = (number: number) => ({ rollout: '1', number, of: 2 });
    const story = new Story(
      ['m1', 'm2'],
      [1, 2].map((number) => ({
        id: `1.${number}.1`,
        name: `wave ${number}/2: Install`,
        wave: wave(number),
        hostCount: 1,
      })),
    );
    for (const number of [1, 2]) {
      const [stage, host] = [`1.${number}.1`, `m${number}`];
      story
        .stage(stage, [host])
        .start(stage, host)
        .finish(stage, host, { durationMs: 1000 })
        .endStage(stage, 1, 1);
    }
    const page = pageOf(story.end(0));
    expect(page.all('div', 'head').map(textOf)).toEqual(['host address 1.*.1 took']);
    expect(page.all('details', 'host').map((host) => textOf(host).slice(0, 20))).toEqual([
      expect.stringMatching(/^✔ m1 10\.0\.0\.0 ✔ /),
      expect.stringMatching(/^✔ m2 10\.0\.0\.1 ✔ /),
    ]);
  });
});

function isInside(node: { parentNode: unknown }, outer: unknown): boolean {
  let at: unknown = node;
  while (at !== null && typeof at === 'object') {
    if (at === outer) return true;
    at = 'parentNode' in at ? at.parentNode : null;
  }
  return false;
}
