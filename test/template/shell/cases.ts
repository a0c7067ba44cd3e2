import fc from 'fast-check';

/** A command that prints its arguments, each followed by a NUL, and what it must print. */
export interface Case {
  readonly template: string;
  readonly scope: Readonly<Record<string, unknown>>;
  readonly expected: readonly string[];
}

/** What every case may call. `p` prints its arguments, `h` its standard input. */
export const prelude = `p() { for a do printf '%s\\000' "$a"; done; }
h() { cat; printf '\\000'; }
E=
`;

const pieces = [
  ...[
    "'",
    '"',
    '`',
    '$',
    '\\',
    '!',
    '\n',
    ' ',
    '\t',
    '*',
    '?',
    '~',
    '#',
    '&',
    ';',
    '|',
    '<',
    '>',
    '(',
    ')',
    '{',
    '}',
  ],
  ...[
    '[',
    ']',
    '=',
    '%',
    '^',
    '-',
    '-n',
    '--x',
    '\r',
    '\n\n',
    '\\\n',
    "'\\''",
    '$(id)',
    '${E}',
    '`id`',
    '$E',
    '$1',
  ],
  ...[
    '{{v}}',
    '\\n',
    '\\c',
    '%s',
    'EOF',
    'EO',
    'a[$(id)]',
    'esac',
    'a',
    'B',
    '0',
    '7',
    'é',
    '漢',
    '🙂',
    '\u2028',
    '\u0001',
    '\u001b[0m',
  ],
];
const part = fc.oneof(
  { weight: 8, arbitrary: fc.constantFrom(...pieces) },
  {
    weight: 1,
    arbitrary: fc.string({ unit: 'binary', maxLength: 4 }).map((text) => text.replaceAll('\0', '')),
  },
);

/** Any text that a command can hold. */
export const value = fc.array(part, { maxLength: 7 }).map((parts) => parts.join(''));
const list = fc.array(value, { minLength: 1, maxLength: 4 });
const number = fc.integer({ min: -99_999, max: 99_999 });

interface Values {
  readonly v: string;
  readonly w: string;
  readonly xs: readonly string[];
  readonly n: number;
}

/** Contexts in which values stand, with what `p` and `h` are given. */
type Context = readonly [template: string, expected: (values: Values) => readonly string[]];

const v = "{{default v ''}}";
const w = "{{default w ''}}";

const contexts: readonly Context[] = [
  [`p ${v}`, ({ v }) => [v]],
  [`p a${v}b --option=${w} ${v}${w}`, ({ v, w }) => [`a${v}b`, `--option=${w}`, v + w]],
  ['p {{xs}} end', ({ xs }) => [...xs, 'end']],
  ["p {{#each xs}}-{{default this ''}} {{/each}}", ({ xs }) => xs.map((x) => `-${x}`)],
  [`p "${v}" "a${v} $E\${E}/${w}z"`, ({ v, w }) => [v, `a${v} /${w}z`]],
  [`p '${v}' 'a${v} $E"${w}z'`, ({ v, w }) => [v, `a${v} $E"${w}z`]],
  [`p "a"${v}'b'"${w}"c`, ({ v, w }) => [`a${v}b${w}c`]],
  [`p "$(printf '%sx' ${v} "${w}")"`, ({ v, w }) => [`${v}x${w}x`]],
  [`p "$(printf '%sx' "$(printf '%sy' '${v}')" "a${w}")z"`, ({ v, w }) => [`${v}yxa${w}xz`]],
  [`p "$( (printf '%sx' ${v}) )"`, ({ v }) => [`${v}x`]],
  [`X=${v}; p "$X"`, ({ v }) => [v]],
  [`X=a${v}"${w}"'${v}'; Y=${w} X=$X; p "$X"`, ({ v, w }) => [`a${v}${w}${v}`]],
  [`export X=${v}; p "$X"`, ({ v }) => [v]],
  [`case ${v} in ${v}) p yes;; *) p no;; esac`, () => ['yes']],
  [`case a${v} in x|"a${v}") p ${w};; *) p no;; esac; p ${w}`, ({ w }) => [w, w]],
  [
    `p "$(case ${v} in (${w}x) ;; (*) printf '%sx' ${w};; esac)"`,
    ({ v, w }) => [v === `${w}x` ? '' : `${w}x`],
  ],
  ['p $((1 + {{n}})) $(( ({{n}}-{{n}}) * 2 -{{n}}))', ({ n }) => [String(1 + n), String(0 - n)]],
  [`( p ${v} ); { p "${w}"; }`, ({ v, w }) => [v, w]],
  [`if [ ${v} = "${v}" ]; then p ${w}; else p no; fi`, ({ w }) => [w]],
  [`for i in {{xs}} "${v}"; do p "$i"; done`, ({ xs, v }) => [...xs, v]],
  [`p ${v} \\\n  "${w}" && p x || p y`, ({ v, w }) => [v, w, 'x']],
  [`f() { p "$@"; }; f ${v} {{xs}}`, ({ v, xs }) => [v, ...xs]],
  [`p "$(X=1 Y=${v} printf '%sx' ${w})"`, ({ w }) => [`${w}x`]],
  [`p "$(f() case x in x) printf '%sx' ${v};; esac; f)"`, ({ v }) => [`${v}x`]],
  [`p "$(if { :; } then case x in x) printf '%sx' ${v};; esac fi)"`, ({ v }) => [`${v}x`]],
  [`p "a$" "$." $ "$\\\n(printf '%sx' ${v})" ${w}`, ({ v, w }) => ['a$', '$.', '$', `${v}x`, w]],
  [`p x | { h; }; printf '%s' ${v} | h`, ({ v }) => ['x', '', v]],
  [`p $E${v} "\${E}${w}"`, ({ v, w }) => [v, w]],
  [`eval "p {{quote v}}"; eval 'p {{quote w}}'; eval p {{quote v}}`, ({ v, w }) => [v, w, v]],
  [`p {{#if (exists v)}}"a${v}"{{else}}none{{/if}}b`, ({ v }) => [v === '' ? 'noneb' : `a${v}b`]],
  [`h <<'EOF'\na${v}b\n${w}\nEOF`, ({ v, w }) => [`a${v}b\n${w}\n`]],
  [`h <<EOF\na${v}b $E\${E}\\$\n${w}\nEOF`, ({ v, w }) => [`a${v}b $\n${w}\n`]],
  [`h <<-EOF\n\t\ta${v}b\n\tEOF`, ({ v }) => [`a${v}b\n`]],
  [`h <<-"EOF"; p ${w}\n\t${v}x\n\tEOF`, ({ v, w }) => [`${v}x\n`, w]],
  [`h <<A; h <<'B'\na${v}\nA\nb${w}\nB`, ({ v, w }) => [`a${v}\n`, `b${w}\n`]],
  [`h << -EOF; p ${w}\nx${v}\nEOF\n-EOF`, ({ v, w }) => [`x${v}\nEOF\n`, w]],
  [`h <<- -EOF\n\tx${v}\n\tEOF\n\t-EOF`, ({ v }) => [`x${v}\nEOF\n`]],
  [`(h <<EOF\nx${v}\nEOF\n) 2>&1; p ${w}`, ({ v, w }) => [`x${v}\n`, w]],
  [`p "$(cat <<'EOF'\nx${v}x\nEOF\n)"`, ({ v }) => [`x${v}x`]],
];

/** Shell text of all kinds before the value: a lexer that misreads it quotes wrongly behind it. */
const preludes: readonly string[] = [
  '',
  '# it\'s a comment with " and $( and `',
  ': "it\'s $(echo ")" \')\' )" \'a "b\' a\\\'b\\"c',
  ': $(case a in a) echo b;; (c|d) echo e;; esac)',
  'case x in x) case y in y) : ;; esac;; z) : ;; esac',
  ': "${E:-d}" "${E:-"a}b"}" ${E:+\'}\'} "${E#x}" ${#E} $# $? "$@"',
  ': $(( (1 + 2) * 3 )) "$((1+$((2))))" $(( $(echo 1) + 1 ))',
  ': `echo "a\'b"` "`echo \\`echo c\\``"',
  "cat >/dev/null <<A 3<<'B'\nit's \"$(echo x)\" `echo y` \\$ ${E} \\`\nA\n\"' $( `\nB",
  'cat >/dev/null <<-\\EOF\n\t it\'s "\n\tEOF',
  'echo a#b \\# "#" >/dev/null # c\'',
  'f() { :; }; ( : ); { :; }; ! false; while false; do :; done',
  'echo case esac in >/dev/null; if true; then :; elif false; then :; fi',
  ': 2>&1 </dev/null >>/dev/null 2>|/dev/null',
  'x=1 y=$x; : $x$y"$x"\'$y\'$((x+y))',
  ': a\\\nb "c\\\nd" e && : ; :',
];

export const cases: fc.Arbitrary<Case> = fc
  .record({
    before: fc.constantFrom(...preludes),
    contexts: fc.array(fc.constantFrom(...contexts), { minLength: 1, maxLength: 2 }),
    values: fc.record({ v: value, w: value, xs: list, n: number }),
  })
  .map(({ before, contexts: chosen, values }) => ({
    template: [before, ...chosen.map(([template]) => template)].join('\n'),
    scope: { ...values },
    expected: chosen.flatMap(([, expected]) => expected(values)),
  }));
