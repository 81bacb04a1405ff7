// The closed lists of words that rooms, SQL, YAML and the public contract share.

export const CATEGORIES = [
  "parking",
  "elevator_retrofit",
  "property",
  "environment",
  "safety",
  "mediation",
  "aid",
  "elderly",
  "disability",
  "children",
  "health",
  "mental",
  "volunteer",
  "consultation",
  "public_service",
  "other",
] as const;
export type Category = (typeof CATEGORIES)[number];

export const URGENCIES = ["emergency", "urgent", "normal", "low"] as const;
export type Urgency = (typeof URGENCIES)[number];

export const COMMITTEES = [
  "property",
  "security",
  "mediation",
  "welfare",
  "health",
  "volunteer",
  "council",
  "desk",
] as const;
export type CommitteeCode = (typeof COMMITTEES)[number];

export const STATES = [
  "found",
  "routed",
  "accepted",
  "handling",
  "reported",
  "ended",
  "returned",
  "withdrawn",
  "merged",
] as const;
export type State = (typeof STATES)[number];

export const ROLES = ["lead", "member", "grid_worker", "staff", "admin"] as const;
export type Role = (typeof ROLES)[number];

/** On which of its weekdays a shift of the roster runs: on all, or only on working days or days off. */
export const SHIFT_DAYS = ["every", "working", "off"] as const;
export type ShiftDays = (typeof SHIFT_DAYS)[number];

/** Where in an estate: building and unit numbers as people write them ("3", "2"), room as "501"; null where not said. */
export type Place = {
  building: string | null;
  unit: string | null;
  room: string | null;
  /** A spot without a number, such as 东门 or 地库B区. */
  spot: string | null;
};

/** What a closing says of the matter: solved, partly, not to be solved (with the reason), or passed to another authority. */
export const OUTCOMES = ["solved", "partly", "unsolvable", "outside"] as const;
export type Outcome = (typeof OUTCOMES)[number];

/** What Linli does in a group: hears and answers, hears and answers in private only, or neither. */
export const GROUP_MODES = ["answer", "listen", "off"] as const;
export type GroupMode = (typeof GROUP_MODES)[number];

/** What a ticket that stands still waits for. */
export const WAITING = ["resident", "parts", "third_party"] as const;
export type Waiting = (typeof WAITING)[number];

/** Offered where a danger is only suspected: whoever may tap it has the person on duty rung. Chosen by its word, by no number. */
export const DANGER_BUTTON = "紧急";
