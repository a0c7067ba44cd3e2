import { type AttemptId, attemptVariable, evidencePlaces } from './exec-script.ts';

/** Prints what the evidence of an attempt says, then `alive` when processes of it still run. Nothing when there is none. */
export function readEvidenceScript(attemptId: AttemptId): string {
  return `for p in ${evidencePlaces}; do
  [ -f "$p/.aeon-${attemptId}" ] && { cat "$p/.aeon-${attemptId}"; break; }
done
grep -qF ${attemptVariable}=${attemptId} /proc/[0-9]*/environ 2>/dev/null && echo alive
exit 0`;
}

/** For attempts that could not be acknowledged in their own session. */
export function removeEvidenceScript(attemptId: AttemptId): string {
  return `for p in ${evidencePlaces}; do rm -f "$p/.aeon-${attemptId}" 2>/dev/null; done
exit 0`;
}

export interface Evidence {
  /** False when there is none: never started, or the place was emptied by a reboot. */
  readonly isStarted: boolean;
  /** Set when the command came to its end. */
  readonly exitCode?: number;
  readonly isAlive: boolean;
}

export function parseEvidence(text: string): Evidence {
  const lines = text.split('\n');
  const exit = lines.map((line) => /^exit (\d{1,3})$/.exec(line)?.[1]).find((code) => code !== undefined);
  const said = { isStarted: lines.includes('started'), isAlive: lines.includes('alive') };
  return exit === undefined ? said : { ...said, exitCode: Number(exit) };
}
