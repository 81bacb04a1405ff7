// Which texts there are and which words each may use; the words themselves are in flows/texts.yaml.
import { z } from "zod";
import { ROLES, STATES, URGENCIES } from "#src/words.ts";

export const TEXTS = {
  group_new: ["code", "matter", "at", "committee", "answerBy"],
  group_new_ask_place: ["code", "matter", "committee", "answerBy"],
  group_emergency: ["call", "code", "committee", "answerBy"],
  group_emergency_ask_place: ["call", "code", "committee"],
  group_emergency_private: ["call"],
  group_sensitive: [],
  group_reported: ["code", "matter", "at", "committee"],
  new: ["code", "matter", "at", "committee", "answerBy", "resultBy"],
  new_ask_place: ["code", "matter", "committee", "answerBy", "resultBy"],
  new_emergency_ask_place: ["call", "code", "committee"],
  new_emergency: ["call", "code", "committee", "answerBy"],
  unknown_place: ["place"],
  place_noted: ["code", "place"],
  added: ["code"],
  joined_emergency: ["call", "code", "matter", "at"],
  joined: ["code", "matter", "at"],
  accepted: ["code", "matter", "committee", "person", "resultBy"],
  progress: ["code", "text"],
  returned: ["code"],
  recategorised: ["code", "matter", "committee"],
  reported: ["code", "matter", "at", "text"],
  reported_reminder: ["code", "matter", "at", "endAt"],
  rate_ask: ["code", "matter"],
  rate_reminder: ["code", "matter"],
  rated: ["code", "stars"],
  rated_twice: ["code", "stars"],
  disputed: ["code", "person", "resultBy"],
  withdrawn: ["code"],
  left: ["code"],
  card: [],
  card_group: [],
  card_dropped: [],
  hello: [],
  thanks: [],
  task: ["code", "urgency", "matter", "place", "words", "answerBy", "resultBy", "review"],
  task_review: [],
  task_again: ["code", "urgency", "matter", "text", "place", "words", "resultBy"],
  task_accepted: ["code", "matter", "place", "resultBy"],
  task_added: ["code", "text"],
  task_raised: ["code", "matter", "urgency", "text", "resultBy"],
  task_withdrawn: ["code", "matter"],
  task_recalled: ["code", "matter"],
  task_recalled_emergency: ["code", "matter"],
  task_joined: ["code", "matter", "count", "words"],
  task_taken: ["code", "person"],
  task_recategorised: ["code", "urgency", "matter", "resultBy"],
  task_moved: ["code", "matter", "committee"],
  task_confirmed: ["code", "matter"],
  task_rated: ["code", "matter", "stars"],
  answer_reminder: ["code", "matter", "place", "answerBy"],
  answer_overdue: ["code", "matter", "place", "answerBy"],
  result_reminder: ["code", "matter", "place", "resultBy"],
  result_overdue: ["code", "matter", "place", "resultBy", "person"],
  lead_emergency: ["code", "matter", "place", "words", "person", "answerBy"],
  return_lead: ["code", "matter", "text", "place", "words", "resultBy"],
  progress_done: ["code"],
  return_done: ["code"],
  report_done: ["code"],
  recategorise_done: ["code", "matter", "committee", "person"],
  recategorise_same: ["code", "category"],
  category_unknown: ["names"],
  ask_progress: ["code"],
  ask_result: ["code"],
  ask_reason: ["code"],
  not_found: ["code"],
  not_allowed: [],
  not_now: ["code", "state"],
  cancelled: ["code"],
  old_button: [],
  usage: ["usage"],
  mine_none: [],
  mine: ["list"],
  mine_line: ["code", "matter", "at", "state", "by"],
  todo_none: [],
  todo: ["count", "more", "list"],
  todo_line: ["code", "urgency", "matter", "place", "state", "by"],
  list_none: [],
  list: ["count", "more", "list"],
  overdue_none: [],
  overdue: ["count", "more", "list"],
  ticket: ["code", "matter", "at", "state", "committee", "person", "history"],
  ticket_by: ["answerBy", "resultBy"],
  ticket_words: ["words"],
  stats: ["days", "total", "open", "ended", "withdrawn", "overdue", "rated", "average", "committees"],
  stats_line: ["committee", "total", "open", "overdue"],
  help_resident: [],
  help_member: [],
  help_staff: [],
} as const;
export type TextKey = keyof typeof TEXTS;

const EVENT_WORDS = [
  ...STATES,
  "rerouted",
  "recategorised",
  "confirmed",
  "disputed",
  "rated",
  "left",
  "joined",
  "added",
  "raised",
  "recalled",
  "restored",
  "transferred",
  "assigned",
  "assisted",
  "paused",
  "resumed",
  "extended",
  "absorbed",
  "split",
  "released",
  "correction",
  "called_back",
  "rung",
  "recounted",
] as const;

const words = <K extends readonly [string, ...string[]]>(keys: K) =>
  z.record(z.enum(keys), z.string().min(1));

/** One text: not empty, and with no {word} that is never filled in. */
const text = (key: string, allowed: readonly string[]) =>
  z
    .string()
    .min(1)
    .refine((value) => placeholders(value).every((name) => allowed.includes(name)), {
      error: `expected no {word} but ${allowed.map((name) => `{${name}}`).join(" ") || "none"} in ${key}`,
    });

export const Texts = z.strictObject({
  ...(Object.fromEntries(Object.entries(TEXTS).map(([key, allowed]) => [key, text(key, allowed)])) as Record<
    TextKey,
    z.ZodString
  >),
  words: z.strictObject({
    states: words(STATES),
    urgencies: words(URGENCIES),
    events: words(EVENT_WORDS),
    roles: words(ROLES),
    nowhere: z.string().min(1),
    nobody: z.string().min(1),
    house: z.string().min(1),
    recalled: z.string().min(1),
  }),
});
export type Texts = z.infer<typeof Texts>;

function placeholders(value: string): string[] {
  return [...value.matchAll(/\{(\w+)\}/g)].map((match) => match[1] ?? "");
}
