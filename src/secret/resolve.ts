import { codeOf } from '../result/why.ts';
import type { SecretSource } from './source.ts';

/** The world that secrets come from, handed in by the one who starts the run. */
export interface SecretIo {
  /** Of the controller's environment. */
  env(name: string): string | undefined;
  /** Rejects when the file cannot be read. */
  readFile(path: string): Promise<Uint8Array>;
  /** Runs a command line with /bin/sh; its stderr goes to the user. */
  runCommand(command: string): Promise<{ readonly exitCode: number; readonly stdout: string }>;
  /** Asks without an echo; undefined where nobody can be asked. */
  ask(prompt: string): Promise<string | undefined>;
  /** Decrypts armored text of age with the user's keys. Rejects with a SecretFailure. */
  decryptAge?(armored: string): Promise<string>;
}

/** A secret could not be had. The message says from where and what to do, and holds no part of it. */
export class SecretFailure extends Error {
  override readonly name = 'SecretFailure';
}

/** Resolves each source once, however many hosts share it, and asks one question at a time. Failures are kept too. */
export function secretResolver(io: SecretIo): (source: SecretSource) => Promise<string> {
  const known = new Map<string, Promise<string>>();
  let lastQuestion: Promise<unknown> = Promise.resolve();
  const oneAtATime: SecretIo = {
    ...io,
    ask(prompt) {
      const answer = lastQuestion.then(() => io.ask(prompt));
      lastQuestion = answer.catch(() => undefined);
      return answer;
    },
  };
  return (source) => {
    const key = JSON.stringify(source);
    const resolving = known.get(key) ?? resolveSecret(source, oneAtATime);
    known.set(key, resolving);
    return resolving;
  };
}

/** The text of the secret. Rejects with a SecretFailure. */
export async function resolveSecret(source: SecretSource, io: SecretIo): Promise<string> {
  if ('plain' in source) return source.plain;
  if ('env' in source) return fromEnv(source.env, io);
  if ('file' in source) return fromFile(source.file, io);
  if ('command' in source) return fromCommand(source.command, io);
  if ('age' in source) return fromAge(source.age, io);
  return fromPrompt(source.prompt, io);
}

async function fromAge(armored: string, io: SecretIo): Promise<string> {
  if (io.decryptAge === undefined)
    throw new SecretFailure('An age-encrypted value cannot be decrypted here.');
  return notEmpty(withoutNewline(await io.decryptAge(armored)), 'An age-encrypted value is empty.');
}

function fromEnv(name: string, io: SecretIo): string {
  const value = io.env(name);
  if (value === undefined) {
    throw new SecretFailure(
      `The environment variable ${name} holds a secret and is not set. Export it first.`,
    );
  }
  if (value === '') throw new SecretFailure(`The environment variable ${name} holds a secret and is empty.`);
  return value;
}

async function fromFile(path: string, io: SecretIo): Promise<string> {
  let bytes: Uint8Array;
  try {
    bytes = await io.readFile(path);
  } catch (error) {
    const code = codeOf(error);
    const reason = code === undefined ? '' : ` (${code})`;
    throw new SecretFailure(
      `The secret file ${path} cannot be read${reason}. Check its path and permissions.`,
    );
  }
  return notEmpty(withoutNewline(new TextDecoder().decode(bytes)), `The secret file ${path} is empty.`);
}

async function fromCommand(command: string, io: SecretIo): Promise<string> {
  const { exitCode, stdout } = await io.runCommand(command);
  const shown = shortened(command);
  if (exitCode !== 0) {
    throw new SecretFailure(
      `The command for a secret, ${shown}, ended with exit code ${exitCode}. Try it in a shell.`,
    );
  }
  return notEmpty(
    withoutNewline(stdout),
    `The command for a secret, ${shown}, wrote nothing. Try it in a shell.`,
  );
}

async function fromPrompt(prompt: string, io: SecretIo): Promise<string> {
  const answer = await io.ask(prompt);
  if (answer === undefined) {
    throw new SecretFailure(
      `The secret "${prompt}" has to be typed in, and there is no terminal. Write { env: NAME } or { file: path } for it in the inventory, or where the variable is set.`,
    );
  }
  return notEmpty(answer, `The secret "${prompt}" was left empty.`);
}

function withoutNewline(text: string): string {
  return text.replace(/\r?\n$/, '');
}

function notEmpty(text: string, otherwise: string): string {
  if (text === '') throw new SecretFailure(otherwise);
  return text;
}

function shortened(command: string): string {
  return command.length > 60 ? `${command.slice(0, 60)}…` : command;
}
