import type { Conversation, Heard } from "#src/intake/inbox.ts";
import { readCode } from "#src/intake/binding-code.ts";
import { COMMANDS, parseCommand } from "#src/desk/command.ts";
import type { Command, CommandName } from "#src/desk/command.ts";
import {
  answerHelp,
  answerList,
  answerMine,
  answerOverdue,
  answerStats,
  answerTicket,
  answerTodo,
} from "#src/desk/answer.ts";
import { answerDuty } from "#src/desk/duty.ts";
import type { Desk } from "#src/desk/answer.ts";
import { listFilter } from "#src/desk/filter.ts";
import { listedCommittees, may, mayAsk } from "#src/desk/permit.ts";
import { quote } from "#src/delivery/quote.ts";
import { say } from "#src/dialogue/say.ts";
import type { Filter } from "#src/tickets/store.ts";
import type { Ticket } from "#src/tickets/ticket.ts";
import { answerStart } from "#src/desk/start.ts";
import { askMerge } from "./ask-merge.ts";
import { invite, ownCode } from "./binding-codes.ts";
import { doDeed } from "./do-deed.ts";
import { runGroups } from "./group-deeds.ts";
import { inHand, WORKING } from "./in-hand.ts";
import { redeem, unbind } from "./join-person.ts";
import { both, corrections } from "./list-corrections.ts";
import { roomOf } from "./house.ts";
import type { Outcome, Step } from "./house.ts";
import { askToDelete, ownData } from "./own-data.ts";
import { withMerged, wholeOf } from "./merged.ts";
import { ownHome } from "./own-home.ts";
import { replyInPrivate } from "./reply.ts";
import { noteStandIn } from "./stand-in.ts";
import { showWeb } from "./way-out.ts";

const SHOWN = 15;
const DAY_MS = 24 * 3_600_000;

type Asked = {
  step: Step;
  conversation: Conversation;
  message: Heard;
  code: string;
  rest: string;
  desk: Desk;
};

/** A command, answered in private wherever it was typed; rights go by person. */
export async function runCommand(step: Step, conversation: Conversation, message: Heard): Promise<Outcome> {
  const isPrivate = conversation.chat.kind === "private";
  const command = parseCommand(message.text, isPrivate, message.images.length > 0);
  if (!command) return "forget";
  const desk = roomOf(step);
  const text = await answer(command, { step, conversation, message, code: "", rest: "", desk });
  if (text !== null) await replyInPrivate(step, { conversation, messageId: message.id }, { text });
  return "name" in command && SECRET.has(command.name) && command.rest !== "" ? "forget" : "keep";
}

/** What follows these, a code or an address, is forgotten once they are answered. */
const SECRET = new Set<CommandName>(["bind", "start", "home"]);

async function answer(command: Command, asked: Asked): Promise<string | null> {
  const { texts } = asked.desk;
  if ("wrong" in command) return say(texts, "usage", { usage: COMMANDS[command.wrong].usage });
  if (!mayAsk(command.name, asked.conversation.person.id, asked.desk.community))
    return say(texts, "not_allowed", {});
  const code = command.code ?? "";
  return RUN[command.name]({ ...asked, code, rest: command.rest });
}

const RUN: Record<CommandName, (asked: Asked) => Promise<string | null>> = {
  mine: async ({ step, conversation, desk }) =>
    answerMine(await step.rooms.tickets.list({ reporterId: conversation.person.id }, SHOWN), desk),
  look,
  ticket: look,
  add: (asked) => deed(asked, "add"),
  my_data: ({ step, conversation, rest }) => ownData(step, conversation, rest),
  delete_me: async ({ step, conversation, message }) => {
    await askToDelete(step, conversation, message);
    return null;
  },
  home: (asked) => ownHome(asked.step, asked.conversation, asked),
  invite: (asked) => invite(asked.step, asked.conversation, asked),
  bind: ({ step, conversation, message, rest }) =>
    rest === ""
      ? ownCode(step, conversation, message)
      : redeem(step, conversation, { message, written: rest }),
  web: ({ step, conversation, message }) => showWeb(step, conversation, message),
  unbind: ({ step, conversation, message }) => unbind(step, conversation, message),
  start: async ({ step, conversation, message, rest, desk }) => {
    if (readCode(rest) !== null) return redeem(step, conversation, { message, written: rest });
    const personId = conversation.person.id;
    return answerStart({ personId, open: await inHand(step, personId) }, desk);
  },
  group_mode: ({ step, conversation, rest }) => runGroups(step, conversation, { order: "group_mode", rest }),
  pause: ({ step, conversation, rest }) => runGroups(step, conversation, { order: "pause", rest }),
  wake: ({ step, conversation, rest }) => runGroups(step, conversation, { order: "wake", rest }),
  withdraw: (asked) => deed(asked, "withdraw"),
  accept: (asked) => deed(asked, "accept"),
  return: (asked) => deed(asked, "return"),
  progress: (asked) => deed(asked, "progress"),
  report: (asked) => deed(asked, "report"),
  recategorise: (asked) => deed(asked, "recategorise"),
  transfer: (asked) => deed(asked, "transfer"),
  assign: (asked) => deed(asked, "assign"),
  assist: (asked) => deed(asked, "assist"),
  wait: (asked) => deed(asked, "wait"),
  resume: (asked) => deed(asked, "resume"),
  extend: (asked) => deed(asked, "extend"),
  merge: ({ step, conversation, message, code, rest }) =>
    askMerge(step, conversation, { message, code, rest }),
  split: (asked) => deed(asked, "split"),
  rate: async (asked) => {
    if (/^[1-5]$/.test(asked.rest)) return deed(asked, "rate");
    return say(asked.desk.texts, "usage", { usage: COMMANDS.rate.usage });
  },
  todo: async ({ step, conversation, desk }) => {
    const filter: Filter = { ...WORKING, assigneeId: conversation.person.id, order: "limit" };
    const todo = await listed(step, filter);
    const waiting = await corrections(step, { personId: conversation.person.id }, desk);
    return both(answerTodo(...todo, desk), waiting, todo[1]);
  },
  list: forStaff(async ({ step, desk, rest }, committeeIds) => {
    const filter = listFilter(rest, step.house.flows);
    if (!filter) return say(desk.texts, "usage", { usage: COMMANDS.list.usage });
    return answerList(...(await listed(step, { ...filter, committeeIds })), desk);
  }),
  overdue: forStaff(async ({ step, desk }, committeeIds) => {
    const filter: Filter = { committeeIds, overdueAt: step.now, order: "limit" };
    const overdue = await listed(step, filter);
    return both(answerOverdue(...overdue, desk), await corrections(step, { committeeIds }, desk), overdue[1]);
  }),
  stats: forStaff(async ({ step, desk, rest }, committeeIds) => {
    const days = rest === "" ? 30 : Number(rest);
    if (!Number.isInteger(days) || days < 1 || days > 3660)
      return say(desk.texts, "usage", { usage: COMMANDS.stats.usage });
    const since = new Date(step.now.getTime() - days * DAY_MS);
    const figures = await step.rooms.tickets.figures(committeeIds, { since, now: step.now });
    return answerStats(days, figures, desk);
  }),
  duty: forStaff(async ({ desk }, committeeIds) => answerDuty(committeeIds, desk)),
  stand_in: (asked) => noteStandIn(asked.step, asked),
  confirm: (asked) => deed(asked, "confirm"),
  dispute: (asked) => deed(asked, "dispute"),
  call_back: (asked) => deed(asked, "call_back"),
  help: async ({ conversation, desk }) => answerHelp(conversation.person.id, desk),
};

type ForStaff = (asked: Asked, committeeIds: number[]) => Promise<string>;

/** A command on the committees whose lists the asker may see; refused where there are none. */
function forStaff(run: ForStaff): (asked: Asked) => Promise<string> {
  return async (asked) => {
    const committeeIds = listedCommittees(asked.conversation.person.id, asked.desk.community);
    return committeeIds.length > 0 ? run(asked, committeeIds) : say(asked.desk.texts, "not_allowed", {});
  };
}

/** The tickets to show, and how many there are in all. */
async function listed({ rooms }: Step, filter: Filter): Promise<[Ticket[], number]> {
  return [await rooms.tickets.list(filter, SHOWN), await rooms.tickets.count(filter)];
}

async function look({ step, conversation, code, desk }: Asked): Promise<string> {
  const named = await step.rooms.tickets.lockByCode(code);
  const personId = conversation.person.id;
  const whole = named && (await wholeOf(step, conversation, named));
  const ticket = whole ?? named;
  if (!ticket || !may("look", personId, ticket, desk.community))
    return say(desk.texts, "not_found", { code });
  const first = whole ? `${say(desk.texts, "merged_into", { code: named.code, into: whole.code })}\n` : "";
  const { tickets } = step.rooms;
  const works = may("read_words", personId, ticket, desk.community);
  // A reporter reads their own words again, never what a neighbour told in private.
  const own = may("read_own", personId, ticket, desk.community);
  const words = [];
  for (const id of works || own ? await withMerged(step, ticket) : [])
    words.push(...(await tickets.words(id, works ? undefined : personId)));
  const events = await tickets.events(ticket.id);
  return first + answerTicket({ ticket, events, words: quote(words), full: works }, desk);
}

async function deed(asked: Asked, name: Parameters<typeof doDeed>[2]["deed"]): Promise<null> {
  const { step, conversation, code, rest, message } = asked;
  const ticket = await step.rooms.tickets.lockByCode(code);
  const { images } = message;
  await doDeed(step, conversation, { deed: name, code, ticket, text: rest, images, message });
  return null;
}
