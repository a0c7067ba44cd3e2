import type { RunSettings } from '../../playbook/playbook.ts';
import type { Doubts } from '../doubt.ts';
import type { FileCheck } from '../files/file-check.ts';
import type { TemplateFiles } from '../files/template-files.ts';
import type { HostVars } from '../hosts/host-vars.ts';
import type { Registers } from '../names/registers.ts';
import type { UnaskedRetry } from '../run-settings.ts';

/** What all stages of a plan share. */
export interface StageContext {
  readonly vars: HostVars;
  readonly registers: Registers;
  readonly doubts: Doubts;
  readonly files: FileCheck;
  readonly templateFiles: TemplateFiles;
  readonly defaults: RunSettings;
  /** From the command line. */
  readonly concurrency?: number;
  /** From the environment. */
  readonly retry?: UnaskedRetry;
}
