import type { Job } from "#src/followups/queue.ts";
import { deliveryJob, followUpJob, turnJob } from "./jobs.ts";
import type { House } from "./house.ts";

export type Due = { job: Job; at: Date };

const BATCH = 500;
/** A message claimed this long ago was in the hands of a process that died. */
const STALE_MS = 60_000;

/** All that SQL says is due at `until`, earliest first: turns, then deliveries, then follow-ups of the same moment. */
export async function findDue(house: House, until: Date): Promise<Due[]> {
  const stale = new Date(house.clock.now().getTime() - STALE_MS);
  return house.store.look(async ({ inbox, followUps, outbox }) => {
    const turns = await inbox.due(until, BATCH);
    const deliveries = await outbox.due(until, stale, BATCH);
    const followups = await followUps.due(until, BATCH);
    return [
      ...turns.map(({ id, at }) => ({ job: turnJob(id, at), at })),
      ...deliveries.map(({ id, at }) => ({ job: deliveryJob(id, at), at })),
      ...followups.map(({ id, at }) => ({ job: followUpJob(id, at), at })),
    ].toSorted((a, b) => a.at.getTime() - b.at.getTime());
  });
}

/** Step 5, every minute: what is due and the queue may have lost is added again; a job it still holds stays as it is. */
export async function sweep(house: House): Promise<number> {
  const now = house.clock.now();
  const due = await findDue(house, now);
  for (const { job } of due) await house.queue.add(job, now);
  return due.length;
}
