import { setImmediate as turn } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { Connections, type ConnectionsParts } from '../../../src/run/links/connections.ts';
import type { Connection, Endpoint, Transport } from '../../../src/transport/transport.ts';

const limits = { timeoutMs: 1000, signal: new AbortController().signal };

/** Links that do nothing but be open. */
class Links implements Transport {
  readonly open = new Set<string>();
  logins = 0;

  async connect({ host }: Endpoint): Promise<Connection> {
    this.logins += 1;
    this.open.add(host);
    return {
      lost: new Promise(() => {}),
      isUsable: true,
      open: () => Promise.reject(new Error('no channels here')),
      [Symbol.asyncDispose]: async () => void this.open.delete(host),
    };
  }

  async [Symbol.asyncDispose](): Promise<void> {}
}

function connectionsOver(links: Links, parts: Pick<ConnectionsParts, 'nextStage' | 'mostKept'>): Connections {
  const endpointOf = async (host: string): Promise<Endpoint> => ({
    host,
    address: host,
    port: 22,
    user: 'pi',
    credentials: [],
    hostKeys: 'off',
    knownHosts: [],
  });
  return new Connections({ transport: links, endpointOf, ...parts });
}

async function visit(connections: Connections, host: string, stageId: string): Promise<void> {
  {
    using _hold = connections.hold(host, stageId);
    await connections.get(host, limits);
  }
  await turn();
}

describe('Connections', () => {
  it('gives the link of a host back after its last stage, and keeps it until then', async () => {
    const links = new Links();
    const nextStage = (_host: string, stageId: string) => (stageId === '1' ? 1 : undefined);
    await using connections = connectionsOver(links, { nextStage });
    await visit(connections, 'a', '1');
    expect(links.open).toEqual(new Set(['a']));
    await visit(connections, 'a', '2');
    expect(links.open).toEqual(new Set());
    expect(links.logins).toBe(1);
  });

  it('tells a link before each stage whether another one follows', async () => {
    const links = new Links();
    const nextStage = (_host: string, stageId: string) => (stageId === '3' ? undefined : Number(stageId));
    await using connections = connectionsOver(links, { nextStage });
    for (const stageId of ['1', '2', '3']) {
      using _hold = connections.hold('a', stageId);
      const { opensAhead } = await connections.get('a', limits);
      expect(opensAhead).toBe(stageId !== '3');
    }
    expect(links.logins).toBe(1);
  });

  it('keeps the link while anybody holds it', async () => {
    const links = new Links();
    await using connections = connectionsOver(links, { nextStage: () => undefined });
    const evidence = connections.hold('a', '1');
    await visit(connections, 'a', '1');
    expect(links.open).toEqual(new Set(['a']));
    evidence[Symbol.dispose]();
    await turn();
    expect(links.open).toEqual(new Set());
  });

  it('logs in again, of one host more than links may be kept, to that one only', async () => {
    const links = new Links();
    await using connections = connectionsOver(links, { nextStage: () => 1, mostKept: 3 });
    for (const stageId of ['1', '2', '3'])
      for (const host of ['a', 'b', 'c', 'd']) await visit(connections, host, stageId);
    expect(links.open).toEqual(new Set(['a', 'b', 'c']));
    expect(links.logins).toBe(4 + 1 + 1);
  });

  it('takes away the link that is needed last, the oldest of them first', async () => {
    const links = new Links();
    const nextStage = (host: string) => (host.startsWith('late') ? 5 : 2);
    await using connections = connectionsOver(links, { nextStage, mostKept: 2 });
    for (const host of ['late-1', 'late-2', 'soon-1']) await visit(connections, host, '1');
    expect(links.open).toEqual(new Set(['late-2', 'soon-1']));
  });

  it('takes no link away that is in use, however many there are', async () => {
    const links = new Links();
    await using connections = connectionsOver(links, { nextStage: () => 1, mostKept: 1 });
    using _hold = connections.hold('a', '1');
    await connections.get('a', limits);
    await visit(connections, 'b', '1');
    expect(links.open).toEqual(new Set(['a']));
  });
});
