// What a file of flows/ may say.
import { z } from "zod";

import type { Rulebook } from "#src/triage/rulebook.ts";
import type { Sentence } from "#src/triage/teach.ts";
import { CATEGORIES, COMMITTEES, URGENCIES } from "#src/words.ts";

import { NEEDS } from "./closing.ts";
import type { Texts } from "./texts.ts";

const Word = z
  .string()
  .min(1)
  .max(20)
  .regex(/^[^…]+(…[^…]+)*$/u, { error: 'a word, "…" only between two parts of it' });
const Words = z.array(Word).min(1);

type Heard = { about: string[]; trouble?: string[] | undefined; never?: string[] | undefined };

/** A word of `never` that is part of a word it stands beside would silence that word for good. */
function refuseDeafness(heard: Heard, context: z.RefinementCtx): void {
  for (const [index, never] of (heard.never ?? []).entries()) {
    const deaf = [...heard.about, ...(heard.trouble ?? [])].find((word) => word.includes(never));
    if (deaf === undefined) continue;
    context.addIssue({
      code: "custom",
      path: ["never", index],
      message: `a word that is no part of ${deaf}`,
    });
  }
}

/** What must come with a closing before it counts, see closing.ts. */
const Closing = z.strictObject({ needs: z.array(z.enum(NEEDS)).min(1) });

function refuseStrangers(
  matter: { about: string[]; things?: string[][] | undefined },
  context: z.RefinementCtx,
) {
  for (const [index, words] of (matter.things ?? []).entries()) {
    for (const [place, word] of words.entries()) {
      if (matter.about.includes(word)) continue;
      context.addIssue({ code: "custom", path: ["things", index, place], message: "a word of about" });
    }
  }
}

/**
 * How far one matter reaches, for telling whether two neighbours speak of the same one: a person's own affair, a flat, a
 * flat or the stairs as the words say, the stairs or another spot, a building, or all of the estate.
 */
export const REACHES = ["person", "home", "home_or_stairs", "stairs", "building", "estate"] as const;
export type Reach = (typeof REACHES)[number];

/** One thing people ask for: found when a word of `about` and, if given, one of `trouble` stand near each other. */
export const Matter = z
  .strictObject({
    name: z.string().min(2).max(10),
    about: Words,
    trouble: Words.optional(),
    never: Words.optional(),
    strict: z.boolean().optional(),
    urgency: z.enum(URGENCIES).optional(),
    sensitive: z.boolean().optional(),
    committee: z.enum(COMMITTEES).optional(),
    closing: Closing.optional(),
    reach: z.enum(REACHES).optional(),
    /** For so long the same words are about the same thing; without it, as long as the ticket is open. */
    lasts: z.strictObject({ hours: z.int().min(1).max(1_000) }).optional(),
    /** Words of `about` that name one and the same thing. */
    things: z.array(Words).min(1).optional(),
  })
  .superRefine(refuseDeafness)
  .superRefine(refuseStrangers);
export type Matter = z.infer<typeof Matter>;

const amount = z.number().int().min(1).max(1_000);

/** A length of time: exactly one unit. `days` are natural days, `workingDays` China's. */
export const Limit = z.union([
  z.strictObject({ minutes: amount }),
  z.strictObject({ hours: amount }),
  z.strictObject({ days: amount }),
  z.strictObject({ workingDays: amount }),
]);
export type Limit = z.infer<typeof Limit>;

const Limits = z.strictObject({ answer: Limit, result: Limit });

/** flows/clocks.yaml: how soon a person answers and how soon there is a result, per urgency; and a bad rating is put right. */
export const Clocks = z.strictObject({
  emergency: Limits,
  urgent: Limits,
  normal: Limits,
  low: Limits,
  correction: Limit,
});
export type Clocks = z.infer<typeof Clocks>;

/** flows/<code>.yaml: one category. */
export const Flow = z.strictObject({
  code: z.enum(CATEGORIES),
  name: z.string().min(2).max(10),
  committee: z.enum(COMMITTEES),
  sensitive: z.boolean(),
  urgency: z.enum(URGENCIES),
  reach: z.enum(REACHES).optional(),
  slots: z.array(z.enum(["building"])),
  clocks: z.strictObject({ answer: Limit.optional(), result: Limit.optional() }).optional(),
  closing: Closing.optional(),
  matters: z.array(Matter).min(1),
});
export type Flow = z.infer<typeof Flow>;

const Evidence = z.strictObject({
  name: z.string().min(1).max(20),
  words: Words,
  never: Words.optional(),
  weight: z.number().min(0.5).max(9),
  urgency: z.enum(URGENCIES).optional(),
});

const Sign = z
  .strictObject({ about: Words, trouble: Words.optional(), never: Words.optional() })
  .superRefine(refuseDeafness);

/** flows/none.yaml: how people talk when they ask for nothing, and how they talk when they ask. */
export const Talk = z.strictObject({
  ask: z.array(Evidence).min(1),
  calm: z.array(Evidence).min(1),
  join: Words,
  agree: Words,
  thanks: Words,
  filler: Words,
  spellings: z.record(Word, z.string().max(20)),
  emoji: Words,
  fragment: Words,
  orders: z.array(Sign).min(1),
});
export type Talk = z.infer<typeof Talk>;

/** flows/emergency.yaml: the dangers, and what only sounds like one. */
export const Emergencies = z.strictObject({
  never: Words,
  surely: Words,
  kinds: z
    .array(
      z.strictObject({
        kind: z.string().regex(/^[a-z_]+$/),
        call: z.string().min(5).max(60),
        category: z.enum(CATEGORIES),
        matter: z.string().min(2).max(10),
        sure: z.array(Sign).min(1),
        signs: z.array(Sign).min(1),
      }),
    )
    .min(1),
});
export type Emergencies = z.infer<typeof Emergencies>;

/** flows/families.yaml: words that stand for much the same in a sentence, each in one family only. */
export const Families = z.record(z.string().min(1).max(20), Words).superRefine((families, context) => {
  const known = new Map<string, string>();
  for (const [name, words] of Object.entries(families)) {
    for (const [nth, word] of words.entries()) {
      const other = known.get(word);
      if (other !== undefined && other !== name)
        context.addIssue({
          code: "custom",
          path: [name, nth],
          message: `a word of one family, it is in ${other} too`,
        });
      known.set(word, name);
    }
  }
});

const Share = z.number().min(0).max(1);

/** flows/thresholds.yaml: from which share of the model's trust on something is done. */
export const Thresholds = z
  .strictObject({
    certain: Share,
    likely: Share,
    unsure: Share,
    emergency: Share,
    emergency_asked: Share,
    private: Share,
  })
  .refine(({ certain, likely, unsure }) => certain >= likely && likely >= unsure, {
    path: ["certain"],
    error: "at least likely, and that at least unsure",
  })
  .refine(({ emergency, emergency_asked: asked }) => emergency >= asked, {
    path: ["emergency"],
    error: "at least emergency_asked",
  });

export type Flows = {
  categories: Flow[];
  none: Talk;
  emergency: Emergencies;
  clocks: Clocks;
  texts: Texts;
  /** What the model was taught with. */
  sentences: Sentence[];
  rulebook: Rulebook;
};
