import { describe, expect, it } from 'vitest';
import { goodPlan, smallFleet, told } from './fleet.ts';

const exec = (args: string, more = '') => `
hosts: m1
vars: { dir: "/opt/it's", list: [a, b], release: 1.4.2 }
stages:
  - exec: ${args}
${more}`;

function prepared(yaml: string): unknown {
  const [stage] = goodPlan(yaml).stages;
  const host = smallFleet.hosts.get('m1');
  if (stage?.scope !== 'host' || host === undefined) throw new Error('no host stage');
  return stage.prepare(host, { results: {} }).args;
}

describe('the options of exec', () => {
  it('are filled in: commands and checks for the shell, everything else as data', () => {
    const yaml = exec(
      '{ command: "ls {{dir}}", unless: "test -d {{dir}}", chdir: "{{dir}}", env: { D: "{{dir}}", E: "" }, stdin: "{{dir}}", creates: "{{dir}}/x" }',
    );
    const quoted = `'/opt/it'\\''s'`;
    expect(prepared(yaml)).toEqual({
      command: `ls ${quoted}`,
      unless: `test -d ${quoted}`,
      chdir: "/opt/it's",
      env: { D: "/opt/it's", E: '' },
      stdin: "/opt/it's",
      creates: "/opt/it's/x",
    });
  });

  it('may be a list of commands, each a template', () => {
    expect(prepared(exec('["echo {{list}}", "true"]'))).toEqual([`echo 'a' 'b'`, 'true']);
    expect(prepared(exec('{ command: ["echo {{list}}"] }'))).toEqual({ command: [`echo 'a' 'b'`] });
  });

  it.each([
    ['["echo {{lst}}"]', '5:20 variable-undefined `lst` is not defined.'],
    ['{ command: a, env: { A: "{{lst}}" } }', '5:38 variable-undefined `lst` is not defined.'],
    ['{ command: a, env: { A-B: x } }', '5:32 wrong-form The key A-B'],
    ['{ command: a, env: { AEON_ATTEMPT: x } }', '5:32 wrong-form The key AEON_ATTEMPT'],
    ['{ command: a, shell: bash }', '5:32 wrong-form'],
    ['{ command: a, shell: /usr/bin/fish }', '5:32 wrong-form'],
    ['{ command: a, create: /x }', '5:25 unknown-key'],
    ['[]', '5:11 wrong-length'],
    ['{ chdir: /x }', '5:11 missing-key'],
  ])('%s is told as %s', (args, expected) => {
    expect(told(exec(args))[0]).toContain(expected);
  });
});
