// Work that is tried again for a while where it fails, and lost afterwards: WeChat sends nothing a second time.
import { setTimeout as pause } from "node:timers/promises";
import { faultName } from "#src/errors.ts";
import type { Log } from "#src/log.ts";
import { openLanes } from "./lanes.ts";
import type { Lanes } from "./lanes.ts";

const AGAIN_MS = [500, 2_000, 10_000, 60_000];

/** Lanes in which no work fails. */
export function patientLanes(log: Log): Pick<Lanes, "idle"> & {
  run(lane: string, work: () => Promise<void>): Promise<void>;
} {
  const lanes = openLanes(Infinity);
  const persist = async (work: () => Promise<void>) => {
    for (const wait of [...AGAIN_MS, null]) {
      try {
        return await work();
      } catch (error) {
        const name = faultName(error);
        if (wait === null) return log.error({ channel: "wechat", error: name }, "an update is lost");
        log.warn({ channel: "wechat", error: name }, "an update is tried again");
        await pause(wait);
      }
    }
  };
  return { run: (lane, work) => lanes.run(lane, () => persist(work)), idle: () => lanes.idle() };
}
