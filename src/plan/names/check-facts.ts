import { didYouMean } from '../../document/nearest.ts';
import type { Problem } from '../../document/problem.ts';
import { factFields } from '../../result/facts.ts';
import type { Template } from '../../template/template.ts';

/** What a template says of `facts` that no host can have. */
export function checkFacts(template: Template): Problem[] {
  return template.references.flatMap(({ path, place }): Problem[] => {
    const [first, name, deeper] = path;
    if (first !== 'facts') return [];
    const known = Object.keys(factFields);
    const there = `There are: ${known.join(', ')}.`;
    if (name === undefined) {
      return [{ code: 'fact-unknown', message: '`facts` needs the name of a fact.', advice: there, place }];
    }
    if (!Object.hasOwn(factFields, name)) {
      const advice = didYouMean(name, known) ?? there;
      return [{ code: 'fact-unknown', message: `There is no fact ${name}.`, advice, place }];
    }
    if (deeper === undefined || name === 'addresses') return [];
    const message = `The fact ${name} is a text or a number and has no fields.`;
    return [{ code: 'fact-unknown', message, advice: `Write facts.${name}.`, place }];
  });
}

export function usesFacts({ references }: Template): boolean {
  return references.some(({ path }) => path[0] === 'facts');
}
