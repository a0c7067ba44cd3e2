import type { Static } from 'typebox';
import { describe, expectTypeOf, it } from 'vitest';
import type { Progress, RunEvent, StageProgress } from '../../../src/events/events.ts';
import type { eventSchemas } from '../../../src/report/ndjson/event-schema.ts';

/** Without `readonly`, which JSON Schema does not know. */
type Plain<Value> = Value extends readonly (infer Item)[]
  ? Plain<Item>[]
  : Value extends object
    ? { -readonly [Key in keyof Value]: Plain<Value[Key]> }
    : Value;

type Told<Name> = Plain<Extract<Exclude<RunEvent, Progress | StageProgress>, { readonly type: Name }>>;
type Published = { [Name in keyof typeof eventSchemas]: Plain<Static<(typeof eventSchemas)[Name]>> };

// These are checked by the compiler, which reads this file too.
describe('the published schema of the events', () => {
  it('is that of the types, event by event', () => {
    expectTypeOf<Published>().toEqualTypeOf<{ readonly [Name in keyof Published]: Told<Name> }>();
  });

  it('has all of them', () => {
    expectTypeOf<keyof Published>().toEqualTypeOf<Exclude<RunEvent['type'], 'progress' | 'stage-progress'>>();
  });
});
