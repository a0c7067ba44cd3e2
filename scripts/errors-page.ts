import { exitCodes } from '../src/cli/exit-code.ts';
import { problemCodes } from '../src/document/problem.ts';
import { reasons } from '../src/result/reason.ts';
import { cell } from './keys-table.ts';

/** `docs/errors.md`: every stable word that scripts may compare. */
export function errorsPage(): string {
  return `<!-- Made by "npm run generate" from src/cli/exit-code.ts, src/result/reason.ts and src/document/problem-codes: change those. -->

# Exit codes, reasons and problem codes

## Exit codes

| code | meaning |
| --- | --- |
${Object.entries(exitCodes)
  .map(([code, meaning]) => `| ${code} | ${cell(meaning)} |`)
  .join('\n')}

## Reasons

Why a task did not come out ok: \`reason\` in the journal, in results.json and in \`results.NAME.reason\`. A \`yes\` in the last column is tried again, up to the stage's
\`retry.attempts\`; \`exit_code\`, \`failed_when\` and \`not_ready\` only where \`retry\` is written. With \`idempotent: true\` a \`timeout\` and all that is \`unknown\` are tried again too, but \`internal\`.

| reason | outcome | phase | tried again |
| --- | --- | --- | --- |
${Object.entries(reasons)
  .map(
    ([reason, { outcome, phase, isRetryable }]) =>
      `| \`${reason}\` | ${outcome} | ${phase} | ${isRetryable ? 'yes' : 'no'} |`,
  )
  .join('\n')}

## Problem codes

What is found before any host is contacted: \`error[code]\` in the messages, \`code\` in \`--output json\`.

| code | meaning |
| --- | --- |
${Object.entries(problemCodes)
  .map(([code, meaning]) => `| \`${code}\` | ${cell(meaning)} |`)
  .join('\n')}
`;
}
