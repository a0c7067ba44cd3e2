import { tagOf } from '../../shell/attempt-tag.ts';
import { becomeCommand, becomeScript } from '../../shell/become/become.ts';
import { suPrompt } from '../../shell/become/su.ts';
import { type BecomeAs, newNonce } from '../link.ts';
import type { BecomeTalkPlan } from './become-talk.ts';

export interface BecomePlan {
  /** Shell text that changes the user. */
  readonly text: string;
  /** How the conversation goes on from there. */
  readonly become: BecomeTalkPlan;
}

/** How `body` gets to run as the other user. */
export function becomePlan(attemptId: string, as: BecomeAs, body: string): BecomePlan {
  const { method, user, password, trial } = as;
  const nonce = newNonce();
  return {
    text: becomeCommand({ method, tag: tagOf(attemptId), nonce, user, hasPassword: password !== undefined }),
    become: {
      nonce,
      script: becomeScript(body),
      ...(method === 'su' && { prompt: suPrompt }),
      ...(password !== undefined && { password }),
      ...(trial !== undefined && { trial }),
    },
  };
}
