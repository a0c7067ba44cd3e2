import { between, type Claim, claim } from './claim.ts';

const hostsInBlock = 254;

export interface LoopbackClaim extends AsyncDisposable {
  readonly addresses: readonly string[];
}

/** Addresses of 127.0.0.0/8 that no other process of the fleet has: whole blocks of 254. */
export async function claimLoopback(count: number): Promise<LoopbackClaim> {
  const blocks: Claim[] = [];
  for (let claimed = 0; claimed < count; claimed += hostsInBlock) {
    blocks.push(await claim('loopback', () => `127.${between(1, 255)}.${between(0, 255)}`));
  }
  return {
    addresses: Array.from({ length: count }, (_, at) => addressAt(blocks, at)),
    [Symbol.asyncDispose]: async () => {
      for (const block of blocks) await block[Symbol.asyncDispose]();
    },
  };
}

function addressAt(blocks: readonly Claim[], at: number): string {
  return `${blocks[Math.floor(at / hostsInBlock)]?.name}.${1 + (at % hostsInBlock)}`;
}
