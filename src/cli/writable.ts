import { whyNotWritten } from '../result/why-not-written.ts';
import { UsageError } from './exit-code.ts';

/**
 * Says of a system error what was to be written, and which setting chooses another place.
 * @throws UsageError
 */
export async function writable<Value>(work: Promise<Value>, what: string, setting: string): Promise<Value> {
  try {
    return await work;
  } catch (error) {
    const why = whyNotWritten(error);
    if (why === undefined) throw error;
    throw new UsageError(`${what} cannot be written: ${why}. Choose another place with ${setting}.`);
  }
}
