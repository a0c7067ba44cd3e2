import { assert } from './assert/stage.ts';
import { exec } from './exec/stage.ts';
import { fetch } from './fetch/stage.ts';
import { include } from './include/stage.ts';
import { local } from './local/stage.ts';
import { pause } from './pause/stage.ts';
import { reboot } from './reboot/stage.ts';
import { rollout } from './rollout/stage.ts';
import { script } from './script/stage.ts';
import type { StageKind } from './stage.ts';
import { template } from './template/stage.ts';
import { transfer } from './transfer/stage.ts';
import { waitFor } from './wait-for/stage.ts';
import { waitOnline } from './wait-online/stage.ts';

/** Every kind of stage that a playbook may use, in the order of the docs. One line a kind. */
export const stageKinds: readonly StageKind[] = [
  exec, //
  script,
  transfer,
  template,
  fetch,
  reboot,
  waitOnline,
  waitFor,
  local,
  pause,
  assert,
  rollout,
  include,
];
