import { type DefaultTreeAdapterTypes, parse } from 'parse5';
import { htmlPage } from '../../../src/report/html/page.ts';
import type { PlannedTexts } from '../../../src/report/html/planned-texts.ts';
import { RunStory } from '../../../src/report/story/run-story.ts';
import type { Story } from '../events.ts';

type Node = DefaultTreeAdapterTypes.Node;
type Element = DefaultTreeAdapterTypes.Element;

/** A page as a browser reads it: the parser is the one of the HTML standard. */
export interface ParsedPage {
  /** What the standard calls parse errors, by their names. */
  readonly errors: readonly string[];
  /** The visible text, blanks folded. */
  readonly text: string;
  /** Elements of that name, and with that class where one is named. */
  all(name: string, className?: string): readonly Element[];
}

export function pageOf(
  story: Story,
  { isGoingOn = false, planned = new Map() as PlannedTexts } = {},
): ParsedPage {
  const run = new RunStory({ isGoingOn });
  for (const event of story.events) run.onEvent(event);
  return parsedPage(htmlPage(run, planned) ?? '');
}

export function parsedPage(html: string): ParsedPage {
  const errors: string[] = [];
  const document = parse(html, { onParseError: ({ code }) => errors.push(code) });
  const elements = [...elementsIn(document)];
  const body = elements.find(({ tagName }) => tagName === 'body');
  return {
    errors,
    text: body === undefined ? '' : textOf(body),
    all: (name, className) =>
      elements.filter(
        (element) =>
          element.tagName === name && (className === undefined || classesOf(element).includes(className)),
      ),
  };
}

export function textOf(node: Node): string {
  return wholeTextOf(node).replaceAll(/\s+/g, ' ').trim();
}

/** With its line breaks. */
export function wholeTextOf(node: Node): string {
  if ('value' in node) return node.value;
  return 'childNodes' in node ? node.childNodes.map(wholeTextOf).join('') : '';
}

export function attribute({ attrs }: Element, name: string): string | undefined {
  return attrs.find((each) => each.name === name)?.value;
}

function classesOf(element: Element): readonly string[] {
  return attribute(element, 'class')?.split(' ') ?? [];
}

function* elementsIn(node: Node): Generator<Element> {
  if (!('childNodes' in node)) return;
  for (const child of node.childNodes) {
    if ('tagName' in child) yield child;
    yield* elementsIn(child);
  }
}
