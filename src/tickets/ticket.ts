// A ticket and what may happen to it: the whole state machine is the table below.
import type { Category, Outcome, Place, State, Urgency, Waiting } from "#src/words.ts";
import type { ChatKind } from "#src/message.ts";

/** In somebody's hands, or given back and waiting for them. */
export const WORKED: readonly State[] = ["routed", "accepted", "handling", "returned"];
const OPEN: readonly State[] = [...WORKED, "found", "reported"];

/** Verb → the states it may happen in, the state it leads to (null: stays) and the event it leaves. */
export const TRANSITIONS = {
  route: { from: ["found"], to: "routed", event: "routed" },
  reroute: { from: ["routed"], to: null, event: "rerouted" },
  recategorise: { from: WORKED, to: null, event: "recategorised" },
  /** Into another category that another committee answers for. */
  move: { from: WORKED, to: "routed", event: "recategorised" },
  accept: { from: ["routed", "returned"], to: "accepted", event: "accepted" },
  progress: { from: ["accepted", "handling"], to: "handling", event: "handling" },
  return: { from: ["routed", "accepted", "handling"], to: "returned", event: "returned" },
  report: { from: ["accepted", "handling"], to: "reported", event: "reported" },
  confirm: { from: ["reported", "ended"], to: null, event: "confirmed" },
  dispute: { from: ["reported", "ended"], to: "returned", event: "disputed" },
  rate: { from: ["reported", "ended"], to: null, event: "rated" },
  end: { from: ["reported"], to: "ended", event: "ended" },
  withdraw: { from: ["found", ...WORKED], to: "withdrawn", event: "withdrawn" },
  leave: { from: OPEN, to: null, event: "left" },
  /** A withdrawal taken back. */
  restore: { from: ["withdrawn"], to: "routed", event: "restored" },
  /** Passed on to another committee by who has it, or given to a person by staff or a lead. */
  transfer: { from: WORKED, to: "routed", event: "transferred" },
  assign: { from: WORKED, to: "routed", event: "assigned" },
  assist: { from: WORKED, to: null, event: "assisted" },
  /** The result clock stands still, and runs again. */
  wait: { from: ["accepted", "handling"], to: null, event: "paused" },
  resume: { from: ["accepted", "handling"], to: null, event: "resumed" },
  extend: { from: WORKED, to: null, event: "extended" },
  /** It goes into another ticket, which takes it in; and the way back. */
  merge: { from: ["found", ...WORKED, "reported"], to: "merged", event: "merged" },
  absorb: { from: OPEN, to: null, event: "absorbed" },
  split: { from: ["merged"], to: "routed", event: "split" },
  release: { from: [...OPEN, "ended"], to: null, event: "released" },
  /** A bad rating is to be put right, and was. */
  correct: { from: ["reported", "ended"], to: null, event: "correction" },
  call_back: { from: ["reported", "ended"], to: null, event: "called_back" },
  /** Somebody is rung in an emergency. */
  ring: { from: OPEN, to: null, event: "rung" },
  /** Policy or calendar have changed, and its limits with them. */
  recount: { from: OPEN, to: null, event: "recounted" },
  join: { from: OPEN, to: null, event: "joined" },
  add: { from: OPEN, to: null, event: "added" },
  raise: { from: OPEN, to: null, event: "raised" },
  recall: { from: OPEN, to: null, event: "recalled" },
} as const satisfies Record<string, { from: readonly State[]; to: State | null; event: string }>;
export type Verb = keyof typeof TRANSITIONS;

export type Reporter = {
  personId: number;
  name: string;
  chatId: number;
  first: boolean;
  /** The flat they live in (3-2-501), where it is known. */
  home?: string | null;
};
export type Ticket = {
  id: number;
  code: string;
  category: Category;
  matter: string;
  urgency: Urgency;
  state: State;
  private: boolean;
  place: Place | null;
  round: number;
  /** Times it had to be answered anew. */
  returns: number;
  handbacks: number;
  disputes: number;
  createdAt: Date;
  answerBy: Date;
  resultBy: Date;
  answeredAt: Date | null;
  /** What it waits for while its result clock stands still. */
  waiting: Waiting | null;
  reportedAt: Date | null;
  confirmedAt: Date | null;
  result: string | null;
  outcome: Outcome | null;
  rating: number | null;
  correctBy: Date | null;
  /** When its reporters last heard where it stands; null: not since it was opened. */
  toldAt: Date | null;
  /** Times they were told of its stage for want of other news. */
  news: number;
  mergedId: number | null;
  /** The estate that it is about, where it is known. */
  estateId?: number | null;
  /** Where it was reported; the estate where the chat belongs to one. */
  chat: { id: number; kind: ChatKind; estateId: number | null };
  committeeId: number;
  assigneeId: number | null;
  /** Who has been rung in an emergency since somebody last answered. */
  rung: number[];
  /** How often that was in all. */
  rings: number;
  /** When the next is rung if nobody answers; null where nobody is to be. */
  ringAt: Date | null;
  /** The committees that help. */
  assisting: number[];
  reporters: Reporter[];
};

/** Whether `verb` may happen in `state`. */
export function allows(state: State, verb: Verb): boolean {
  return (TRANSITIONS[verb].from as readonly State[]).includes(state);
}

/** The state after `verb`; the verb must be allowed. */
export function after(state: State, verb: Verb): State {
  return TRANSITIONS[verb].to ?? state;
}

/** Still somebody's work or waiting for its reporters. */
export function isOpen(ticket: Ticket): boolean {
  return OPEN.includes(ticket.state);
}

export function isReporter({ reporters }: Pick<Ticket, "reporters">, personId: number): boolean {
  return reporters.some((reporter) => reporter.personId === personId);
}

export function firstReporter(ticket: Ticket): Reporter | null {
  return ticket.reporters.find((reporter) => reporter.first) ?? null;
}

const LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ";
const PER_LETTER = 9000;

/**
 * A code to say aloud, such as A1042, for the ticket with this serial number (from 1). Neighbouring serials lie far
 * apart, so a code tells nothing of how many there are; it opens nothing either, since reading needs a right.
 */
export function ticketCode(serial: number): string {
  const index = serial - 1;
  const block = Math.floor(index / PER_LETTER);
  const number = 1000 + ((index * 5171 + 42) % PER_LETTER);
  const letter = LETTERS.charAt(block % LETTERS.length);
  const before = block >= LETTERS.length ? LETTERS.charAt(Math.floor(block / LETTERS.length) - 1) : "";
  return `${before}${letter}${number}`;
}
