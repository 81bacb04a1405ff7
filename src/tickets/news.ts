// The port for what is told without a change: when reporters last heard, and what the community's digests are made of.
import type { Category, Place, State, Urgency, Waiting } from "#src/words.ts";

/** As much of a ticket as a line of the morning digest needs. */
export type DueTicket = {
  code: string;
  matter: string;
  urgency: Urgency;
  state: State;
  private: boolean;
  place: Place | null;
  answerBy: Date;
  resultBy: Date;
  waiting: Waiting | null;
  correctBy: Date | null;
  committeeId: number;
  assigneeId: number | null;
};

/** A public ticket as far as places and repetitions go; never words. */
export type OpenedTicket = {
  category: Category;
  matter: string;
  place: Place | null;
  estateId: number | null;
  committeeId: number;
  createdAt: Date;
};

/** Raw counts of a committee: opened, closed and rated within a time, overdue at a moment. */
export type WeekFigures = {
  committeeId: number;
  opened: number;
  closed: number;
  overdue: number;
  rated: number;
  /** Ratings of three to five stars. */
  satisfied: number;
};

export type News = {
  /** Notes that a ticket's reporters have just heard where it stands, and how often they were told for want of news. */
  told(ticketId: number, told: { toldAt: Date; news: number }): Promise<void>;
  /** Tickets past a limit or with one before `until`, given back, or to be put right after a bad rating; one query. */
  due(until: Date): Promise<DueTicket[]>;
  /** Public tickets opened in a time, oldest first, without those withdrawn or merged since; one query. */
  opened(from: Date, to: Date): Promise<OpenedTicket[]>;
  /** The counts of every committee that has any; a query for each count. */
  figures(time: { from: Date; to: Date; now: Date }): Promise<WeekFigures[]>;
};
