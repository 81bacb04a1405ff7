// The port behind which a recount finds open tickets, and remembers whom it has still to tell. Each method runs inside the step's one transaction.
import type { ClockEvent } from "./deadline.ts";
import type { Ticket } from "./ticket.ts";

/** What the clocks of a ticket said when they were written down. */
export type Limits = Pick<Ticket, "answerBy" | "resultBy" | "answeredAt">;
/** An open ticket with what its clocks are counted from. */
export type Counted = Limits & { id: number; committeeId: number; events: ClockEvent[] };
/** A ticket as it is now, and the limits that a person was told last. */
export type Moved = { ticket: Ticket; was: Pick<Limits, "answerBy" | "resultBy"> };

export type Recounts = {
  /** Open tickets beyond this id, in order, at most `limit`. */
  open(beyond: number, limit: number): Promise<Counted[]>;
  /** Remembers that these people are to be told; who is to be told of the ticket already keeps what they heard last. */
  remember(ticketId: number, personIds: number[], was: Moved["was"]): Promise<void>;
  /** The first person who is to be told, and of what, earliest limit first; null when all have been. */
  next(): Promise<{ personId: number; moved: Moved[] } | null>;
  /** They have been told of all of it. */
  told(personId: number): Promise<void>;
};
