import { describe, expect, it } from 'vitest';
import { fleet, goodPlan, told } from '../fleet.ts';

const stages = (stage: string) => `
vars: { base: files }
hosts: m1
stages:
  - { exec: command -v docker, register: which }
  - { local: pwd, register: here }
  - ${stage}
`;
const transfer = (src: string) => stages(`transfer: { src: "${src}", dest: /tmp/x }`);
const inventory = fleet({ m1: {} });

/** What is rendered for a host that says this. */
function sent(src: string, facts: object, stdout = '/usr/bin/docker'): unknown {
  const stage = goodPlan(transfer(src), { inventory }).stages.at(-1);
  const [host] = stage?.scope === 'host' ? stage.hosts : [];
  if (stage?.scope !== 'host' || host === undefined) throw new Error('no stage on hosts');
  const known = { results: { which: { stdout }, here: { stdout: '/dist/a' } }, facts: { ...facts } as never };
  return (stage.prepare(host, known).args as { src: string }).src;
}

describe('a path of this machine', () => {
  it.each([
    ['{{base}}/agent-{{facts.arch}}', 'files/agent-arm'],
    ["{{#if (eq facts.os_name 'A/B')}}a{{else}}b{{/if}}.deb", 'a.deb'],
    ['files/{{#if results.which.stdout}}new{{else}}old{{/if}}', 'files/new'],
    ["files/{{replace facts.os_name '/' '-'}}", 'files/A-B'],
    ['{{results.here.stdout}}', '/dist/a'],
    ['files/{{#each facts.addresses}}{{this}}-{{/each}}', 'files/10.0.0.1-10.0.0.2-'],
  ])('may be chosen by what a host says where the playbook gives the choice: %s', (src, expected) => {
    const facts = { arch: 'arm', os_name: 'A/B', addresses: ['10.0.0.1', '10.0.0.2'] };
    expect(sent(src, facts)).toBe(expected);
  });

  it.each([
    ['files/{{facts.arch}}/agent', '..'],
    ['files/{{facts.arch}}', 'a/../../b'],
    ['files/{{facts.arch}}', '.hidden'],
    ['files/{{#each facts.addresses}}{{this}}{{/each}}', 'x'],
  ])('is not filled in with what leads elsewhere: %s', (src, arch) => {
    expect(() => sent(src, { arch, addresses: ['../a'] })).toThrow(/must not choose another directory here/);
  });

  it.each(['{{facts.arch}}', './{{facts.arch}}/x', '~/{{results.which.stdout}}'])(
    'begins with what the playbook says: %s',
    (src) => {
      expect(told(transfer(src), { inventory })).toEqual([
        expect.stringContaining('would choose among all files of this machine'),
      ]);
    },
  );
});
