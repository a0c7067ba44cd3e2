/**
 * Words of ours, and names by which stages, hosts and commands are found again: a secret that looks like one of them is none
 * there, and an event without them says nothing.
 */
const names: ReadonlySet<string> = new Set([
  ...['type', 'at', 'version', 'runId', 'runDirectory', 'attemptId', 'bootId', 'sha256'],
  ...['stage', 'id', 'kind', 'how', 'host', 'hosts', 'locksLeft'],
  ...['outcome', 'ran', 'phase', 'reason', 'file', 'what'],
]);

/** The event with all its other texts masked; keys and numbers stay, so that it remains an event. */
export function maskedEvent<Event extends object>(event: Event, mask: (text: string) => string): Event {
  return masked(event, mask) as Event; // Texts become texts, and everything else keeps its shape.
}

function masked(value: unknown, mask: (text: string) => string): unknown {
  if (typeof value === 'string') return mask(value);
  if (Array.isArray(value)) return value.map((item) => masked(item, mask));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, names.has(key) ? item : masked(item, mask)]),
  );
}
