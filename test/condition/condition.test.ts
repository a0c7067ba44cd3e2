import { expect, test } from 'vitest';
import { compileCondition } from '../../src/condition/condition.ts';
import { type ConditionNames, typesOfVars } from '../../src/condition/names.ts';
import { ProblemsError } from '../../src/document/problem.ts';
import type { Vars } from '../../src/inventory/host/host.ts';
import { registeredResult } from '../../src/result/registered-result.ts';
import { RuntimeValueFailure } from '../../src/template/runtime-failure.ts';
import { at } from '../template/place.ts';

const vars: Vars = {
  role: 'manager',
  port: 8080,
  version: 2,
  ratio: 0.5,
  isMain: true,
  ports: [80, 443],
  app: { name: 'shop', replicas: 3 },
  mixed: 'a',
  'with-dash': 'x',
  int: 5,
  unset: null,
};
const other: Vars = { ...vars, version: 2.5, mixed: 7, rack: 'b' };
const names: ConditionNames = {
  vars: typesOfVars([vars, other]),
  results: ['install', 'check_docker'],
  hasFacts: false,
};
const host = { name: 'm1', address: '192.0.2.1', port: 22, user: 'pi', groups: ['all', 'managers'] };
const install = registeredResult({
  outcome: 'failed',
  ran: 'yes',
  reason: 'exit_code',
  exitCode: 3,
  attempts: 1,
  durationMs: 2000,
  stdout: { tail: '12\n', bytes: 3 },
});
const scopeOf = (of: Vars) => ({ ...of, vars: of, host, results: { install } });
const holds = (text: string, of: Vars = vars) => compileCondition(text, at, names).evaluate(scopeOf(of));

function fault(text: string, known: ConditionNames = names): string {
  try {
    compileCondition(text, at, known);
  } catch (error) {
    if (!(error instanceof ProblemsError)) throw error;
    return error.problems
      .map(({ place, message, advice }) => `${place?.column}+${place?.length}: ${message} ${advice}`)
      .join('\n');
  }
  return '';
}

test.each([
  "role == 'manager'",
  "vars.role == 'manager' && vars['with-dash'] == 'x' && vars.int == 5",
  'port > 1024 && port == 8080 && port >= 8079.5 && port == 8080.0 && 1024 < port',
  'port + 1 == 8081 && port % 2 == 0 && port * 0.5 == 4040.0 && port - 0.5 < port',
  'version >= 2 && version == 2 && version < 2.5',
  'ratio == 0.5 && ratio < 1 && ratio + 1 == 1.5 && ratio != 1',
  'ports[1] == 443 && size(ports) == 2 && 80 in ports && ports.exists(p, p > 100)',
  "app.name == 'shop' && app.replicas == 3 && 'name' in app && !has(app.nothing)",
  "host.name == 'm1' && host.port == 22 && 'managers' in host.groups",
  "results.install.outcome == 'failed' && !results.install.ok && results.install.exit_code == 3",
  'results.install.duration_seconds == 2 && results.install.duration_seconds < 2.5',
  "results.install.stdout == '12' && int(results.install.stdout) > 10",
  "results['install'].reason == 'exit_code' && results.install.attempts == 1",
  'isMain',
  "mixed == 'a'",
  'unset == null',
  '!has(vars.rack)',
  '!has(results.check_docker)',
])('%s holds', (text) => {
  expect(holds(text)).toBe(true);
});

test('a whole number and a fraction of the same name compare alike on each host', () => {
  const condition = compileCondition('version > 2', at, names);
  expect(condition.evaluate(scopeOf(vars))).toBe(false);
  expect(condition.evaluate(scopeOf(other))).toBe(true);
});

/** `version` is whole on one host and a fraction on another, so it has no type before the run. */
test.each(
  [
    ['2', '1.5'],
    ['version', '1.5'],
    ['2', 'ratio'],
    ['version', 'ratio'],
  ].flatMap((pair) => [pair, pair.toReversed()]),
)('%s and %s, of which one is whole, are numbers to each operator', (left, right) => {
  const numbers: Readonly<Record<string, number>> = { ratio: 0.5, version: 2 };
  const [a = 0, b = 0] = [left, right].map((word = '') => numbers[word] ?? Number(word));
  const results = { '+': a + b, '-': a - b, '*': a * b, '/': a / b };
  for (const [sign, result] of Object.entries(results)) {
    const computed = `${left} ${sign} ${right}`;
    expect(holds(`${computed} == double(${result})`), computed).toBe(true);
    expect(holds(`${computed} != double(${result})`), computed).toBe(false);
    expect(holds(`${computed} + 1 > ${result} && 1 + ${computed} > ${result}`), computed).toBe(true);
    if (Number.isInteger(result)) expect(holds(`${computed} == ${result}`), computed).toBe(true);
  }
  const claims = { '<': a < b, '<=': a <= b, '>': a > b, '>=': a >= b, '==': a === b, '!=': a !== b };
  for (const [sign, isTrue] of Object.entries(claims)) {
    expect(holds(`${left} ${sign} ${right}`), sign).toBe(isTrue);
  }
});

test.each([
  ["rol == 'manager'", '1+3: `rol` is not defined. Did you mean `role`?'],
  ["role == 'x' && has(vars.rol)", '25+3: `vars.rol` does not exist. Did you mean `vars.role`?'],
  ['results.instal.ok', '9+6: No stage before this one registers `instal`. Did you mean `install`?'],
  [
    'results.install.exitcode == 1',
    '17+8: `results.install.exitcode` does not exist. Did you mean `results.install.exit_code`?',
  ],
  ['host.nam == role', '6+3: `host.nam` does not exist. Did you mean `host.name`?'],
  ['results[role].ok', 'needs the name of a register'],
  ['facts.os == role', '1+5: `facts` is not defined.'],
  ["role = 'manager'", '6+1: One = compares nothing. Write ==.'],
  ["role == 'manager' and port == 1", '19+3: `and` does not exist. Write &&.'],
  ["role == 'and' or port == 1", '15+2: `or` does not exist. Write ||.'],
  ['not isMain', '1+3: `not` does not exist.'],
  ["role not in ['a']", '6+6: `not in` does not exist.'],
  ['role is defined', '6+10: `is defined` is Jinja. Write has(vars.role).'],
  ['port == 1 && vars.nope is not defined', 'Write !has(vars.nope).'],
  ['vars.role is defined', 'Write has(vars.role).'],
  ['role is not undefined', 'Write has(vars.role).'],
  ['role is undefined', 'Write !has(vars.role).'],
  ['results.install is defined', 'Write has(results.install).'],
  ['!isMain && app.nothing is not defined', 'Write !has(app.nothing).'],
  ['facts.os is defined', 'facts.os is always there'],
  ['host.port is not defined', 'host.port is always there'],
  ['has(nope)', '5+4: `has(…)` asks for a field, and `nope` is a name alone. Write has(vars.nope).'],
  ['has(role)', '5+4: `has(…)` asks for a field, and `role` is a name alone. Write has(vars.role).'],
  ['has(host)', '5+4: `has(…)` asks for a field, and `host` is a name alone. host is always there'],
  ['has(facts)', '5+5: `facts` is not defined.'],
  ["'x' in vars", 'Write has(vars.x).'],
  ['lower(role) == role', '1+11: There is no function `lower`. Write role.lowerAscii().'],
  ["role.upper() == 'X'", 'Write role.upperAscii().'],
  ["startsWith(role, 'a,b')", "`startsWith` is not called like this. Write role.startsWith('a,b')."],
  ['host.groups.includes("web")', 'There is no function `includes`. Write ("web" in host.groups).'],
  ["contains(host.groups, 'web')", "`contains` is not called like this. Write ('web' in host.groups)."],
  ["!ports.contains('a')", "Write ('a' in ports)."],
  ["isMain && app.includes('a')", "Write 'a' in app."],
  ['app.includes(role)', 'Write role in app.'],
  ["mixed.includes('a')", "Write ('a' in mixed) if that is a list, mixed.contains('a') if it is a text."],
  ['lower(role + "a") == role', 'Write (role + "a").lowerAscii().'],
  ['lower((role) + "a") == role', 'Write (role + "a").lowerAscii().'],
  ["lower('A,b') == role", "Write 'A,b'.lowerAscii()."],
  ['lower(role.trim()) == role', 'Write role.trim().lowerAscii().'],
  ['ports.lower() == role', 'Did you mean `lowerAscii`?'],
  ['role.contains( 5 )', '`contains` does not take values of these types.'],
  ['len(role) > 1', 'Write size(role).'],
  ['results.install is failed', 'results.NAME.ok'],
  ["{{role}} == 'manager'", '1+2: A condition has no {{ }}.'],
  ["role == 'manager", '9+8: A text in quotes is never closed.'],
  ["role == 'a' ||", 'ends too early'],
  ['role | length', 'no filters'],
  ['', 'is empty'],
  ['role', '1+4: The condition is a text, not true or false.'],
  ['role == 5', '1+9: `role == 5` puts a text and a whole number together with ==.'],
  ["role == 'a' && role", "1+19: `role == 'a' && role` joins something that is a text, not true or false."],
  ["isMain == 'true'", 'a boolean and a text'],
  ['role.startWith("a")', 'Did you mean `startsWith`?'],
  ['siz(ports) > 1', 'Did you mean `size`?'],
  ['role.startsWith(5)', 'does not take values of these types'],
  ['mixed && isMain && rack == 5', 'a text and a whole number'],
])('%s is refused', (text, words) => {
  expect(fault(text)).toContain(words);
});

test('all names that do not exist are told at once', () => {
  expect(fault("rol == 'a' && prt > 1").split('\n')).toHaveLength(2);
});

test('a value that this host does not have is a failure of its task, in words', () => {
  expect(() => holds("rack == 'b'")).toThrow(RuntimeValueFailure);
  expect(() => holds("rack == 'b'")).toThrow(
    /`rack` in the condition `rack == 'b'` is not there for this host/,
  );
  expect(() => holds('results.check_docker.ok')).toThrow(/is not there for this host/);
  expect(() => holds('mixed > 5')).toThrow(/types that do not go together/);
  expect(() => holds('mixed')).toThrow(/neither true nor false/);
  expect(() => holds('int(role) > 5')).toThrow(/cannot be computed for this host: the text is no number/);
  expect(() => holds('ports[9] > 5')).toThrow(RuntimeValueFailure);
  expect(() => holds('port / (version - 2) > 5')).toThrow(/divides by zero/);
});

test.each([
  'int(results.install.stderr) < 10',
  '5 > int(results.install.stderr)',
  'int(results.install.stderr) == 0',
  'int(results.install.stderr.trim()) + 1 > 0',
  '!(int(results.install.stderr) > 10)',
  'isMain ? int(results.install.stderr) < 10 : true',
  'isMain && (false || int(results.install.stderr) < 10)',
  'int(results.install.stderr) in [0, 1]',
  '[int(results.install.stderr)] == [0]',
  'double(int(results.install.stderr)) < 10.0',
  'uint(results.install.stderr) < uint(10)',
  "[results.install.stderr, '1'].all(text, int(text) < 10)",
  "['', '1'].filter(text, int(text) == 0).size() == 1",
])('a command that printed nothing printed no number: %s', (text) => {
  expect(() => holds(text)).toThrow(RuntimeValueFailure);
  expect(() => holds(text)).toThrow(/cannot be computed for this host/);
});

test.each([
  "results.install.stderr == '' || int(results.install.stderr) > 10",
  'int(results.install.stdout) + int(results.install.stdout) == 24 && int(5) == 5 && int(1.5) == 1',
  "['1', '2'].all(text, int(text) > 0)",
])('what printed one did: %s', (text) => {
  expect(holds(text)).toBe(true);
});

test.each([
  "timestamp('2026-01-01T00:00:00Z').getHours(role) == 1",
  'bytes(role).json().name == role',
  "role.matches('x') || timestamp('2026-01-01T00:00:00Z').getHours(role) == 1",
])('a function of CEL that JavaScript stops is a failure of its task too: %s', (text) => {
  expect(() => holds(text)).toThrow(RuntimeValueFailure);
  expect(() => holds(text)).toThrow(/cannot be computed for this host/);
});

test('an output that went with its link is told as such', () => {
  const { stdout: _stdout, ...probe } = install;
  const check = (text: string) =>
    compileCondition(text, at, names).evaluate({ ...scopeOf(vars), results: { install: probe } });
  expect(() => check("results.install.stdout == '12'")).toThrow(
    /`stdout` in the condition `results.install.stdout == '12'` is not known: .* was lost while the stage ran, and the output went with it\./,
  );
  expect(check('has(results.install.stdout)')).toBe(false);
});

test('it tells which names and registers it looks at', () => {
  const condition = compileCondition(
    "vars.role == 'x' || results.install.ok || ports.exists(port, port == results['check_docker'].exit_code)",
    at,
    names,
  );
  expect(condition.resultNames).toEqual(['install', 'check_docker']);
  expect(condition.references).toEqual([
    ['vars', 'role'],
    ['results', 'install', 'ok'],
    ['ports'],
    ['results', 'check_docker', 'exit_code'],
  ]);
  expect(compileCondition('isMain', at, names).resultNames).toEqual([]);
});

test('a result without an exit code, without output and without a reason still has every field', () => {
  expect(registeredResult({ outcome: 'unreachable', ran: 'no', attempts: 3, durationMs: 1500 })).toEqual({
    outcome: 'unreachable',
    ok: false,
    ran: 'no',
    changed: false,
    exit_code: -1,
    stdout: '',
    stderr: '',
    reason: '',
    message: '',
    attempts: 3,
    duration_seconds: 1.5,
  });
});

test('a pattern that would take for ever on a text is given up, and others are matched', () => {
  const matched = (text: string) =>
    compileCondition("role.matches('^(a+)+$')", at, names).evaluate({ role: text, vars: { role: text } });
  expect(matched('aaa')).toBe(true);
  expect(matched('b')).toBe(false);
  expect(() => matched(`${'a'.repeat(60)}!`)).toThrow(/given up after a second: its pattern takes too long/);
});

test('a condition with more terms than can be looked through is told as such', () => {
  const text = Array.from({ length: 20_000 }, () => 'port == 1').join(' || ');
  expect(() => compileCondition(text, at, names)).toThrow(/too many terms/);
});
