// The port behind which corrections are kept: what triage made of words, and what people said that it is.
import { CATEGORIES } from "#src/words.ts";

export const LABELS = [...CATEGORIES, "none"] as const;
export type Label = (typeof LABELS)[number];

export type Correction = {
  id: number;
  at: Date;
  /** Null where no ticket came of it. */
  ticketId: number | null;
  fromLabel: Label;
  toLabel: Label;
  /** Who said so: staff or a lead, the resident, or whoever tapped on a card. */
  source: "staff" | "resident" | "card";
  /** The words it was judged by, masked. */
  text: string;
};

export type Corrections = {
  record(correction: Omit<Correction, "id">): Promise<void>;
  /** Drops the cases of a ticket, or those of one right label: somebody has taken back words of it or what they said of it. */
  forget(ticketId: number, toLabel?: Label): Promise<void>;
  /** All, in the order they were made. */
  kept(): Promise<Correction[]>;
};

/** Takes corrections in order; returns the cases they make: of a ticket corrected more than once only the last word. */
export function casesOf(corrections: readonly Correction[]): Correction[] {
  const last = new Map(corrections.map(({ ticketId, id }) => [ticketId, id]));
  return corrections.filter(({ ticketId, id }) => ticketId === null || last.get(ticketId) === id);
}
