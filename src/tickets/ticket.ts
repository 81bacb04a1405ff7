// A ticket and what may happen to it: the whole state machine is the table below.
import type { Category, Place, State, Urgency } from "#src/words.ts";
import type { ChatKind } from "#src/message.ts";

const WORKED: readonly State[] = ["routed", "accepted", "handling", "returned"];
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
  merge: { from: ["found", ...WORKED], to: "merged", event: "merged" },
  join: { from: OPEN, to: null, event: "joined" },
  add: { from: OPEN, to: null, event: "added" },
  raise: { from: OPEN, to: null, event: "raised" },
  recall: { from: OPEN, to: null, event: "recalled" },
} as const satisfies Record<string, { from: readonly State[]; to: State | null; event: string }>;
export type Verb = keyof typeof TRANSITIONS;

export type Reporter = { personId: number; name: string; chatId: number; first: boolean };
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
  createdAt: Date;
  answerBy: Date;
  resultBy: Date;
  reportedAt: Date | null;
  confirmedAt: Date | null;
  result: string | null;
  rating: number | null;
  chat: { id: number; kind: ChatKind };
  committeeId: number;
  assigneeId: number | null;
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
