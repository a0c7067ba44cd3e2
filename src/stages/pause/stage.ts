import { type Static, Type } from 'typebox';
import { duration, templateText } from '../../document/schema/blocks.ts';
import { TaskFailure } from '../../result/task-failure.ts';
import { durationMs, limitText } from '../duration.ts';
import { defineControllerStage, type Lack, type StageEnd } from '../stage.ts';
import { ask, type ControllerSteps } from '../step.ts';

const [seconds, text] = duration().anyOf;

const schema = Type.Union([
  Type.Number({ ...seconds, description: 'How long to wait, in seconds.', examples: [30] }),
  Type.String({ ...text, 'x-type': 'duration', description: 'How long to wait.', examples: ['30s', '5m'] }),
  Type.Object(
    {
      time: Type.Optional(duration({ description: 'How long to wait.' })),
      confirm: Type.Optional(
        templateText({
          description:
            'A question for the person at the terminal: yes goes on, no stops the run. --yes answers yes to all of them.',
          examples: ['Go on with the workers?'],
        }),
      ),
    },
    { additionalProperties: false, description: 'The long form: a time, or a question.' },
  ),
]);

/** Between two words on how much time is left. */
const tickMs = 1000;

/** Waits, for a while or for a person. */
export const pause = defineControllerStage({
  scope: 'controller',
  name: 'pause',
  summary: 'Waits before the next stage: for a time, or until a person says yes.',
  schema,
  examples: [
    `- pause: 30s`,
    `- name: Look before the workers follow
  pause: { confirm: "Are the managers well? Go on with the workers?" }`,
    `- register: canary
  hosts: w1
  exec: /tmp/install.sh
  continue-on-error: true
- pause: { confirm: "The canary failed. Go on all the same?" }
  when: stages.canary.failed > 0`,
  ],
  hostStageKeys: ['when', 'vars'],
  isRepeatable: true,
  lacks,
  asksPerson: (args) => typeof args === 'object' && args !== null && 'confirm' in args,
  describe: (args) => {
    const { confirm, timeMs } = readArgs(args);
    return confirm === undefined ? `wait ${limitText(timeMs)}` : `ask a person: ${confirm}`;
  },
  *run({ args }) {
    const { confirm, timeMs } = readArgs(args);
    return confirm === undefined ? yield* wait(timeMs) : yield* askPerson(confirm);
  },
});

function readArgs(args: Static<typeof schema>): { readonly confirm?: string; readonly timeMs: number } {
  if (typeof args !== 'object') return { timeMs: durationMs(args) };
  const { time = 0, confirm } = args;
  return { timeMs: durationMs(time), ...(confirm !== undefined && { confirm }) };
}

function* wait(timeMs: number): ControllerSteps<StageEnd> {
  const startedMs = yield* ask({ kind: 'now' });
  for (let done = 0; done < timeMs; done = (yield* ask({ kind: 'now' })) - startedMs) {
    yield* ask({ kind: 'progress', doing: 'pausing', done, total: timeMs, unit: 'ms' });
    yield* ask({ kind: 'sleep', ms: Math.min(tickMs, timeMs - done) });
  }
  return { changed: false, message: `waited ${limitText(timeMs)}` };
}

function* askPerson(question: string): ControllerSteps<StageEnd> {
  yield* ask({ kind: 'progress', doing: 'waiting for an answer' });
  const { isYes, how } = yield* ask({ kind: 'confirm', question });
  if (isYes) return { changed: false, message: how };
  throw new TaskFailure('answered_no', how, { ran: 'no' });
}

function lacks(args: unknown): Lack | undefined {
  if (typeof args !== 'object' || args === null) return undefined;
  const isTimed = 'time' in args;
  const isAsked = 'confirm' in args;
  if (isTimed && isAsked) {
    const message = 'The pause has a time and a question, and it can wait for one of them only.';
    return { message, advice: 'Make two stages of it.', isClash: true };
  }
  if (isTimed || isAsked) return undefined;
  return {
    message: 'The pause does not say for what.',
    advice: 'Write pause: 30s, or pause: { confirm: "Go on?" }.',
  };
}
