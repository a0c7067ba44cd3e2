import type { RunOutput } from '../surroundings.ts';

/** Of a stage with `secret: true`: takes all, and keeps nothing of it. */
export const secretOutput: RunOutput = {
  write: async () => {},
  end: async () => ({ tail: '', bytes: 0, isSecret: true }),
};
