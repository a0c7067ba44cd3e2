import { describe, expect, it } from 'vitest';
import { fileRoom, roomWarning } from '../../src/cli/run/open-files.ts';
import { hostStage } from '../run/engine.ts';

const hosts = Array.from({ length: 400 }, (_, at) => `h${at}`);
const plan = (concurrency: number) => ({
  playbook: { path: 'playbook.yml', name: 'Test', sha256: '' },
  inventories: [],
  hosts: [],
  stages: [hostStage('true', hosts, { concurrency })],
  leftOut: [],
  fileSizes: new Map(),
  treeSizes: new Map(),
});

describe('the room for open files', () => {
  it('leaves five for each host, and some for the run itself', () => {
    expect(fileRoom(1064)).toEqual({ mostAtOnce: 200, mostKeptLinks: 200 });
  });

  it('lets one host run even where there is next to none', () => {
    expect(fileRoom(20).mostAtOnce).toBe(1);
  });

  it('has no end where the system sets none, but links are not kept without end', () => {
    expect(fileRoom(Number.POSITIVE_INFINITY)).toEqual({
      mostAtOnce: Number.POSITIVE_INFINITY,
      mostKeptLinks: 1000,
    });
  });

  it('says so when a stage wants more hosts at once, and what to do', () => {
    expect(roomWarning(plan(300), fileRoom(1064))).toContain('ulimit -n 1564');
    expect(roomWarning(plan(200), fileRoom(1064))).toBeUndefined();
  });

  it('does not ask for more than there are hosts', () => {
    expect(roomWarning(plan(9999), fileRoom(2564))).toBeUndefined();
  });
});
