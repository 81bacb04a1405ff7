/** Why a message is or is not for us; `maybe` is only for us if a request follows within a minute. */
export const GATES = [
  "press",
  "command",
  "answer",
  "addressed",
  "request",
  "join",
  "fragment",
  "maybe",
  "chatter",
] as const;
export type Gate = (typeof GATES)[number];

/** What triage makes of the text alone. */
export type Hearing = {
  request: boolean;
  /** A request that becomes a ticket unasked. */
  certain: boolean;
  emergency: boolean;
  join: boolean;
  thanks: boolean;
  fragment: boolean;
  place: boolean;
  complete: boolean;
  /** Nothing in it speaks for a request, but nothing against one either. */
  open: boolean;
};

export type Incoming = {
  press: boolean;
  command: boolean;
  private: boolean;
  /** The bot is named, or one of its messages answered. */
  addressed: boolean;
  /** The message answers one that belongs to a ticket. */
  aboutTicket: boolean;
  images: number;
  empty: boolean;
  hearing: Hearing;
  /** A question of ours to this person in this chat is open. */
  awaiting: boolean;
  /** A request of this person in this chat is being gathered, or has just become a ticket. */
  gathering: boolean;
  /** The message answers someone else's. */
  elsewhere: boolean;
};

/** The order in which a message is looked at; the first that fits wins. */
const ORDER: [Gate, (incoming: Incoming) => boolean][] = [
  ["press", ({ press }) => press],
  ["command", ({ command }) => command],
  ["request", ({ hearing }) => hearing.emergency],
  [
    "answer",
    ({ awaiting, private: isPrivate, addressed, hearing }) =>
      awaiting && (isPrivate || addressed || hearing.fragment || hearing.place),
  ],
  ["join", ({ hearing, private: isPrivate }) => hearing.join && !isPrivate],
  ["request", ({ hearing }) => hearing.request],
  ["fragment", ({ images, hearing }) => images > 0 || hearing.fragment],
  ["chatter", ({ empty }) => empty],
  ["addressed", ({ private: isPrivate, addressed }) => isPrivate || addressed],
  ["chatter", ({ hearing }) => hearing.thanks],
  ["fragment", ({ aboutTicket }) => aboutTicket],
  ["fragment", ({ gathering, elsewhere }) => gathering && !elsewhere],
  ["maybe", ({ hearing }) => hearing.open],
];

/** Decides from what triage heard whether a message is for us; asks nobody. */
export function gate(incoming: Incoming): Gate {
  return ORDER.find(([, fits]) => fits(incoming))?.[0] ?? "chatter";
}

const SECOND = 1000;
/** Quiet time after which a turn is handled, by what came last. */
export const QUIET = { complete: 8 * SECOND, private: 6 * SECOND, group: 20 * SECOND, piece: 60 * SECOND };
/** A turn is never held longer than this. */
export const LONGEST_TURN = 120 * SECOND;

/**
 * When the turn that this message belongs to is to be handled; null for chatter. `openSince` is when the oldest
 * unhandled message came, null if there is none.
 */
export function turnDue(kind: Gate, incoming: Incoming, openSince: Date | null, now: Date): Date | null {
  if (kind === "chatter") return null;
  if (kind === "press" || kind === "command" || incoming.hearing.emergency) return now;
  const { hearing, gathering } = incoming;
  // Nobody waits for an answer to a piece without its request, nor for a card; more words may make it clear.
  const patient =
    kind === "maybe" || (kind === "fragment" && !gathering) || (kind === "request" && !hearing.certain);
  const group = patient ? QUIET.piece : QUIET.group;
  const quiet = incoming.private ? QUIET.private : group;
  const soon = kind === "answer" || hearing.complete;
  const due = now.getTime() + (soon ? Math.min(QUIET.complete, quiet) : quiet);
  return new Date(
    openSince ? Math.min(due, Math.max(now.getTime(), openSince.getTime() + LONGEST_TURN)) : due,
  );
}
