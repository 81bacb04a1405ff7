// The port of the job queues: they carry only the ids of rows, SQL knows all the rest.

export const QUEUES = ["turns", "deliveries", "followups"] as const;
export type QueueName = (typeof QUEUES)[number];

export type Job = {
  queue: QueueName;
  /** Deterministic, without ":" and not an integer, such as turn-12-345. */
  id: string;
  /** The row that the job is about. */
  ref: number;
};

/** What is done with the row; must do nothing the second time, as a job may be delivered twice. */
export type Handlers = Record<QueueName, (ref: number) => Promise<void>>;

export type Queue = {
  /**
   * Adds the job to run at `runAt` (at once if past); a job with this id that still waits is left as it is.
   * Resolves when the backend holds it. Throws AppError service_unavailable when the backend cannot be reached.
   */
  add(job: Job, runAt: Date): Promise<void>;
  /** Begins to work jobs; a handler that throws is tried again, later each time. */
  work(handlers: Handlers): Promise<void>;
  /** Stops taking jobs, waits for those in hand, closes every connection. Safe to call twice. */
  close(): Promise<void>;
};
