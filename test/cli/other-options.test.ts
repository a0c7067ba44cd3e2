import { describe, expect, it } from 'vitest';
import { Desk } from './in-process.ts';

describe('an option of another tool', () => {
  it.each([
    [['play.yml', '--forks', '5'], "unknown option '--forks'. Here -c 20 works on so many hosts at once."],
    [['play.yml', '--check'], 'Here "aeon-run plan" shows what would run'],
    [['play.yml', '-vvv'], 'Here --debug tells each step'],
    [['play.yml', '--start-at-task=Install'], 'Here --start-at begins at a stage.'],
    [['exec', '--forks=5', '--', 'id'], 'Here -c 20 works on so many hosts at once.'],
    [['runs', '--verbose'], "unknown option '--verbose'. Look at: aeon-run runs --help"],
    [['play.yml', '--nonsense'], "unknown option '--nonsense'. Look at: aeon-run run --help"],
  ])('is told with what does that here: %j', async (words, told) => {
    using desk = new Desk();
    const { code, stderr } = await desk.call(words);
    expect(stderr).toContain(told);
    expect(code).toBe(2);
  });
});

it('a command that looks like our own options is quoted where it may be typed again', async () => {
  using desk = new Desk();
  const { stderr } = await desk.call(['exec', 'ls /tmp; uptime', '--output', 'lines']);
  expect(stderr).toContain("aeon-run exec --output … -- 'ls /tmp; uptime' …; for");
});
