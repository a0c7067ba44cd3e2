import type { Problem } from '../problem.ts';
import type { YamlDocument } from '../yaml/yaml.ts';
import { stringsIn } from './strings.ts';

/** Commands without quotes that a ` #` ends: the shell would not see the rest. */
export function cutCommandProblems(document: YamlDocument, schema: object): Problem[] {
  return [...stringsIn(schema, document.value)].flatMap(({ path, context }) => {
    if (context !== 'shell') return [];
    const place = document.commentAfter(path);
    return place ? [cutCommand(document.source(path) ?? '', place)] : [];
  });
}

/** With a quote that stays open the command is certainly cut; else the comment may be meant as one. */
function cutCommand(command: string, place: Problem['place'] & object): Problem {
  const isCertain = /^[^'"]*(?:'[^']*'[^'"]*|"[^"]*"[^'"]*)*['"][^'"]*$/.test(command.slice(0, 10_000));
  return {
    code: 'yaml-comment-cuts-command',
    message: 'The command ends before this #: YAML takes the rest as a comment.',
    advice: 'If it belongs to the command, put the whole command in quotes or write it under "|".',
    place,
    severity: isCertain ? 'error' : 'warning',
  };
}
