import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { dirname, join, relative, resolve } from 'node:path';
import { makeDirectories } from '../../source/make-directories.ts';
import { type ExitCode, UsageError } from '../exit-code.ts';
import { projectFiles } from '../project/files.ts';
import type { World } from '../world.ts';
import { writable } from '../writable.ts';

/** Writes a small project. Writes nothing when a file of it is there already. */
export async function init(world: World, directory: string): Promise<ExitCode> {
  const root = resolve(world.cwd, directory);
  const there = Object.keys(projectFiles).filter((path) => existsSync(join(root, path)));
  if (there.length > 0) {
    throw new UsageError(
      `init overwrites nothing, and ${there.join(', ')} ${there.length === 1 ? 'is' : 'are'} there already. Name another directory: aeon-run init my-fleet`,
    );
  }
  for (const [path, text] of Object.entries(projectFiles)) {
    const mode = path.endsWith('.sh') ? 0o755 : 0o644;
    await writable(writeNew(join(root, path), text, mode), join(root, path), 'aeon-run init DIR');
  }
  const into = relative(world.cwd, root);
  world.stdout.write(
    `${Object.keys(projectFiles)
      .map((path) => join(into, path))
      .join('\n')}\n`,
  );
  world.stderr.write(nextSteps(into));
  return 0;
}

async function writeNew(path: string, text: string, mode: number): Promise<void> {
  await makeDirectories(dirname(path), 0o777);
  await writeFile(path, text, { mode, flag: 'wx' });
}

function nextSteps(into: string): string {
  return `
Now write your hosts into inventory.yml, then:
${into === '' ? '' : `  cd ${into}\n`}  aeon-run plan playbook.yml -i inventory.yml   what would run where
  aeon-run playbook.yml -i inventory.yml        run it
`;
}
