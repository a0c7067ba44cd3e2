import { createContext, Script } from 'node:vm';
import { RuntimeValueFailure } from '../template/runtime-failure.ts';

const mostMs = 1000;
const script = new Script('work()');
/** One for all: to make one costs as much as a thousand short expressions. */
let realm: { work?: () => unknown } | undefined;

/**
 * For expressions with `matches`: a regular expression of JavaScript can take longer than anybody waits, and it may be a host that
 * wrote the text. CEL means RE2 (cel-spec, "Regular Expressions"), which has no such texts.
 * @throws RuntimeValueFailure, or what `work` throws
 */
export function withinTime<Value>(work: () => Value, text: string): Value {
  try {
    realm ??= createContext({});
    realm.work = work;
    return script.runInContext(realm, { timeout: mostMs });
  } catch (error) {
    if (Reflect.get(Object(error), 'code') !== 'ERR_SCRIPT_EXECUTION_TIMEOUT') throw error; // Of another realm.
    throw new RuntimeValueFailure(
      `The condition \`${text}\` was given up after a second: its pattern takes too long on the text of this host. Repeat nothing that repeats itself, as in (a+)+.`,
    );
  }
}
