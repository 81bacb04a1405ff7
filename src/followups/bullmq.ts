// BullMQ behind the queue port, on Postgres or on Redis; the only file that knows which of the two it is.
import {
  type ConnectionOptions,
  createPostgresBackend,
  type Job as BullJob,
  type PostgresConnectionOptions,
  Queue as BullQueue,
  runMigrations,
  Worker,
} from "bullmq";
import { Redis } from "ioredis";
import pg from "pg";
import { AppError } from "#src/errors.ts";
import type { Log } from "#src/log.ts";
import { describe, probe } from "#src/database/client.ts";
import { errorBudget, withoutWords } from "./bullmq-errors.ts";
import { type Job, type Queue, QUEUES, type QueueName } from "./queue.ts";

export type QueuePlace = { databaseUrl: string } | { redisUrl: string };

export type QueueOptions = {
  log: Log;
  /** Jobs of one queue worked at once. */
  concurrency?: number;
  /** Keeps the keys of several houses on one Redis apart. */
  prefix?: string;
};

type Payload = { ref: number };
type Backend = {
  place: string;
  queue(name: QueueName): BullQueue<Payload>;
  worker(name: QueueName, work: (ref: number) => Promise<void>): Worker<Payload>;
  close(): Promise<void>;
};

const CONCURRENCY = 4;
/** A rest after a worker's error: without it BullMQ asks a failing Postgres thousands of times a second. */
const REST = 1_000;

const JOB = {
  attempts: 8,
  backoff: { type: "exponential", delay: 500 },
  // Kept jobs would keep their ids, and the sweep could not add them again.
  removeOnComplete: true,
  removeOnFail: true,
};
const WORK = {
  autorun: false,
  runRetryDelay: REST,
  // A job whose process was killed twice is not its own fault.
  maxStalledCount: 20,
};

/**
 * Opens the three queues. Throws AppError service_unavailable at once when the backend is not there or, for
 * Redis, would throw jobs away. `onFatal` is told once when it has been failing for minutes: leave then.
 */
export async function openQueue(
  place: QueuePlace,
  options: QueueOptions,
  onFatal: (error: AppError) => void,
): Promise<Queue> {
  const backend =
    "redisUrl" in place
      ? await redisBackend(place.redisUrl, options)
      : await postgresBackend(place.databaseUrl, options);
  const budget = errorBudget(backend.place, options.log, onFatal);
  const queues = new Map(QUEUES.map((name) => [name, backend.queue(name)]));
  for (const queue of queues.values()) queue.on("error", budget);
  const workers: Worker<Payload>[] = [];
  let closed: Promise<void> | null = null;
  const close = async () => {
    await Promise.all(workers.map((worker) => worker.close()));
    await Promise.all([...queues.values()].map((queue) => queue.close()));
    await backend.close();
  };
  return {
    add: (job, runAt) => add(queues, job, runAt, backend.place),
    work: async (handlers) => {
      workers.push(...QUEUES.map((name) => backend.worker(name, handlers[name])));
      for (const worker of workers) startWorker(worker, options.log, budget);
      await Promise.all(workers.map((worker) => worker.waitUntilReady()));
    },
    close: () => (closed ??= close()),
  };
}

/**
 * A delayed job has an id of its own: when its row comes due earlier than thought, the sweep adds the row again
 * to run at once, and the delayed copy must not stand in its way. Whichever comes second finds nothing to do.
 */
async function add(
  queues: Map<QueueName, BullQueue<Payload>>,
  job: Job,
  runAt: Date,
  place: string,
): Promise<void> {
  const delay = Math.max(0, runAt.getTime() - Date.now());
  const options = delay > 0 ? { ...JOB, jobId: `${job.id}-later`, delay } : { ...JOB, jobId: job.id };
  try {
    await queues.get(job.queue)?.add(job.queue, { ref: job.ref }, options);
  } catch (cause) {
    const reason = (cause as Error).message;
    throw new AppError("service_unavailable", `queue on ${place}: ${job.id} is not added: ${reason}`, {
      cause,
    });
  }
}

function startWorker(worker: Worker<Payload>, log: Log, budget: (error: Error) => void): void {
  let resting = false;
  worker.on("error", (error) => {
    budget(error);
    if (resting) return;
    resting = true;
    void worker.pause(true);
    setTimeout(() => {
      resting = false;
      if (!worker.closing) void worker.resume();
    }, REST);
  });
  worker.on("failed", (job, error) => {
    const fields = { queue: worker.name, job: job?.id, ref: job?.data.ref, attempt: job?.attemptsMade };
    log.warn({ ...fields, ...withoutWords(error) }, "job failed");
  });
  void worker.run();
}

async function postgresBackend(url: string, options: QueueOptions): Promise<Backend> {
  await probe(url);
  const concurrency = options.concurrency ?? CONCURRENCY;
  // One pool for all; each worker keeps one connection of it to listen on. A job lost in a crash is added again
  // by the sweep, so the queue need not wait for the disk.
  const pool = new pg.Pool({
    connectionString: url,
    options: "-c search_path=bullmq -c synchronous_commit=off",
    application_name: "linli queue",
    keepAlive: true,
    max: QUEUES.length * (concurrency + 1) + 2,
  });
  pool.on("error", () => {});
  pool.on("connect", (one) => one.on("error", () => {}));
  const client = await pool.connect();
  try {
    await runMigrations(client);
  } finally {
    client.release();
  }
  // Safe because BullMQ takes a pool of pg itself; only its types leave that unsaid.
  const common = { connection: pool as unknown as PostgresConnectionOptions };
  return {
    place: describe(url),
    queue: (name) => new BullQueue(name, common, createPostgresBackend) as unknown as BullQueue<Payload>,
    worker: (name, work) =>
      new Worker(
        name,
        (job: BullJob<Payload>) => work(job.data.ref),
        { ...WORK, ...common, concurrency },
        createPostgresBackend,
      ) as unknown as Worker<Payload>,
    close: () => pool.end(),
  };
}

const retryStrategy = (times: number) => Math.min(times * 100, REST);

async function redisBackend(url: string, options: QueueOptions): Promise<Backend> {
  const place = new URL(url).host;
  const producer = new Redis(url, {
    maxRetriesPerRequest: 1,
    connectTimeout: 5_000,
    lazyConnect: true,
    retryStrategy,
  });
  // ioredis rejects with "Connection is closed"; why it was is only said here.
  let last: Error | null = null;
  producer.on("error", (error) => (last = error));
  try {
    await producer.connect();
    await refuseForgetful(producer, place, options.log);
  } catch (cause) {
    producer.disconnect();
    if (cause instanceof AppError) throw cause;
    const reason = (last ?? (cause as Error)).message;
    throw new AppError("service_unavailable", `Redis ${place} does not answer: ${reason}`, { cause });
  }
  // Workers wait for a lost Redis as long as it takes; producers say so at once.
  const consumer = producer.duplicate({ maxRetriesPerRequest: null, lazyConnect: false });
  consumer.on("error", () => {});
  const common = { prefix: options.prefix ?? "linli" };
  const on = (connection: Redis) => ({ ...common, connection: connection as unknown as ConnectionOptions });
  return {
    place,
    queue: (name) => new BullQueue<Payload>(name, on(producer)),
    worker: (name, work) =>
      new Worker<Payload>(name, (job) => work(job.data.ref), {
        ...WORK,
        ...on(consumer),
        concurrency: options.concurrency ?? CONCURRENCY,
      }),
    close: async () => {
      consumer.disconnect();
      producer.disconnect();
    },
  };
}

/** A Redis that evicts keys loses jobs silently; one without AOF loses the last ones when it is killed. */
async function refuseForgetful(redis: Redis, place: string, log: Log): Promise<void> {
  const info = `${await redis.info("memory")}\n${await redis.info("persistence")}`;
  const policy = /maxmemory_policy:(\S+)/.exec(info)?.[1];
  if (policy !== undefined && policy !== "noeviction") {
    throw new AppError(
      "service_unavailable",
      `Redis ${place}: expected maxmemory-policy noeviction, got ${policy}; jobs would be thrown away`,
    );
  }
  if (/aof_enabled:0/.test(info)) {
    log.warn(
      { redis: place },
      "Redis has no AOF (appendonly no): after a crash jobs wait for the next sweep",
    );
  }
}
