import { z } from "zod";
import { OUTCOMES } from "#src/words.ts";
import type { Place } from "#src/words.ts";
import { MISSING } from "./closing.ts";

const MINUTE = 60_000;
/** How long an answer is waited for; a member who tapped by mistake must not be held to it for long. */
const WAITS = {
  place: 120 * MINUTE,
  more: 30 * MINUTE,
  progress: 15 * MINUTE,
  result: 15 * MINUTE,
  return_reason: 15 * MINUTE,
};

/** What a member has said of a closing that lacks something: kept until the rest comes. */
export const Given = z.strictObject({
  outcome: z.enum(OUTCOMES),
  text: z.string(),
  /** The messages whose pictures came with it. */
  pictures: z.array(z.int()),
  asked: z.array(z.enum(MISSING)),
});
export type Given = z.infer<typeof Given>;

export const QUESTIONS = ["place", "progress", "result", "return_reason", "more"] as const;

/** A question of ours that waits for an answer in one conversation. */
export const Awaiting = z.strictObject({
  kind: z.enum(QUESTIONS),
  ticketId: z.int(),
  until: z.iso.datetime(),
  given: Given.optional(),
});
export type Awaiting = z.infer<typeof Awaiting>;

export function ask(kind: Awaiting["kind"], ticketId: number, now: Date): Awaiting {
  return { kind, ticketId, until: new Date(now.getTime() + WAITS[kind]).toISOString() };
}

/** When a question was put. */
export function askedAt({ kind, until }: Awaiting): Date {
  return new Date(new Date(until).getTime() - WAITS[kind]);
}

/** The open question that was stored, or null when there is none or nobody waits for the answer any more. */
export function openQuestion(stored: unknown, now: Date): Awaiting | null {
  const parsed = Awaiting.safeParse(stored);
  return parsed.success && new Date(parsed.data.until) > now ? parsed.data : null;
}

export type Answer = {
  text: string;
  /** How many came with it; a closing may be completed by a picture alone. */
  images?: number;
  place: Place | null;
  /** What triage makes of it by itself: a request about another matter than the ticket's, or an emergency. */
  elsewhere: boolean;
  emergency: boolean;
  thanks: boolean;
};
export type Step =
  | { do: "place"; place: Place }
  | { do: "add" }
  | { do: "verb"; verb: "progress" | "report" | "return"; text: string }
  | { do: "cancel" }
  /** The message is about something else and is heard as if nothing had been asked; the question stays open. */
  | { do: "other" };

const CANCEL = /^(取消|算了|按错了?|点错了?|不是|搞错了?|撤销)[了吧啊。!!.]*$/;
const VERBS = { progress: "progress", result: "report", return_reason: "return" } as const;

/** What an answer to an open question leads to. An emergency is never an answer. */
export function step(question: Awaiting, answer: Answer): Step {
  const text = answer.text.trim();
  const shows = question.kind === "result" && (answer.images ?? 0) > 0;
  if (answer.emergency || answer.elsewhere || answer.thanks) return { do: "other" };
  if (text === "" && !shows) return { do: "other" };
  switch (question.kind) {
    case "place":
      return answer.place?.building || answer.place?.spot
        ? { do: "place", place: answer.place }
        : { do: "add" };
    case "more":
      return { do: "add" };
    case "progress":
    case "result":
    case "return_reason":
      return CANCEL.test(text) ? { do: "cancel" } : { do: "verb", verb: VERBS[question.kind], text };
    default: {
      const never: never = question.kind;
      throw new Error(`unknown question ${String(never)}`);
    }
  }
}
