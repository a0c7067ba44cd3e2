import type { Document, ErrorCode, YAMLError } from 'yaml';
import type { Problem } from '../problem.ts';
import type { LineStarts } from './line-starts.ts';
import { mappingInValue, notClosed, Openings } from './slips.ts';
import { strayLine } from './stray.ts';

/** What the parser did not like, in words of ours: its own may quote the line. One problem a line, the first one. */
export function syntaxProblems(document: Document.Parsed, text: string, lines: LineStarts): Problem[] {
  const problems = new Map<number, Problem>();
  const openings = new Openings(document.contents, text);
  let lastBadIndent = Number.NEGATIVE_INFINITY;
  for (const error of [...document.errors, ...document.warnings].sort((a, b) => a.pos[0] - b.pos[0])) {
    if (isTold(error) || isEcho(error, lastBadIndent, lines)) continue;
    const told = tell(error, openings, text);
    const place = lines.place(...told.span);
    if (!problems.has(place.line)) problems.set(place.line, { ...told.problem, place });
    if (told.isRoot) break; // All that follows comes of it.
    if (isAboutIndent(error)) lastBadIndent = place.line;
  }
  const { yaml } = document.directives;
  if (yaml.explicit && yaml.version !== '1.2') problems.set(0, versionProblem(text, lines));
  return [...problems.values()];
}

/** The reader of values says it better. */
function isTold({ code, message }: YAMLError): boolean {
  return code === 'BAD_ALIAS' && message.startsWith('Unresolved');
}

function isAboutIndent({ code }: YAMLError): boolean {
  return code === 'BLOCK_AS_IMPLICIT_KEY' || code === 'MULTILINE_IMPLICIT_KEY';
}

/** One line that is indented badly brings several errors, also on the line after it. */
function isEcho(error: YAMLError, lastBadIndent: number, lines: LineStarts): boolean {
  const isFollowUp = isAboutIndent(error) || error.code === 'MISSING_CHAR';
  return isFollowUp && lines.place(error.pos[0]).line <= lastBadIndent + 1;
}

interface Told {
  readonly problem: Omit<Problem, 'place'>;
  readonly span: readonly [start: number, end: number];
  readonly isRoot?: boolean;
}

function tell(error: YAMLError, openings: Openings, text: string): Told {
  const quote = openings.quote(error);
  if (quote !== undefined) return { problem: syntax(notClosed), span: [quote, quote + 1], isRoot: true };
  const bracket = openings.bracket(error);
  if (bracket !== undefined) return { problem: explain(error, text), span: [bracket, bracket + 1] };
  const stray = strayLine(error, text);
  if (stray !== undefined) return { problem: syntax(stray.reason), span: stray.span };
  if (isAboutIndent(error)) {
    return mappingInValue(error.pos[0], text);
  }
  return { problem: explain(error, text), span: error.pos };
}

function versionProblem(text: string, lines: LineStarts): Problem {
  const start = Math.max(0, text.indexOf('%YAML'));
  return {
    code: 'yaml-version',
    message: 'Files are read as YAML 1.2: another version would change what yes, no and 0644 mean.',
    advice: 'Remove the %YAML line and the --- after it.',
    place: lines.place(start, start + '%YAML 1.1'.length),
  };
}

function explain({ code, message, pos }: YAMLError, text: string): Omit<Problem, 'place'> {
  if (code === 'TAB_AS_INDENT') {
    return { code: 'yaml-tab-indent', message: 'Tabs cannot indent YAML.', advice: 'Use spaces.' };
  }
  if (code === 'MULTIPLE_DOCS') {
    return {
      code: 'yaml-several-documents',
      message: 'A second document starts here, and only one is read.',
      advice: 'Remove the --- and what follows, or move it into a file of its own.',
    };
  }
  if (code === 'TAG_RESOLVE_FAILED') {
    return {
      code: 'yaml-unknown-tag',
      message: 'This !tag has no meaning here.',
      advice: /!vault\b/.test(text.slice(...pos))
        ? 'What Ansible Vault has encrypted cannot be read: decrypt it, and write !age with what this prints: aeon-run secrets encrypt.'
        : 'Remove it; quote the value if text with a leading ! is meant.',
    };
  }
  if (code === 'RESOURCE_EXHAUSTION') {
    return {
      code: 'yaml-too-deep',
      message: 'Maps and lists are nested too deep here.',
      advice: 'Close the brackets.',
    };
  }
  const isTabbed = /^ *\t/.test(lineAt(text, pos[0]));
  if (isTabbed)
    return { code: 'yaml-tab-indent', message: 'Tabs cannot indent YAML.', advice: 'Use spaces.' };
  return syntax(missing(message) ?? reasons[code] ?? general);
}

function syntax([message, advice]: Explanation): Omit<Problem, 'place'> {
  return { code: 'yaml-syntax', message, advice };
}

function lineAt(text: string, offset: number): string {
  const start = text.lastIndexOf('\n', offset - 1) + 1;
  const end = text.indexOf('\n', start);
  return text.slice(start, end < 0 ? text.length : end);
}

type Explanation = readonly [reason: string, advice: string];

function missing(message: string): Explanation | undefined {
  if (/Missing closing .quote/.test(message)) return notClosed;
  if (/Flow (map|sequence)/.test(message)) {
    return [
      'This { or [ is not closed before the next key or item.',
      'Close it, or indent all its lines deeper; quote a text that starts with a bracket.',
    ];
  }
  return undefined;
}

const general: Explanation = [
  'This is not YAML.',
  'Look at the indentation, the quotes and the brackets of this line and of the line before it.',
];

const reasons: Partial<Record<ErrorCode, Explanation>> = {
  BAD_INDENT: [
    'The indentation fits to nothing above.',
    'Indent the keys of one map and the items of one list equally.',
  ],
  MISSING_CHAR: ['Something is missing here: a colon after a key, a comma, a space or a quote.', general[1]],
  BAD_SCALAR_START: ['An unquoted text cannot start with this character.', 'Put the value in quotes.'],
  BAD_DQ_ESCAPE: [
    'This \\ escape is not known inside of "…".',
    'Write \\\\ for a backslash, or put the text in single quotes.',
  ],
  BAD_DIRECTIVE: [
    'This % line is not a directive of YAML.',
    'Remove it, or quote a text that starts with %.',
  ],
  UNEXPECTED_TOKEN: [
    'Something stands here after the end of a value.',
    "Quote the whole value (a ' inside of '…' is doubled), or indent this line like its neighbours.",
  ],
  BLOCK_IN_FLOW: [
    'Inside of { } and [ ] everything is separated by commas.',
    'Write {key: value} pairs with commas.',
  ],
  KEY_OVER_1024_CHARS: [
    'A key is longer than 1,024 characters.',
    'Look for a quote or a line break that is missing.',
  ],
};
