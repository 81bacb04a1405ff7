// Where a ticket stands, for its reporters: each hears it in private, many of them in one line of their group.
import { atPlace, byWhen, placeName, say } from "#src/dialogue/say.ts";
import type { Texts } from "#src/dialogue/texts.ts";
import { committeeName } from "#src/routing/community.ts";
import type { Reporter, Ticket, Verb } from "#src/tickets/ticket.ts";
import { inGroup, nameOf, plain, toAssignee } from "./notice-parts.ts";
import type { Change, Draft, Room } from "./notice-parts.ts";

/** From so many reporters on, what is public is said in their group. */
const MANY = 5;
/** Changes that only tell the stage; what else there is to say of them is for those who work on it. */
const STAGES: ReadonlySet<Verb> = new Set(["return", "transfer", "assign", "wait", "resume"]);
const HANDED: ReadonlySet<Verb> = new Set(["return", "transfer", "assign"]);

/** A week without news: the reporters hear who has it, at which stage and by when; who has it is asked for a line. */
export function stageNews(ticket: Ticket, room: Room): Draft[] {
  const { texts } = room;
  const stages = texts.words.stages;
  const others = ticket.reporters.filter(({ personId }) => personId !== ticket.assigneeId);
  const own = others.map(({ personId }) => plain(personId, standing(ticket, room)));
  const ask = say(texts, "ask_news", {
    code: ticket.code,
    matter: ticket.matter,
    place: placeName(ticket.place, "public") || texts.words.nowhere,
  });
  return [
    ...inOneLine(ticket, own, { texts, stage: stages[stageOf(ticket)] }),
    ...toAssignee(ticket, ask, ["进展"]),
  ];
}

/** The drafts of a change, those that tell many reporters of a public matter its stage put into one line for their group. */
export function gathered(drafts: Draft[], { verb, ticket }: Change, { texts }: Room): Draft[] {
  if (!STAGES.has(verb)) return drafts;
  const stage = texts.words.stages[HANDED.has(verb) ? "returned" : stageOf(ticket)];
  return inOneLine(ticket, drafts, { texts, stage });
}

/** Whether by these drafts every reporter, but who caused them, hears of the ticket. */
export function haveHeard({ reporters, chat }: Ticket, drafts: Draft[], actorId: number | null): boolean {
  const others = reporters.filter(({ personId }) => personId !== actorId);
  const hears = (reporter: Reporter) =>
    drafts.some(({ to }) =>
      to.personId === null
        ? "chatId" in to && to.chatId === chat.id && reporter.chatId === chat.id
        : to.personId === reporter.personId,
    );
  return others.length > 0 && others.every(hears);
}

function inOneLine(
  ticket: Ticket,
  drafts: Draft[],
  { texts, stage }: { texts: Texts; stage: string },
): Draft[] {
  if (ticket.reporters.length < MANY || !inGroup(ticket)) return drafts;
  const there = new Set(
    ticket.reporters.filter(({ chatId }) => chatId === ticket.chat.id).map(({ personId }) => personId),
  );
  // Who reported elsewhere does not read the group; who is to act on it gets buttons.
  const rest = drafts.filter(({ to, buttons }) => !there.has(to.personId ?? 0) || buttons.length > 0);
  if (rest.length === drafts.length) return drafts;
  const { code, matter } = ticket;
  const text = say(texts, "group_stage", { code, matter, at: atPlace(ticket.place), stage });
  return [{ to: { chatId: ticket.chat.id, personId: null }, text, buttons: [] }, ...rest];
}

function standing(ticket: Ticket, { texts, community, now }: Room): string {
  const values = {
    code: ticket.code,
    matter: ticket.matter,
    at: atPlace(ticket.place),
    committee: committeeName(community, ticket.committeeId),
    person: ticket.assigneeId === null ? "" : nameOf(ticket.assigneeId, community, texts),
    stage: texts.words.stages[stageOf(ticket)],
  };
  const resultBy = byWhen(ticket.resultBy, now);
  if (ticket.waiting) return say(texts, "news_waiting", values);
  if (ticket.resultBy > now) return say(texts, "news", { ...values, resultBy });
  return say(texts, "news_late", { ...values, resultBy: resultBy.replace(/前$/, "") });
}

function stageOf({ state, waiting }: Ticket): keyof Texts["words"]["stages"] {
  if (waiting) return waiting;
  return state === "routed" || state === "returned" ? state : "working";
}
