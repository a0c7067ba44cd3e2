import { type Markup, markup } from '../markup/markup.ts';
import { seconds } from '../results-json/device-record.ts';
import { type Case, caseMarkup } from './case.ts';

export interface Suite {
  readonly name: string;
  readonly durationMs: number;
  readonly cases: readonly Case[];
}

export interface Suites extends Omit<Suite, 'cases'> {
  readonly suites: readonly Suite[];
}

/**
 * A file of test results. There is no standard; the elements are those that Jenkins' and GitLab's readers know
 * (github.com/testmoapp/junitxml).
 */
export function suitesText({ name, durationMs, suites }: Suites): string {
  const cases = suites.flatMap((suite) => suite.cases);
  return `${markup`<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="${name}"${tally(cases)} time="${seconds(durationMs)}">
${suites.map(suiteMarkup)}</testsuites>
`}`;
}

function suiteMarkup({ name, durationMs, cases }: Suite): Markup {
  return markup`<testsuite name="${name}"${tally(cases)} time="${seconds(durationMs)}">
${cases.map((each) => caseMarkup(name, each))}</testsuite>
`;
}

function tally(cases: readonly Case[]): Markup {
  const count = (end: Case['end']) => cases.filter((each) => each.end === end).length;
  return markup` tests="${cases.length}" failures="${count('failure')}" errors="${count('error')}" skipped="${count('skipped')}"`;
}
