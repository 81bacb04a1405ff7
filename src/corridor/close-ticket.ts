import { completed, asksAgreement, missingIn, needsOf, readClosing } from "#src/dialogue/closing.ts";
import type { Closing, Missing } from "#src/dialogue/closing.ts";
import { say } from "#src/dialogue/say.ts";
import { ask, openQuestion } from "#src/dialogue/step.ts";
import type { Given } from "#src/dialogue/step.ts";
import type { Heard } from "#src/intake/inbox.ts";
import { changeTicket } from "./change-ticket.ts";
import { answer } from "./done.ts";
import type { Done } from "./done.ts";

/** A picture sent so shortly before counts as sent with the closing. */
const JUST_BEFORE_MS = 15 * 60_000;

/** A closing that has all that its flow asks for. */
export type Ready = Closing & { pictures: Heard[] };

/**
 * What a member says at the end, together with what they said before and the pictures sent for it. Null when something
 * is missing: that is asked for, what there is is kept for a while, and nothing is closed.
 */
export async function gatherClosing(done: Done): Promise<Ready | null> {
  const { step, conversation, ticket } = done;
  const { flows } = step.house;
  const before = await givenBefore(done);
  const said = readClosing(done.text);
  const closing = before ? completed(before, said) : said;
  const needs = needsOf(flows, ticket, closing.outcome);
  const sent = await picturesOf(done, before?.pictures ?? [], needs.length > 0);
  const evidence = { needs, pictures: count(sent), asked: said.text === "" ? [] : (before?.asked ?? []) };
  const missing = missingIn(closing, evidence);
  if (missing.length === 0) {
    if (before) await step.rooms.inbox.await(conversation.id, null);
    return { ...closing, pictures: sent };
  }
  const inPrivate = conversation.chat.kind === "private";
  if (inPrivate) {
    const { outcome } = closing;
    // A brush-off is no part of a reason.
    const text = missing.includes("reason") ? "" : closing.text;
    const given: Given = { outcome, text, pictures: sent.map(({ id }) => id), asked: missing };
    await step.rooms.inbox.await(conversation.id, { ...ask("result", ticket.id, step.now), given });
  }
  const values = { code: ticket.code, missing: named(missing, done) };
  const key = inPrivate ? "closing_lacks" : "closing_lacks_again";
  await answer(done, say(flows.texts, key, values));
  return null;
}

/** Reported back: everyone who asked hears the outcome in the worker's own words. */
export async function report(done: Done, { outcome, text, pictures }: Ready): Promise<void> {
  const { step, conversation, ticket } = done;
  const { flows } = step.house;
  const signed = asksAgreement(flows, ticket);
  await changeTicket(step, ticket, {
    verb: "report",
    actorId: conversation.person.id,
    text,
    // A signed paper holds more than every reporter may see.
    images: signed ? [] : pictures.flatMap(({ images }) => images),
    note: { outcome },
    patch: {
      round: ticket.round + 1,
      reportedAt: step.now,
      confirmedAt: null,
      result: text,
      outcome,
      rating: null,
    },
  });
  // Kept with the ticket, for those who work on it.
  await step.rooms.tickets.link(
    ticket.id,
    pictures.map(({ id, images }) => ({ id, text: "", images })),
  );
  await answer(done, say(flows.texts, "report_done", { code: ticket.code }));
}

/** What the member has said of this closing before, while our question for the rest is open. */
async function givenBefore({ step, conversation, ticket, given }: Done): Promise<Given | null> {
  if (given) return given;
  const stored = (await step.rooms.inbox.lock(conversation.id))?.conversation.awaiting;
  const question = openQuestion(stored, step.now);
  return question?.ticketId === ticket.id ? (question.given ?? null) : null;
}

/** The messages whose pictures belong to this closing, each once; `loose`: also those sent alone just before. */
async function picturesOf(
  { step, conversation, message, said = [message] }: Done,
  kept: number[],
  loose: boolean,
): Promise<Heard[]> {
  const { inbox } = step.rooms;
  const since = new Date(step.now.getTime() - JUST_BEFORE_MS);
  const alone =
    loose && conversation.chat.kind === "private" ? await inbox.pictures(conversation.id, since) : [];
  const earlier: Heard[] = [];
  for (const id of kept) {
    const found = await inbox.message(id);
    if (found) earlier.push(found);
  }
  const all = [...earlier, ...alone, ...said];
  const withPictures = all.filter(({ images }) => images.length > 0);
  return [...new Map(withPictures.map((heard) => [heard.id, heard])).values()];
}

function count(messages: Heard[]): number {
  return messages.reduce((sum, { images }) => sum + images.length, 0);
}

function named(missing: Missing[], { step }: Done): string {
  return missing.map((item) => step.house.flows.texts.words.missing[item]).join(";");
}
