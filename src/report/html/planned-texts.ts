/** What a stage was to do on some hosts, as `plan` shows it. */
export interface PlannedText {
  readonly does: string;
  /** None where it runs once, on this machine. */
  readonly hosts: readonly string[];
}

/** Of each stage, by its id. */
export type PlannedTexts = ReadonlyMap<string, readonly PlannedText[]>;

/** What stands in the plan.json of a run, by the id of the stage. Empty where it is of another form: a page does without it. */
export function plannedTexts(planJson: unknown): PlannedTexts {
  const { stages } = asRecord(planJson);
  const texts = new Map<string, readonly PlannedText[]>();
  for (const stage of asList(stages).map(asRecord)) {
    if (typeof stage.id !== 'string') continue;
    const tasks = stage.tasks === undefined ? [stage] : asList(stage.tasks).map(asRecord);
    texts.set(stage.id, tasks.flatMap(plannedText));
  }
  return texts;
}

function plannedText({ does, hosts }: Readonly<Record<string, unknown>>): PlannedText[] {
  if (typeof does !== 'string') return [];
  return [{ does, hosts: asList(hosts).filter((host) => typeof host === 'string') }];
}

function asRecord(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}

function asList(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
