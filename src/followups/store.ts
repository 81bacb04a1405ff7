// The port behind which follow-ups are kept. Every method runs inside the step's one transaction.
import type { FollowUpKind, Planned } from "./plan.ts";

export type FollowUp = {
  id: number;
  ticketId: number | null;
  kind: FollowUpKind;
  round: number;
  dueAt: Date;
};

export type FollowUpStore = {
  /**
   * Makes the waiting follow-ups of a ticket exactly the planned ones that were not done before, or were done before
   * their time was put off; returns those that are new or moved.
   */
  replan(ticketId: number, planned: Planned[]): Promise<FollowUp[]>;
  /**
   * Plans one that belongs to no ticket; returns the row that waits for it. One planned before with this kind and round
   * waits again, until then.
   */
  planApart(planned: Planned): Promise<FollowUp>;
  /** Drops a waiting one that belongs to no ticket; false where none waits. */
  dropApart(kind: FollowUpKind, round: number): Promise<boolean>;
  /** The follow-up if it still waits and is due at `now`; from then on it is done. Null otherwise. */
  claim(id: number, now: Date): Promise<FollowUp | null>;
  /** When the follow-up of this kind and round was done, or null. */
  firedAt(ticketId: number, kind: FollowUpKind, round: number): Promise<Date | null>;
  /** Lets a claimed follow-up wait again until then. */
  postpone(id: number, dueAt: Date): Promise<void>;
  /** The ticket a follow-up belongs to, or null. */
  ticketOf(id: number): Promise<number | null>;
  /**
   * Sees to it that the planned one waits, without a ticket. Leaves all as it is where one of its kind waits for an
   * earlier moment or this round has been; one that waits for a later moment is dropped. Returns what is new, or null.
   */
  ahead(planned: Planned): Promise<FollowUp | null>;
  /** Waiting ones due at `until`, earliest first. */
  due(until: Date, limit: number): Promise<{ id: number; at: Date }[]>;
};
