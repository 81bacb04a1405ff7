// Work side by side in lanes, in order within each; what fails is tried again for a while, and lost afterwards.
import { setTimeout as pause } from "node:timers/promises";
import type { Log } from "#src/log.ts";

export type Lanes = {
  run(lane: string, work: () => Promise<void>): Promise<void>;
  /** Resolves when all of it is done. */
  rest(): Promise<void>;
};

const AGAIN_MS = [500, 2_000, 10_000, 60_000];

export function openLanes(log: Log): Lanes {
  const lanes = new Map<string, Promise<void>>();
  const persist = async (work: () => Promise<void>) => {
    for (const wait of [...AGAIN_MS, null]) {
      try {
        return await work();
      } catch (error) {
        const name = error instanceof Error ? error.name : "unknown";
        if (wait === null) return log.error({ channel: "wechat", error: name }, "an update is lost");
        log.warn({ channel: "wechat", error: name }, "an update is tried again");
        await pause(wait);
      }
    }
  };
  return {
    run: (lane, work) => {
      const run = (lanes.get(lane) ?? Promise.resolve()).then(() => persist(work));
      lanes.set(lane, run);
      // An empty lane is not kept.
      void run.then(() => lanes.get(lane) === run && lanes.delete(lane));
      return run;
    },
    rest: async () => {
      await Promise.all(lanes.values());
    },
  };
}
