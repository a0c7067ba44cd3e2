import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fleetRoot, ownerMark } from './owned-directory.ts';

const hostsInBlock = 254;

/**
 * Addresses of 127.0.0.0/8 that no other process of the fleet has: whole /24 blocks, each claimed by a directory
 * that only one can make. The sweep takes back the blocks of processes that are gone.
 */
export async function claimLoopback(count: number): Promise<LoopbackClaim> {
  const blocks: Block[] = [];
  for (let claimed = 0; claimed < count; claimed += hostsInBlock) blocks.push(await claimBlock());
  return {
    addresses: Array.from({ length: count }, (_, at) => addressAt(blocks, at)),
    [Symbol.asyncDispose]: async () => {
      for (const { path } of blocks) await rm(path, { recursive: true, force: true });
    },
  };
}

export interface LoopbackClaim extends AsyncDisposable {
  readonly addresses: readonly string[];
}

interface Block {
  readonly network: string;
  readonly path: string;
}

async function claimBlock(): Promise<Block> {
  const blocks = join(fleetRoot, 'loopback');
  await mkdir(blocks, { recursive: true, mode: 0o711 });
  for (let tries = 0; tries < 1000; tries += 1) {
    const network = `127.${between(1, 255)}.${between(0, 255)}`;
    const path = join(blocks, network);
    const isNew = await mkdir(path).then(
      () => true,
      () => false,
    );
    if (!isNew) continue;
    await mkdir(join(path, await ownerMark()));
    return { network, path };
  }
  throw new Error(`no free block of loopback addresses after 1000 tries: remove old ones from ${blocks}`);
}

function addressAt(blocks: readonly Block[], at: number): string {
  return `${blocks[Math.floor(at / hostsInBlock)]?.network}.${1 + (at % hostsInBlock)}`;
}

function between(least: number, most: number): number {
  return least + Math.floor(Math.random() * (most - least + 1));
}
