import type { ArgFault } from './stage.ts';

/**
 * Why the path on a host cannot be meant, where it begins with `~alice`: a shell finds her home, and here it would be a name in the
 * login directory, so that `creates` would find nothing and run the command again. `path` is where it stands below the args.
 */
export function homeOfAnother(path: ArgFault['path'], value: string | undefined): readonly ArgFault[] {
  if (value === undefined || !/^~[^/]/.test(value)) return [];
  return [
    {
      path,
      message: 'A path that begins with ~ and the name of a user is not understood.',
      advice:
        'Write the whole path, such as /home/alice/…, or ~/… in a stage with become: { user: alice }. A file of that very name is ./~alice.',
    },
  ];
}
