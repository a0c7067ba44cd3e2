import type { TSchema } from 'typebox';
import type { Problem } from '../problem.ts';
import { byPlace, distinctProblems } from '../problem-order.ts';
import type { YamlDocument } from '../yaml/yaml.ts';
import { findFaults } from './check.ts';
import { cutCommandProblems } from './cut-command.ts';
import type { Fault } from './fault.ts';
import { lossyNumberProblems } from './lossy-number.ts';

/** Everything in the document that the schema does not allow: each thing once, at its place, in the order of the file. */
export function validateDocument(document: YamlDocument, schema: TSchema): Problem[] {
  const problems = [
    ...findFaults(schema, document.value).map((fault) => problemOf(fault, document)),
    ...lossyNumberProblems(document, schema),
    ...cutCommandProblems(document, schema),
  ];
  return distinctProblems(problems.filter((problem) => !document.isEcho(problem))).sort(byPlace);
}

/** A fault with the place of its path in the document. */
export function problemOf(
  { path, part, source, code, message, severity, advice: known }: Fault,
  document: YamlDocument,
): Problem {
  const advice = source === undefined ? known : source(document.source(path) ?? '');
  return {
    code,
    message,
    ...(advice !== undefined && { advice }),
    ...(severity !== undefined && { severity }),
    place: document.place(path, part),
  };
}
