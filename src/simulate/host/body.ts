import { readBecomeCommand } from '../../shell/become/become.ts';
import { readCommandList, readCommandText } from '../../shell/command-text.ts';
import { endTreeSays, readEndTreeScript } from '../../shell/end-tree.ts';
import { evidenceText, readReadEvidenceScript, readRemoveEvidenceScript } from '../../shell/evidence.ts';
import { readRunCommand } from '../../shell/exec-script.ts';
import { factsScript } from '../../shell/facts-script.ts';
import { readListScript } from '../../shell/fetch/list-script.ts';
import { readSendScript } from '../../shell/fetch/send-script.ts';
import { bootIdText, readLook } from '../../shell/look.ts';
import { readSubshell } from '../../shell/plain-script.ts';
import { readApplyScript } from '../../shell/tree/apply-script.ts';
import { readCompareScript } from '../../shell/tree/compare-script.ts';
import { readUploadScript } from '../../shell/upload-script.ts';
import { readChecks } from '../../stages/exec/checks.ts';
import { changeUser } from './change-user.ts';
import type { CommandKind } from './command-model.ts';
import { factsText } from './facts.ts';
import type { SimulatedHost } from './host.ts';
import { receiveFile } from './receive-file.ts';
import { receiveTree, tellNothingThere } from './receive-tree.ts';
import { listFiles, sendFiles } from './send-files.ts';
import type { Shell } from './shell.ts';

/** How long the end of a process tree takes when all obeys. */
const obeyMs = 200;

/** Plays the text between the marks; gives its exit code, undefined when it was killed. */
export async function runBody(shell: Shell, body: string, nonce: string): Promise<number | undefined> {
  const become = readBecomeCommand(body);
  if (become !== undefined) {
    const changed = await changeUser(shell, become);
    return 'exitCode' in changed ? changed.exitCode : runBody(shell, changed.body, nonce);
  }
  const run = readRunCommand(body);
  if (run !== undefined) return runCommand(shell, run.command, { kind: 'command', nonce });
  return runOwn(shell, readSubshell(body)?.text ?? body);
}

/** What the engine itself asks for; a text that nobody knows is a look. */
async function runOwn(shell: Shell, text: string): Promise<number | undefined> {
  const { host, channel } = shell;
  if (text === bootIdText) channel.say('stdout', `${host.bootId}\n`);
  const upload = readUploadScript(text);
  if (upload !== undefined) return receiveFile(shell, upload);
  const compare = readCompareScript(text);
  if (compare !== undefined) return tellNothingThere(shell, compare.nonce);
  const list = readListScript(text);
  if (list !== undefined) return listFiles(shell, list.looks);
  const send = readSendScript(text);
  if (send !== undefined) return sendFiles(shell, send);
  const apply = readApplyScript(text);
  if (apply !== undefined) return receiveTree(shell, apply);
  const asked = readReadEvidenceScript(text);
  if (asked !== undefined) channel.say('stdout', tellEvidence(host, asked));
  const removed = readRemoveEvidenceScript(text);
  if (removed !== undefined) host.evidence.delete(removed.attemptId);
  const tree = readEndTreeScript(text);
  if (tree !== undefined) channel.say('stdout', await endTree(host, tree.tag, Number(tree.grace)));
  const isFacts = readLook(text)?.command === factsScript;
  if (isFacts) channel.say('stdout', factsText(host));
  const isKnown =
    text === bootIdText || isFacts || asked !== undefined || removed !== undefined || tree !== undefined;
  return isKnown ? 0 : runLook(shell, readLook(text)?.command ?? text);
}

/** What is asked before a command says that it is to run, unless a rule is about that question itself. */
async function runLook(shell: Shell, text: string): Promise<number | undefined> {
  const checks = readChecks(text);
  if (checks === undefined) return runCommand(shell, text, { kind: 'look', nonce: '' });
  const { host, channel } = shell;
  const unless = host.commands.checkFate(host, checks.unless);
  const onlyif = host.commands.checkFate(host, checks.onlyif);
  const takesMs = (unless?.takesMs ?? 0) + (onlyif?.takesMs ?? 0);
  const end = await host.processes.start(host.time, shell.tag, takesMs, false);
  if (end === 'killed') return undefined;
  if (unless?.exitCode === 0) channel.say('stdout', 'unless\n');
  else if (onlyif !== undefined && onlyif.exitCode !== 0)
    channel.say('stdout', `onlyif ${onlyif.exitCode}\n`);
  return 0;
}

async function runCommand(
  shell: Shell,
  text: string,
  { kind, nonce }: { readonly kind: CommandKind; readonly nonce: string },
): Promise<number | undefined> {
  const { host, channel, tag, lose } = shell;
  const fate = host.commands.fate(host, readCommandList(text) ?? [readCommandText(text)], kind);
  const lossMs = fate.linkLostAfterMs ?? Number.POSITIVE_INFINITY;
  const keepLink = host.time.after(lossMs, () => lose(`the link to ${host.name} was cut (rehearsed)`));
  const end = await host.processes.start(host.time, tag, fate.takesMs, fate.survivesKill);
  keepLink();
  if (end === 'killed') return undefined;
  for (let before = 1; before <= fate.failsIn; before++) channel.mark('stdout', nonce, `step ${before + 1}`);
  channel.say('stdout', fate.stdout);
  channel.say('stderr', fate.stderr);
  if (fate.reboots) host.reboot();
  return fate.exitCode;
}

function tellEvidence(
  host: SimulatedHost,
  { attemptId, tag }: { readonly attemptId: string; readonly tag: string },
): string {
  const found = host.evidence.get(attemptId);
  if (found === undefined) host.evidence.set(attemptId, { isStarted: false });
  return evidenceText({
    isStarted: found?.isStarted ?? false,
    isHeld: found?.isStarted ?? false,
    isUnsure: false,
    ...(found?.exitCode !== undefined && { exitCode: found.exitCode }),
    isAlive: host.processes.areAlive(tag),
    isClaimedByUs: !(found?.isStarted ?? false),
    upSeconds: host.upSeconds,
  });
}

async function endTree(host: SimulatedHost, tag: string, graceSeconds: number): Promise<string> {
  if (!host.processes.areAlive(tag)) return `${endTreeSays.gone}\n`;
  const areGone = host.processes.kill(tag);
  await host.time.sleep(areGone ? obeyMs : graceSeconds * 1000 + 10 * obeyMs);
  return areGone ? `${endTreeSays.gone}\n` : `${endTreeSays.left} 1\n`;
}
