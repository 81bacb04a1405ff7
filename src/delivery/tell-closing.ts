// What is said about a closing: the result to everyone who asked, and a bad rating to who has to put it right.
import { atPlace, byWhen, say } from "#src/dialogue/say.ts";
import type { TextKey, Texts } from "#src/dialogue/texts.ts";
import { committeeName, leadOf, staffOf } from "#src/routing/community.ts";
import type { Community } from "#src/routing/community.ts";
import { isPastLead, secondAsked } from "#src/tickets/asked.ts";
import type { Ticket } from "#src/tickets/ticket.ts";
import { OUTCOMES } from "#src/words.ts";
import type { Outcome } from "#src/words.ts";
import {
  SOLVED_BUTTONS,
  crowd,
  facts,
  inGroup,
  nameOf,
  picturesOf,
  plain,
  toAssignee,
} from "./notice-parts.ts";
import type { Change, Draft, Room } from "./notice-parts.ts";
import { line } from "./quote.ts";

const RESULT = {
  solved: "reported",
  partly: "reported_partly",
  unsolvable: "reported_unsolvable",
  outside: "reported_outside",
} as const satisfies Record<Outcome, TextKey>;
const GROUP = {
  solved: "group_reported",
  partly: "group_partly",
  unsolvable: "group_unsolvable",
  outside: "group_outside",
} as const satisfies Record<Outcome, TextKey>;

export const tellClosing = {
  report: ({ ticket, images = [] }: Change, room: Room): Draft[] => {
    const second = secondAsked(ticket)?.personId;
    const values = { ...common(ticket), committee: committeeName(room.community, ticket.committeeId) };
    const group = say(room.texts, GROUP[outcomeOf(ticket)], values);
    return [
      ...(inGroup(ticket)
        ? [
            {
              to: { chatId: ticket.chat.id, personId: null },
              text: group + crowd(ticket, room.texts),
              buttons: [],
            },
          ]
        : []),
      ...ticket.reporters.map(({ personId, first }) => {
        const asked = first || personId === second;
        const buttons = asked ? SOLVED_BUTTONS : [];
        return { to: { personId }, text: resultOf(ticket, room, asked), buttons, images };
      }),
    ];
  },
  dispute: (change: Change, { texts, community, now }: Room): Draft[] => {
    const { ticket, text } = change;
    const values = { ...facts(change, texts), text: line(text), resultBy: byWhen(ticket.resultBy, now) };
    const task = say(texts, "task_again", values);
    const pictures = [...picturesOf(change), ...(change.images ?? [])];
    const lead = leadOf(community, ticket.committeeId)?.personId ?? null;
    const up = isPastLead(ticket) && lead !== null && lead !== ticket.assigneeId;
    const person = nameOf(ticket.assigneeId, community, texts);
    const { code, matter } = ticket;
    return [
      ...toAssignee(ticket, task, ["接单"], pictures),
      ...(up ? [plain(lead, say(texts, "task_up", { code, matter, person }))] : []),
    ];
  },
  correct: ({ ticket, text, actorId }: Change, { texts, community, now }: Room): Draft[] => {
    const { code, matter, correctBy } = ticket;
    const task = say(texts, "task_correction", {
      code,
      matter,
      name: ticket.reporters.find(({ personId }) => personId === actorId)?.name ?? "",
      stars: text,
      grade: gradeOf(text, texts),
      correctBy: byWhen(correctBy ?? now, now),
    });
    return correctors(ticket, community).map((personId) => plain(personId, task));
  },
};

/** What a reporter hears of the result, in the worker's own words; `asked`: with the question that the buttons answer. */
export function resultOf(ticket: Ticket, { texts, community }: Room, asked: boolean): string {
  const outcome = outcomeOf(ticket);
  const question = outcome === "solved" ? "ask_solved" : "ask_other";
  return say(texts, RESULT[outcome], {
    ...common(ticket),
    committee: committeeName(community, ticket.committeeId),
    text: ticket.result ?? "",
    ask: say(texts, asked ? question : "ask_nothing", {}),
  });
}

/** What a closing said; one from before there were outcomes said that it is solved. */
export function outcomeOf({ outcome }: Ticket): Outcome {
  return OUTCOMES.find((candidate) => candidate === outcome) ?? "solved";
}

/** The stars with their names, the best first: 5 非常满意,4 满意 … */
export function gradesLine({ words }: Texts): string {
  return (["5", "4", "3", "2", "1"] as const).map((stars) => `${stars} ${words.grades[stars]}`).join(",");
}

/** Who puts a bad rating right: the committee's lead, else the staff. */
export function correctors(ticket: Ticket, community: Community): number[] {
  const lead = leadOf(community, ticket.committeeId);
  if (lead) return [lead.personId];
  return staffOf(community);
}

function gradeOf(stars: string, { words }: Texts): string {
  const grades: Record<string, string> = words.grades;
  return grades[stars] ?? stars;
}

function common(ticket: Ticket) {
  return { code: ticket.code, matter: ticket.matter, at: atPlace(ticket.place) };
}
