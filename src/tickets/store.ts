// The port behind which tickets are kept. Every method runs inside the step's one transaction.
import type { Image } from "#src/message.ts";
import type { Category, Place, State, Urgency } from "#src/words.ts";
import type { Ticket } from "./ticket.ts";
import type { ClockEvent } from "./deadline.ts";
import type { Candidate } from "./duplicate.ts";
import type { CommitteeFigures } from "./figures.ts";
import type { Rewording } from "./reword.ts";

export type NewTicket = {
  category: Category;
  matter: string;
  urgency: Urgency;
  private: boolean;
  place: Place | null;
  createdAt: Date;
  /** When it was said, where that was before. */
  since: Date;
  answerBy: Date;
  resultBy: Date;
  decision: object;
  chatId: number;
  committeeId: number;
  reporterId: number;
  /** The estate that it is about; absent or null where it is not known. */
  estateId?: number | null;
};

/** Where to look for a public ticket of the same matter: in an estate, or where that is not known in a chat. */
export type AlikeQuery = {
  estateId: number | null;
  chatId: number;
  category: string;
  matter: string;
  since: Date;
};
/** Such a ticket, with the first words said of it and when it was last spoken of. */
export type AlikeRow = { id: number; place: Place | null; text: string; lastAt: Date };

/** What a verb may change beside the state. */
export type Patch = Partial<
  Pick<
    Ticket,
    | "state"
    | "category"
    | "matter"
    | "private"
    | "urgency"
    | "place"
    | "round"
    | "returns"
    | "handbacks"
    | "disputes"
    | "answerBy"
    | "resultBy"
    | "answeredAt"
    | "waiting"
    | "reportedAt"
    | "confirmedAt"
    | "result"
    | "outcome"
    | "rating"
    | "correctBy"
    | "mergedId"
    | "committeeId"
    | "assigneeId"
    | "rung"
    | "rings"
    | "ringAt"
  >
> & { route?: object };

/** A message, with those of its words and images that are about the ticket. */
export type Linked = { id: number; text: string; images: Image[] };

export type Event = { kind: string; actorId: number | null; at: Date; data: object };
export type Recorded = { kind: string; at: Date; actorName: string | null; data: object };

export type Filter = {
  states?: State[];
  committeeIds?: number[];
  assigneeId?: number;
  reporterId?: number;
  category?: string;
  building?: string;
  /** With a bad rating to be put right. */
  correcting?: boolean;
  /** The same, and late with it at this moment. */
  correctionOverdueAt?: Date;
  /** Past its answer limit at this moment, or past its result limit unless that stands still. */
  overdueAt?: Date;
  since?: Date;
  /** Newest first, or the nearest result limit first, or that of the correction. */
  order?: "newest" | "limit" | "correction";
};

export type TicketStore = {
  /** Writes the ticket with its next code, its first reporter and the event `found`. */
  open(ticket: NewTicket): Promise<Ticket>;
  /** The ticket with its row locked until the transaction ends, or null. */
  lock(id: number): Promise<Ticket | null>;
  /** The same by its code, upper or lower case. */
  lockByCode(code: string): Promise<Ticket | null>;
  /** Changes a locked ticket and appends the event. */
  change(id: number, patch: Patch, event: Event): Promise<{ ticket: Ticket; eventId: number }>;
  /** A committee helps with the ticket from now on. */
  assist(id: number, committeeId: number, at: Date): Promise<void>;
  addReporter(id: number, reporter: { personId: number; chatId: number; at: Date }): Promise<void>;
  /** Takes a reporter off; the earliest of the others becomes the first. */
  removeReporter(id: number, personId: number): Promise<void>;
  /** Keeps with the ticket what of these messages is about it; what is linked again is kept once. */
  link(id: number, messages: Linked[]): Promise<void>;
  /** Open tickets a message of this person in this chat could be about, with the time of their last message. */
  candidates(chatId: number, personId: number, since: Date): Promise<Candidate[]>;
  /** Open public tickets of the same category and matter, newest first. */
  alike(query: AlikeQuery): Promise<AlikeRow[]>;
  /** The tickets that were merged into this one, in order. */
  mergedInto(id: number): Promise<Ticket[]>;
  /** Holds the estate until the transaction ends, so that turns in its chats see each other's tickets. */
  holdEstate(estateId: number): Promise<void>;
  /** In the filter's order, at most `limit`. */
  list(filter: Filter, limit: number): Promise<Ticket[]>;
  count(filter: Filter): Promise<number>;
  /** The figures of each of these committees over its tickets since then, as they stand at `now`. */
  figures(committeeIds: number[], span: { since: Date; now: Date }): Promise<CommitteeFigures[]>;
  /** Open tickets of each assignee. */
  load(): Promise<Map<number, number>>;
  events(id: number): Promise<Recorded[]>;
  /** What its clocks are counted from. */
  clockEvents(id: number): Promise<ClockEvent[]>;
  /** The reporters' words in order; only those of `personId` where given. */
  words(id: number, personId?: number): Promise<{ name: string; text: string; images: Image[] }[]>;
  /** Whether anything that the person said is with the ticket still, be it only a "+1". */
  speaks(id: number, personId: number): Promise<boolean>;
  /** Changes words of a person that its events quote. */
  reword(id: number, personId: number, rewording: Rewording): Promise<void>;
  /** Records stars once per closing and person; null when recorded, the stars given before when there are some already. */
  rate(
    id: number,
    rating: { round: number; personId: number; stars: number; at: Date },
  ): Promise<number | null>;
  /** The stars of one closing, each person's. */
  ratings(id: number, round: number): Promise<{ personId: number; stars: number }[]>;
};
