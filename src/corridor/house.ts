// What the corridor's steps are given: the rooms behind their ports, and one way to run a step.
import { faultName } from "#src/errors.ts";
import type { Channel } from "#src/channels/channel.ts";
import type { Clock } from "#src/clock.ts";
import type { Flows } from "#src/dialogue/files.ts";
import type { Log } from "#src/log.ts";
import type { Corrections } from "#src/triage/corrections.ts";
import type { Llm, Opinion } from "#src/triage/llm.ts";
import type { Community } from "#src/routing/community.ts";
import type { CommunityStore } from "#src/routing/store.ts";
import type { Bindings } from "#src/intake/bindings.ts";
import type { Identities } from "#src/intake/identities.ts";
import type { Inbox } from "#src/intake/inbox.ts";
import type { People } from "#src/intake/people.ts";
import type { News } from "#src/tickets/news.ts";
import type { TicketStore } from "#src/tickets/store.ts";
import type { Recounts } from "#src/tickets/recounts.ts";
import type { FollowUpStore } from "#src/followups/store.ts";
import type { Job, Queue } from "#src/followups/queue.ts";
import type { Room } from "#src/delivery/notice-parts.ts";
import type { Outbox } from "#src/delivery/outbox.ts";

export type Rooms = {
  inbox: Inbox;
  people: People;
  bindings: Bindings;
  identities: Identities;
  corrections: Corrections;
  tickets: TicketStore;
  news: News;
  followUps: FollowUpStore;
  outbox: Outbox;
  recounts: Recounts;
  community: CommunityStore;
};

export type Store = {
  /** Runs the work in one transaction: all of it is kept, or nothing. */
  transaction<T>(work: (rooms: Rooms) => Promise<T>): Promise<T>;
  /** Lets the work look about, each time anew, and change nothing. */
  look<T>(work: (rooms: Rooms) => Promise<T>): Promise<T>;
};

export type House = {
  store: Store;
  queue: Queue;
  channels: Map<string, Channel>;
  flows: Flows;
  /** Null where the settings name none: then rules and the local model decide alone. */
  llm: Llm | null;
  /** Brought up to date with each step, in place: whoever holds it has the same. */
  community: Community;
  clock: Clock;
  log: Log;
};

/** What is said in a step is said of this. */
export function roomOf({ house, now }: Step): Room {
  return { texts: house.flows.texts, community: house.community, now };
}

/** What a language model said of pieces, by their key; null where it was asked and gave no answer. */
export type Opinions = ReadonlyMap<string, Opinion | null>;

/**
 * One step under way: its rooms share a transaction, its jobs are added once that is committed. Its house stays as it was
 * when the step began.
 */
export type Step = {
  house: House;
  rooms: Rooms;
  now: Date;
  opinions: Opinions;
  later(job: Job, runAt: Date): void;
};

/** What becomes of a piece's text: kept with its ticket, forgotten as chatter, or heard again at a later moment. */
export type Outcome = "keep" | "forget" | { again: Date };

/** Runs one step. A queue that cannot take the jobs is no failure: the sweep finds in SQL what is due. */
export async function runStep<T>(
  house: House,
  work: (step: Step) => Promise<T>,
  opinions: Opinions = new Map(),
): Promise<T> {
  let jobs: { job: Job; runAt: Date }[] = [];
  const now = house.clock.now();
  const result = await house.store.transaction(async (rooms) => {
    jobs = [];
    const present = await presentHouse(house, rooms);
    return work({
      house: present,
      rooms,
      now,
      opinions,
      later: (job, runAt) => jobs.push({ job, runAt }),
    });
  });
  for (const { job, runAt } of jobs) {
    try {
      await house.queue.add(job, runAt);
    } catch (error) {
      house.log.warn({ job: job.id, error: faultName(error) }, "job left to the sweep");
    }
  }
  return result;
}

/** The house with the community as it is now, whatever process has changed it. */
async function presentHouse(house: House, { community }: Rooms): Promise<House> {
  if ((await community.revision()) !== house.community.revision) {
    Object.assign(house.community, await community.load());
  }
  return { ...house, community: { ...house.community } };
}
