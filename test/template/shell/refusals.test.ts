import { expect, test } from 'vitest';
import { ProblemsError } from '../../../src/document/problem.ts';
import { compileTemplate } from '../compile.ts';
import { at } from '../place.ts';

const scope = { x: 'value', y: true, xs: ['a', 'b'], n: 1, mixed: [{}], nul: 'a\0b', half: 'a\ud800' };

function faults(text: string, values: object = scope): string[] {
  const told = (problems: readonly { message: string; advice?: string; place?: { column: number } }[]) =>
    problems.map(({ message, advice = '', place }) => `${place?.column}: ${message} ${advice}`);
  try {
    return told(compileTemplate(text, 'shell', at).check({ ...values }, new Set()));
  } catch (error) {
    if (error instanceof ProblemsError) return told(error.problems);
    throw error;
  }
}

test.each([
  ['echo `ls {{x}}`', '10: A value stands inside backticks. Write $(…) instead'],
  ['echo "${A:-{{x}} }"', 'inside ${…}'],
  ['echo "${A:-{{x}}}"', 'Put a space between }} and the } behind it'],
  ['ls # {{x}}', '6: A value stands in a comment'],
  ["echo $'a{{x}}'", 'not POSIX'],
  ['echo \\{{{x}}}', ''],
  ['echo $({{x}}) ${{x}}', 'stands behind a $'],
  ['echo "$A{{x}}"', 'Write ${NAME}'],
  ['cat <<E\n$A{{x}}\nE', 'Write ${NAME}'],
  ['cat <<E\n$(ls {{x}})\nE', 'in a substitution inside a here-document'],
  ['cat <<{{x}}\na\nE', 'in the delimiter'],
  ['cat <<E{{x}}\na\nE', 'in the delimiter'],
  ['echo 2>&{{x}}', 'behind >& or <&'],
  ['echo >&"{{x}}"', 'behind >& or <&'],
  ['echo >&$(echo {{x}})', 'behind >& or <&'],
  ['a=(;{{x}})', 'an operator in an array'],
  ['let a=(b() "{{x}}")', 'an operator in an array'],
  ['cat <<<{{x}}', 'not POSIX'],
  ['echo $((1{{n}}))', 'glued to a number'],
  ['echo $(({{n}}1))', 'glued to a number'],
  ['echo $(({{x}}))', 'no whole number'],
  ['echo $(( $(ls {{x}}) ))', 'in a substitution inside $((…))'],
  ['(( {{n}} > 1 ))', 'which is not POSIX'],
  ['echo a{{xs}}', '`xs` is a list and only a part of a word'],
  ['echo {{xs}}a', '`xs` is a list and only a part of a word'],
  ['echo {{xs}}{{x}}', '`xs` is a list and only a part of a word'],
  ['echo {{xs}}{{#if y}}a{{/if}}', '`xs` is a list and only a part of a word'],
  ['A={{xs}}', '`xs` is a list and only a part of a word'],
  ['echo "{{xs}}"', "{{join list ' '}}"],
  ['echo >{{xs}}', 'a redirection takes one word'],
  ['case {{xs}} in a) ;; esac', '`case` takes one word'],
  ['case a {{x}}', 'expects `in`'],
  ['echo {{mixed}}', 'a list that holds more'],
  ['echo {{nul}}', 'NUL'],
  ['echo {{half}}', 'surrogate'],
  ['echo "{{x}}', '6: A quote " is never closed'],
  ["echo '{{x}}", "A quote ' is never closed"],
  ['echo $(ls {{x}}', 'A parenthesis ( is never closed'],
  ['cat <<E\n{{x}}', 'The here-document (E) is never closed'],
  ['cat <<E {{x}}', 'without a body'],
  ['{{#if y}}"{{else}}{{/if}}{{x}}"', '1: The branches end in different quotes'],
  ['{{#each xs}}"{{/each}}{{x}}', 'The branches end in different quotes'],
  ['{{#if y}}#{{/if}} {{x}}', 'The branches end in different quotes'],
  ['{{#if y}}a{{/if}}#{{x}}', 'that only some branches make a comment'],
  ['{{#if y}}cat <<E{{else}}echo{{/if}}\n{{x}}\nE', 'The branches end in different quotes'],
  ['{{#if y}}a;{{/if}}; {{x}}', 'an operator that only some branches begin'],
  ['a ) {{x}}', 'a ) that closes nothing'],
  ['echo $[{{n}}+1]', '$[…], which is not POSIX. Write $((…)) to compute.'],
  ['echo "$[{{n}}+1]"', '$[…], which is not POSIX'],
  ['cat <<E\n$[{{n}}+1]\nE', '$[…], which is not POSIX'],
  ['echo $(( $[{{n}}] ))', '$[…], which is not POSIX'],
  ['echo $"{{x}}"', '$"…", which is not POSIX. Remove the $.'],
  ['echo ${A:-$"a"} {{x}}', '$"…", which is not POSIX'],
  ['echo "$\u00e9{{x}}"', 'a $ that shells read differently. Write \\$'],
  ["echo ${A:-$'\\''} '} {{x}} #'", "\\' in $'…'"],
  ['echo "${A:-$\'a\'} {{x}}"', 'shells read differently'],
  ["echo ${ echo '}'; } {{x}}", '${ …; }, which is not POSIX'],
  ["echo ${| echo '}'; } {{x}}", '${ …; }, which is not POSIX'],
  ['echo "${A:-<(echo })} {{x}}"', '<(…) in ${…}'],
  ['echo "$\\\n(ls `{{x}}`)"', 'inside backticks'],
  ['echo "$A\\\n{{x}}"', 'Write ${NAME}'],
  ['(\\\n( {{n}} > 1 ))', 'which is not POSIX'],
  ['time case a in b) {{x}} ;; esac', '`case` that may or may not be a keyword'],
  ['coproc case a in b) {{x}} ;; esac', '`case` that may or may not be a keyword'],
  ['for i do case a in b) {{x}} ;; esac; done', '`case` that may or may not be a keyword'],
  ['if [[ a ]] then case a in b) {{x}} ;; esac; fi', '`case` that may or may not be a keyword'],
  ['[[ a && case a in b) {{x}} ;; esac', '`case` that may or may not be a keyword'],
  ['if { a; } >f then case a in b) {{x}} ;; esac; fi', '`case` that may or may not be a keyword'],
  ['X=1 case a in b) {{x}}', 'a ) that closes nothing'],
  ['>f case a in b) {{x}}', 'a ) that closes nothing'],
  ['2>f case a in b) {{x}}', 'a ) that closes nothing'],
  ['2 case a in b) {{x}}', 'a ) that closes nothing'],
  ['cat << -E\n{{x}}\nE', 'The here-document (-E) is never closed'],
  ['cat << <E\n{{x}}\nE', 'comes after << without a word'],
])('%j is refused with advice', (text, words) => {
  const found = faults(text).join('\n');
  expect(found === '' ? 'nothing' : found).toContain(words || 'nothing');
});

test('a value behind a backslash is refused where Handlebars leaves it a value', () => {
  expect(faults('echo \\\\{{x}}').join()).toContain('behind a backslash');
  expect(faults('cat <<E\n\\\\{{x}}\nE').join()).toContain('behind a backslash');
});

test('a value that would end its here-document is refused, whatever else is on the line', () => {
  const here = (value: string) => faults("cat <<'EOF'\nE{{x}}F\nEOF", { x: value });
  expect(here('O').join()).toContain('would end the here-document (EOF)');
  expect(here('a\nEOF\nb').join()).toContain('would end the here-document (EOF)');
  expect(here('OO')).toEqual([]);
  expect(faults('cat <<EOF\nE\\\n{{x}}\nEOF', { x: 'OF' }).join()).toContain('would end');
  expect(faults('cat <<-EOF\n\t{{x}}\nEOF', { x: '\ta' }).join()).toContain('<<- takes away');
  expect(faults('cat <<EOF\n{{x}}\nEOF', { x: 'a\nEé' }).join()).toContain('dash loses a byte');
  expect(faults("$(cat <<'E'\n{{x}}\nE\n)", { x: '\u0001' }).join()).toContain('bash loses');
  expect(faults("$(cat <<'E'\n{{x}}\nE\n)", { x: 'E)' }).join()).toContain('would end');
});

test('a value that ends with a backslash stands in a here-document as any other', () => {
  for (const x of ['C:\\', 'a\\\\', '\\\n\\']) {
    expect(faults('cat <<EOF\n{{x}}\nEOF', { x })).toEqual([]);
    expect(faults('cat <<EOF\n{{x}}\n{{x}}\nEOF', { x })).toEqual([]);
  }
});

test.each([
  '[[ {{x}} -eq 1 ]]',
  '[[ 1 -lt {{x}} ]]',
  '[[ a && ( ! "{{x}}" -ge 1 ) ]]',
  '[[ {{x}} {{#if y}}-eq{{else}}-ne{{/if}} 1 ]]',
  'let {{x}}',
  'time let 1 {{x}}',
  'command -p let {{x}}',
  'export "RANDOM={{x}}"',
  'time declare -i z={{x}}',
  'command let "z = {{x}} + 1"',
  'declare -i z={{x}}',
  "local -r -xi z='1+{{x}}'",
  'RANDOM={{x}}',
  '{{#if y}}RANDOM={{else}}z={{/if}}{{x}}',
  'z=1 SRANDOM+="{{x}}"',
  'export OPTIND=1{{x}}',
  'local -r HISTCMD="{{x}}"',
])('%s takes whole numbers only, since bash computes the value', (text) => {
  const said = 'is no whole number, and bash computes what stands here';
  for (const x of ['a[$(>PWN)]', 'PATH=1', '010'])
    expect(faults(text, { x, y: true }).join()).toContain(said);
  for (const x of [0, -3, '12']) expect(faults(text, { x, y: true })).toEqual([]);
});

test.each([
  'test -v {{x}}',
  '[ ! -v "{{x}}" ]',
  '[[ -v {{x}} ]]',
  'unset {{x}}',
  'read -r {{x}} <f',
  'printf -v {{x}} a',
  'a[{{x}}]=1',
  'a["{{x}}"]+=1',
  'declare -g a[{{x}}]=1',
  'time test -v {{x}}',
  'time -p [ -v {{x}} ]',
  'coproc test -v {{x}}',
  'time declare {{x}}=1',
  'time printf -v {{x}} a',
  'time read -r {{x}} <f',
  'time A=1 unset -v {{x}}',
  'command -p test -v {{x}}',
  '$1test -v {{x}}',
  '$SUDO read {{x}}',
  '{fd}>file read {{x}}',
  '"te"st \'-v\' {{x}}',
  't\\est -\\v {{x}}',
  '{{#if x}}test{{else}}echo{{/if}} -v {{x}}',
  '{{#if x}}test a {{else}}echo b {{/if}}-v {{x}}',
  'declare {{x}}=1',
  'local -r "{{x}}=1"',
  "typeset 'z{{x}}=1'",
  'declare {{#if x}}a={{/if}}{{x}}=1',
  'a=([{{x}}]=1)',
  'declare -n a={{x}}',
  'wait -n -p {{x}}',
  '[ {{x}} -eq 1 ]',
  'test 1 -gt {{x}}',
  'shift {{x}}',
  'ulimit -n {{x}}',
  'getopts ab {{x}}',
  'export {{x}}',
  'readonly {{x}}=1',
  '[ {{x}} {{#if x}}-eq{{else}}-ne{{/if}} 1 ]',
  '{{#if x}}[ 1{{else}}echo 1{{/if}} -eq {{x}} ]',
  '{{#if x}}export{{else}}echo{{/if}} {{x}}',
  '$SUDO export {{x}}',
])('%s takes no value whose brackets bash would run', (text) => {
  for (const x of ['a[$(>PWN)]', 'a[`>PWN`]', '$(>PWN)']) {
    expect(faults(text, { x }).join()).toContain('bash would run what is in the brackets of a name');
  }
  for (const x of ['name', 'a[0]', 'a-b']) expect(faults(text, { x })).toEqual([]);
});

test.each([
  '[ {{x}} = 1 ]',
  'test 1 != {{x}}',
  '[[ {{x}} == "{{x}}" && -n {{x}} ]]',
  'echo let -eq {{x}}',
  'let z=1 >{{x}}',
  'echo "RANDOM={{x}}" \'declare\' {{x}}',
  '[[ {{x}} == "-eq" ]]',
  'let z=1; echo {{x}}',
  'let "z = $(wc -l {{x}})"',
  'declare -x z={{x}}',
  'local "z={{x}}" y=\'{{x}}\' a"="{{x}}',
  'export x={{x}}; declare',
  'a[$i]={{x}}',
  'a[0]={{x}}',
  'MYRANDOM={{x}}; echo RANDOM={{x}}',
  'a=({{x}} [1]={{x}})',
  'echo a[{{x}}]=1',
  'printf %s -v {{x}} >/dev/null; [ -n {{x}} ]',
])('%s takes any value: nothing reads it once more', (text) => {
  expect(faults(text, { x: 'a$(>PWN)' })).toEqual([]);
});

test('a subscript over several words is refused: shells read it differently', () => {
  expect(faults('a[1 + {{n}}]=1').join()).toContain('a [ whose ] is in another word');
});

test('a raw value is listed, and a warning when it stands in quotes', () => {
  const template = compileTemplate('ls {{{x}}} "{{{x}}}"', 'shell', at);
  expect(template.rawPlaces.map(({ column }) => column)).toEqual([4, 13]);
  expect(template.check(scope, new Set())).toMatchObject([{ code: 'shell-raw', severity: 'warning' }]);
  expect(template.render(scope)).toBe('ls value "value"');
});

test.each([
  'sh -c "ls {{x}}"',
  "sudo bash -lc 'ls {{x}}'",
  'ssh host "ls {{x}}"',
  'eval "ls {{x}}"',
  'trap "rm {{x}}" EXIT',
])('%s is warned of, since a second shell reads the value', (text) => {
  expect(compileTemplate(text, 'shell', at).check(scope, new Set())).toMatchObject([{ code: 'shell-twice' }]);
  const quoted = text.replace('{{x}}', '{{quote x}}');
  expect(compileTemplate(quoted, 'shell', at).check(scope, new Set())).toEqual([]);
});

test.each([
  ['install.sh --role {{x}}{{#if y}} --main{{/if}}', "install.sh --role 'value' --main"],
  ['a{{#if y}} > {{x}}{{/if}}', "a > 'value'"],
  ['{{#if y}}sudo {{/if}}ls {{x}}', "sudo ls 'value'"],
  ['{{#if y}}{{x}}/{{/if}}bin/a {{x}}', "'value'/bin/a 'value'"],
  ['{{#if y}}A={{x}} {{/if}}ls {{xs}}', "A='value' ls 'a' 'b'"],
  ['a{{#each xs}} -p {{this}}{{/each}} {{x}}', "a -p 'a' -p 'b' 'value'"],
  ['ls "a{{#if y}}{{x}}{{/if}}b"', 'ls "avalueb"'],
  ["docker ps --format '\\{{.Names}}' {{x}}", "docker ps --format '{{.Names}}' 'value'"],
  ['case {{x}} in a) b;; esac; ls {{xs}}', "case 'value' in a) b;; esac; ls 'a' 'b'"],
  ['cat <<E\n{{#each xs}}\n{{this}} $A\n{{/each}}\nE\nls {{x}}', "cat <<E\na $A\nb $A\nE\nls 'value'"],
  ['grep \'^a$[\' "^b$|c$" 5$ $. {{x}}', "grep '^a$[' \"^b$|c$\" 5$ $. 'value'"],
  ['sed -n "$,/a\\$\\|b$/p" {{x}}', 'sed -n "$,/a\\$\\|b$/p" \'value\''],
  ['ls "$1$?$!$#$$$-$@$*$A ${A} $5: 5$"{{x}}', 'ls "$1$?$!$#$$$-$@$*$A ${A} $5: 5$"\'value\''],
  ["ls $'a' ${A:-$'a'} {{x}}", "ls $'a' ${A:-$'a'} 'value'"],
  ['echo $\\\n(ls {{x}}) "$\\\n((1 + {{n}}))"', 'echo $\\\n(ls \'value\') "$\\\n((1 + 1))"'],
  ['cat <\\\n<E\n{{x}}\nE\nls {{x}}', "cat <\\\n<E\nvalue\nE\nls 'value'"],
  ['cat <<E\\\nF\n{{x}}\nE\nEF\nls {{x}}', "cat <<E\\\nF\nvalue\nE\nEF\nls 'value'"],
  ['echo "$(X=1 case a in b) {{x}} )"', 'echo "$(X=1 case a in b) value )"'],
  ['echo "$(f() case a in b) {{x}} ;; esac; f)"', 'echo "$(f() case a in b) \'value\' ;; esac; f)"'],
  [
    'echo "$(if { a; } then case a in b) {{x}} ;; esac fi)"',
    'echo "$(if { a; } then case a in b) \'value\' ;; esac fi)"',
  ],
  [
    'if if a; then b; fi then case a in {{x}}) ;; esac fi',
    "if if a; then b; fi then case a in 'value') ;; esac fi",
  ],
  [
    '[[ a && ( b || c ) ]]; case a in b) {{x}} ;; esac',
    "[[ a && ( b || c ) ]]; case a in b) 'value' ;; esac",
  ],
  ['then X=1 2>f echo case {{x}}', "then X=1 2>f echo case 'value'"],
  ['cat << -E\n{{x}}\nE\n-E\nls {{x}}', "cat << -E\nvalue\nE\n-E\nls 'value'"],
  ['cat <<- -E\n\ta\n\t-E\nls {{x}}', "cat <<- -E\n\ta\n\t-E\nls 'value'"],
  ['ls a#{{x}}', "ls a#'value'"],
  ['ls {{x}} # done', "ls 'value' # done"],
  ['echo "$(ls {{x}})" $(({{n}}+1))', 'echo "$(ls \'value\')" $((1+1))'],
  ['ls "$A/{{x}}"', 'ls "$A/value"'],
])('%j keeps working', (text, command) => {
  expect(faults(text)).toEqual([]);
  expect(compileTemplate(text, 'shell', at).render(scope)).toBe(command);
});

test('a command without a value is left alone, whatever it is', () => {
  expect(compileTemplate("echo 'it `", 'shell', at).render(scope)).toBe("echo 'it `");
});
