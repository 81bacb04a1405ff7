import { Redis } from "ioredis";
import pg from "pg";
import { afterAll, afterEach, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { AppError } from "#src/errors.ts";
import { openQueue, type QueuePlace } from "#src/followups/bullmq.ts";
import { type Handlers, type Job, type Queue, QUEUES } from "#src/followups/queue.ts";
import { type Log, silentLog } from "#src/log.ts";
import { testDatabase } from "#test/helpers/database.ts";
import { freePort } from "#test/helpers/free-port.ts";
import { startRedis } from "#test/helpers/redis.ts";

type Server = {
  place: QueuePlace;
  /** What the backend keeps of a waiting job. */
  payload(queue: string, id: string): Promise<unknown>;
  forgetEverything(): Promise<void>;
  stop(): Promise<void>;
};

const SERVERS: Record<string, () => Promise<Server>> = {
  postgres: async () => {
    const database = await testDatabase();
    const pool = new pg.Pool({ connectionString: database.url, options: "-c search_path=bullmq" });
    return {
      place: { databaseUrl: database.url },
      payload: async (queue, id) => {
        const found = await pool.query("select data from job where queue = $1 and id = $2", [queue, id]);
        return found.rows[0]?.data;
      },
      forgetEverything: async () => {
        await pool.query("delete from job");
      },
      stop: async () => {
        await pool.end();
        await database.drop();
      },
    };
  },
  redis: async () => {
    const server = await startRedis();
    const redis = new Redis(server.url);
    return {
      place: { redisUrl: server.url },
      payload: async (queue, id) => JSON.parse((await redis.hget(`linli:${queue}:${id}`, "data")) ?? "null"),
      forgetEverything: async () => {
        await redis.flushall();
      },
      stop: async () => {
        redis.disconnect();
        await server.stop();
      },
    };
  },
};

const AT_ONCE = new Date(0);
const turn = (ref: number): Job => ({ queue: "turns", id: `turn-${ref}`, ref });

/** Handlers that remember what ran, and a promise for the moment when so many jobs have run. */
function recorder(handle: (ref: number) => Promise<void> = async () => {}) {
  const ran: number[] = [];
  let wanted = Infinity;
  let reached = () => {};
  const one = async (ref: number) => {
    await handle(ref);
    ran.push(ref);
    if (ran.length >= wanted) reached();
  };
  const handlers: Handlers = { turns: one, deliveries: one, followups: one };
  const count = (jobs: number) =>
    new Promise<void>((resolve) => {
      [wanted, reached] = [jobs, resolve];
      if (ran.length >= jobs) resolve();
    });
  return { ran, handlers, count };
}

describe.each(Object.keys(SERVERS))("the queue on %s", (name) => {
  let server: Server;
  let queues: Queue[] = [];

  beforeAll(async () => {
    server = await SERVERS[name]!();
  });
  afterEach(async () => {
    await Promise.all(queues.map((queue) => queue.close()));
    queues = [];
    await server.forgetEverything();
  });
  afterAll(() => server.stop());

  async function open(options: { concurrency?: number; log?: Log } = {}): Promise<Queue> {
    const queue = await openQueue(server.place, { log: silentLog, ...options }, (error) => {
      throw error;
    });
    queues.push(queue);
    return queue;
  }

  test("runs a job of each queue once, with the id of its row", async () => {
    const { ran, handlers, count } = recorder();
    const queue = await open();
    await queue.work(handlers);
    for (const [index, one] of QUEUES.entries())
      await queue.add({ queue: one, id: `job-${index}`, ref: index }, AT_ONCE);
    await count(QUEUES.length);
    expect(ran.toSorted((a, b) => a - b)).toEqual([0, 1, 2]);
  });

  test("a job added twice while it waits runs once", async () => {
    const { ran, handlers, count } = recorder();
    const queue = await open({ concurrency: 1 });
    for (const ref of [1, 1, 2]) await queue.add(turn(ref), AT_ONCE);
    await queue.work(handlers);
    await count(2);
    expect(ran).toEqual([1, 2]);
  });

  test("a job that has run may be added again", async () => {
    const { ran, handlers, count } = recorder();
    const queue = await open({ concurrency: 1 });
    await queue.work(handlers);
    await queue.add(turn(1), AT_ONCE);
    await count(1);
    // The second job is finished only after the first is gone from the backend.
    await queue.add(turn(2), AT_ONCE);
    await count(2);
    await queue.add(turn(1), AT_ONCE);
    await count(3);
    expect(ran).toEqual([1, 2, 1]);
  });

  test("delayed jobs run in the order they are due, none before its time", async () => {
    const times = new Map<number, number>();
    const { ran, handlers, count } = recorder(async (ref) => {
      times.set(ref, Date.now());
    });
    const queue = await open();
    await queue.work(handlers);
    const start = Date.now();
    await queue.add(turn(500), new Date(start + 500));
    await queue.add(turn(250), new Date(start + 250));
    await queue.add(turn(0), AT_ONCE);
    await count(3);
    expect(ran).toEqual([0, 250, 500]);
    for (const ref of [250, 500]) expect(times.get(ref)).toBeGreaterThanOrEqual(start + ref);
  });

  test("a job that waits for later does not keep the same job from running now", async () => {
    const { ran, handlers, count } = recorder();
    const queue = await open();
    await queue.work(handlers);
    await queue.add(turn(1), new Date(Date.now() + 3_600_000));
    await queue.add(turn(1), AT_ONCE);
    await count(1);
    expect(ran).toEqual([1]);
  });

  test("a handler that throws is tried again, and the log keeps what it threw to itself", async () => {
    let failures = 0;
    const lines: string[] = [];
    const note = (fields: object, text: string) => lines.push(JSON.stringify({ ...fields, text }));
    const log: Log = { info: note, warn: note, error: note };
    const { ran, handlers, count } = recorder(async () => {
      failures += 1;
      if (failures <= 2) throw new Error("张阿姨 13800000000");
    });
    const queue = await open({ log });
    await queue.work(handlers);
    await queue.add(turn(1), AT_ONCE);
    await count(1);
    expect(ran).toEqual([1]);
    const failed = lines.filter((line) => line.includes("job failed"));
    expect(failed).toHaveLength(2);
    expect(failed[0]).toContain("turn-1");
    expect(lines.join()).not.toContain("张阿姨");
  });

  test("of several processes one runs the job", async () => {
    const { ran, handlers, count } = recorder();
    const [one, two] = [await open(), await open()];
    await Promise.all([one.work(handlers), two.work(handlers)]);
    const refs = Array.from({ length: 60 }, (_, index) => index);
    await Promise.all(refs.map((ref) => (ref % 2 ? one : two).add(turn(ref), AT_ONCE)));
    await count(refs.length);
    await Promise.all([one.close(), two.close()]);
    expect(ran.sort((a, b) => a - b)).toEqual(refs);
  });

  test("closing waits for the job in hand", async () => {
    const order: string[] = [];
    let release = () => {};
    const released = new Promise<void>((resolve) => (release = resolve));
    let begin = () => {};
    const begun = new Promise<void>((resolve) => (begin = resolve));
    const { handlers } = recorder(async () => {
      begin();
      await released;
      order.push("job");
    });
    const queue = await open();
    await queue.work(handlers);
    await queue.add(turn(1), AT_ONCE);
    await begun;
    const closed = queue.close().then(() => order.push("closed"));
    // Another process comes, works a job and goes in the meantime.
    const other = recorder();
    const second = await open();
    await second.work(other.handlers);
    await second.add(turn(2), AT_ONCE);
    await other.count(1);
    await second.close();
    expect(order).toEqual([]);
    release();
    await closed;
    expect(order).toEqual(["job", "closed"]);
  });

  test("jobs added again run after the backend has lost everything", async () => {
    const { ran, handlers, count } = recorder();
    const queue = await open();
    await queue.add(turn(1), AT_ONCE);
    await queue.add(turn(2), new Date(Date.now() + 3_600_000));
    await server.forgetEverything();
    await queue.work(handlers);
    await queue.add(turn(1), AT_ONCE);
    await count(1);
    await queue.add(turn(2), AT_ONCE);
    await count(2);
    expect(ran).toEqual([1, 2]);
  });

  test("the backend is told nothing but the id of the row", async () => {
    const queue = await open();
    await queue.add(turn(7), AT_ONCE);
    expect(await server.payload("turns", "turn-7")).toEqual({ ref: 7 });
  });
});

const nowhere = async (url: (port: number) => QueuePlace) => {
  const place = url(await freePort());
  return openQueue(place, { log: silentLog }, () => {}).catch((error: unknown) => error);
};

test.each([
  ["postgres", (port: number) => ({ databaseUrl: `postgresql://linli:secret@127.0.0.1:${port}/linli` })],
  ["redis", (port: number) => ({ redisUrl: `redis://:secret@127.0.0.1:${port}` })],
])("a missing %s is named at once, without its password", async (_, url) => {
  const error = await nowhere(url);
  expect(error).toBeInstanceOf(AppError);
  expect((error as AppError).code).toBe("service_unavailable");
  expect((error as AppError).message).toMatch(/127\.0\.0\.1:\d+.* does not answer: .*ECONNREFUSED/);
  expect((error as AppError).message).not.toContain("secret");
});

test("a Redis that evicts keys is refused", async () => {
  const server = await startRedis("allkeys-lru");
  onTestFinished(() => server.stop());
  await expect(openQueue({ redisUrl: server.url }, { log: silentLog }, () => {})).rejects.toThrow(
    "expected maxmemory-policy noeviction, got allkeys-lru",
  );
});
