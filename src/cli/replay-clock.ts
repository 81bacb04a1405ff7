// Time in a replay: what SQL says is due goes through the queue at once, in order, before time moves on.
import type { House } from "#src/corridor/house.ts";
import { findDue } from "#src/corridor/sweep.ts";
import { AppError } from "#src/errors.ts";
import type { Handlers, Job, Queue, QueueName } from "#src/followups/queue.ts";

export type Driver = {
  /** What the house gets: it only says what is due, which SQL knows already. */
  queue: Queue;
  /** Begins to work the real queue's jobs with these handlers. */
  work(handlers: Handlers): Promise<void>;
  /** Runs everything due before `until` (or at it, when `inclusive`), moving the clock along. */
  advance(
    house: House,
    set: (to: Date) => void,
    until: { at: Date; inclusive: boolean; queues?: QueueName[] },
  ): Promise<void>;
};

/**
 * Drives a real queue step by step: a job is added when its time has come and waited for. `tag` tells its jobs from
 * those that a process killed before has left in the queue.
 */
export function drive(real: Queue, tag: string): Driver {
  let runs = 0;
  const waiting = new Map<string, { resolve(): void; reject(error: unknown): void }>();
  const watched =
    (queue: QueueName, handler: (ref: number) => Promise<void>) =>
    async (ref: number): Promise<void> => {
      const waiter = waiting.get(`${queue} ${ref}`);
      try {
        await handler(ref);
        waiter?.resolve();
      } catch (error) {
        waiter?.reject(error);
      }
    };
  const run = async (job: Job): Promise<void> => {
    const key = `${job.queue} ${job.ref}`;
    const done = new Promise<void>((resolve, reject) => waiting.set(key, { resolve, reject }));
    // Simulated time may stand still: the same job may come again before the queue has put the first one away.
    runs += 1;
    await real.add({ ...job, id: `${job.id}-${tag}-${runs}` }, new Date(0));
    await done;
    waiting.delete(key);
  };
  return {
    queue: { add: async () => {}, work: async () => {}, close: () => real.close() },
    work: (handlers) =>
      real.work({
        turns: watched("turns", handlers.turns),
        deliveries: watched("deliveries", handlers.deliveries),
        followups: watched("followups", handlers.followups),
      }),
    advance: async (house, set, { at, inclusive, queues }) => {
      let last = "";
      for (;;) {
        const all = await findDue(house, inclusive ? at : new Date(at.getTime() - 1));
        const due = all.filter(({ job }) => !queues || queues.includes(job.queue));
        const [first] = due;
        if (!first) break;
        if (first.job.id === last) throw new AppError("conflict", `job ${last}: still due after it was run`);
        last = first.job.id;
        set(first.at);
        await run(first.job);
      }
      if (inclusive) set(at);
    },
  };
}
