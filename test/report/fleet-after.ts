import { FleetState } from '../../src/report/fleet/fleet-state.ts';
import type { Story } from './events.ts';

export function fleetAfter(story: Story): FleetState {
  const fleet = new FleetState();
  for (const event of story.events) fleet.apply(event);
  return fleet;
}
