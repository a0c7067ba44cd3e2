import { parseArgs } from 'node:util';
import { sweep } from './sweep.ts';

// `node test/fleet/sweep-command.ts [--expect-none]`: test/run.sh calls it before the tests, and after them to fail on leftovers.
const { values } = parseArgs({ options: { 'expect-none': { type: 'boolean', default: false } } });
const removed = await sweep();
for (const what of removed) console.error(`removed a leftover of a test host: ${what}`);
if (values['expect-none'] && removed.length > 0) {
  console.error('tests have to remove what they make: `await using`, or dispose in afterEach');
  process.exitCode = 1;
}
