// What a file of texts must hold; the words themselves are in flows/texts.yaml.
import { z } from "zod";
import { GROUP_MODES, ROLES, STATES, URGENCIES, WAITING } from "#src/words.ts";
import { MISSING } from "./closing.ts";
import { TEXTS } from "./text-keys.ts";

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

/** Where a ticket stands, as its reporters hear it. */
const STAGES = ["routed", "returned", "working", ...WAITING] as const;
/** 好差评: the names of one to five stars. */
const GRADES = ["1", "2", "3", "4", "5"] as const;

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
    waiting: words(WAITING),
    stages: words(STAGES),
    missing: words(MISSING),
    grades: words(GRADES),
    nowhere: z.string().min(1),
    nobody: z.string().min(1),
    house: z.string().min(1),
    recalled: z.string().min(1),
    modes: words(GROUP_MODES),
    /** What people call the channels; one that is missing is called by its code. */
    channels: z.record(z.string(), z.string().min(1)),
    paused: z.string().min(1),
    gone: z.string().min(1),
  }),
});
export type Texts = z.infer<typeof Texts>;

function placeholders(value: string): string[] {
  return [...value.matchAll(/\{(\w+)\}/g)].map((match) => match[1] ?? "");
}
