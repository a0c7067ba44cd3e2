import { type Contestant, type Measured, measure } from './measure.ts';

/** All rounds of one contestant. */
export interface Score {
  readonly name: string;
  readonly rounds: readonly Measured[];
}

/**
 * Lets all run in turn, round after round, so that a busy minute of the machine hits all alike; every second round backwards,
 * as what one leaves behind (inodes just deleted, pages to write) is a burden of the next.
 */
export async function play(
  contestants: readonly Contestant[],
  rounds: number,
  directory: string,
  between: () => Promise<void>,
): Promise<Score[]> {
  const scores = contestants.map(({ name }) => ({ name, rounds: [] as Measured[] }));
  for (let round = 1; round <= rounds; round += 1) {
    const inTurn = [...contestants.entries()];
    for (const [at, contestant] of round % 2 === 1 ? inTurn : inTurn.reverse()) {
      await between();
      const measured = await measure(contestant, directory);
      scores[at]?.rounds.push(measured);
      process.stderr.write(`round ${round} ${contestant.name}: ${Math.round(measured.wallMs)} ms\n`);
    }
  }
  return scores;
}
