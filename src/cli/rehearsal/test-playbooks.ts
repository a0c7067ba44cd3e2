import { jsonText } from '../../document/json-text.ts';
import { isError } from '../../document/problem.ts';
import type { OnFault } from '../../report/guest-view.ts';
import { symbolsOf } from '../../report/text/symbols.ts';
import { casesJunit } from '../../simulate/cases/cases-junit.ts';
import { type CaseContext, type CaseResult, type ReadyCase, runCase } from '../../simulate/cases/run-case.ts';
import { caseLines, casesJson, isFailed } from '../../simulate/cases/table.ts';
import { VirtualTime } from '../../simulate/time/virtual-time.ts';
import type { SimulateOptions } from '../commands/simulate.ts';
import type { ExitCode } from '../exit-code.ts';
import { tellProblems, writeProblems } from '../plan/tell-problems.ts';
import { catchInterrupts } from '../run/interrupt.ts';
import { viewFault } from '../run/view-fault.ts';
import { knownSecrets } from '../secrets/open-secrets.ts';
import { terminalOf } from '../terminal.ts';
import type { World } from '../world.ts';
import { writeForOthers } from '../write-for-others.ts';
import { loadCaseFiles } from './load-cases.ts';
import { rehearsalView } from './rehearsal-view.ts';

/** Runs the tests of all files, and tells which hold. Exit code 1 when one does not, 2 when one cannot be run. */
export async function testPlaybooks(
  world: World,
  version: string,
  files: readonly string[],
  options: SimulateOptions,
): Promise<ExitCode> {
  const { junit } = options;
  const loaded = await loadCaseFiles(world, files, options.case);
  const isUnusable = loaded.problems.some(isError);
  if (isUnusable && options.output === 'json') writeProblems(world, loaded);
  else tellProblems(world, loaded);
  if (isUnusable) return 2;
  using interrupt = catchInterrupts({ onFirst: () => {}, onSecond: () => process.exit(130) });
  const results: CaseResult[] = [];
  for (const ready of loaded.cases) {
    const masker = knownSecrets(world, ready);
    const mask = (text: string) => masker.mask(text);
    const onFault = viewFault({ world, masker, what: 'rehearsal' });
    const context = {
      ...{ version, signal: interrupt.signal, mask },
      ...(options.seed !== undefined && { seed: options.seed }),
      ...shown(world, options, ready, onFault),
    };
    for await (const result of runCase(ready, context)) results.push(result);
  }
  if (interrupt.signal.aborted) return 130;
  const told = junit === '-' ? world.stderr : world.stdout;
  if (options.output === 'json') told.write(jsonText(casesJson(results)));
  else told.write(`${caseLines(results, symbolsOf(terminalOf(world, told))).join('\n')}\n`);
  if (junit !== undefined) await writeForOthers(world, junit, '--junit', casesJunit(results));
  return results.some(isFailed) ? 1 : 0;
}

/** A test that was asked for by its name is shown as it goes. */
function shown(
  world: World,
  options: SimulateOptions,
  { plan }: ReadyCase,
  onFault: OnFault,
): Pick<CaseContext, 'listenersFor'> {
  if (options.case === undefined || options.output === 'json') return {};
  const listenersFor = (seed: number) => {
    world.stderr.write(`REHEARSAL: the hosts are simulated, nothing is contacted. Seed ${seed}\n`);
    // What comes out of the command is which tests hold.
    const shownOnly = { output: options.output, result: terminalOf(world, world.stderr), onFault };
    const view = rehearsalView(world, shownOnly, plan.hosts.length, new VirtualTime());
    return [view.onEvent.bind(view)];
  };
  return { listenersFor };
}
