// What a follow-up says when its time has come.
import { byWhen, placeName, say } from "#src/dialogue/say.ts";
import type { FollowUpKind } from "#src/followups/plan.ts";
import { leadOf, staffOf } from "#src/routing/community.ts";
import type { Ticket } from "#src/tickets/ticket.ts";
import { TASK_BUTTONS, WORK_BUTTONS, nameOf } from "./notice-parts.ts";
import type { Draft, Room } from "./notice-parts.ts";
import { stageNews } from "./stage.ts";
import { remindOfClosing, remindOfCorrection } from "./remind-closing.ts";

/** The messages of a follow-up that is due; empty for one that only ends the ticket, or asks first what was said since. */
export function remind(kind: FollowUpKind, ticket: Ticket, room: Room): Draft[] {
  const { texts, community, now } = room;
  const values = {
    code: ticket.code,
    matter: ticket.matter,
    place: placeName(ticket.place, "public") || texts.words.nowhere,
    answerBy: byWhen(ticket.answerBy, now),
    resultBy: byWhen(ticket.resultBy, now),
    person: nameOf(ticket.assigneeId, community, texts),
  };
  const lead = leadOf(community, ticket.committeeId)?.personId ?? null;
  switch (kind) {
    case "answer_reminder":
      return to(ticket.assigneeId, say(texts, "answer_reminder", values), TASK_BUTTONS);
    case "answer_overdue":
      return [
        ...to(lead, say(texts, "answer_overdue", values), ["接单"]),
        ...(ticket.urgency === "emergency" ? toStaff(room, say(texts, "answer_overdue", values)) : []),
      ];
    case "result_reminder":
      return to(ticket.assigneeId, say(texts, "result_reminder", values), WORK_BUTTONS);
    case "result_overdue":
      return to(lead, say(texts, "result_overdue", values), ["进展", "办结"]);
    case "silence_reminder":
      return remindOfClosing(ticket, room);
    case "silence_end":
    case "delete_person":
    case "ring_next":
    case "second_reminder":
      return [];
    case "stage_news":
      return stageNews(ticket, room);
    case "morning_digest":
    case "weekly_digest":
      // About no ticket, see digest.ts.
      return [];
    case "correction_reminder":
    case "correction_overdue":
      return remindOfCorrection(ticket, room, kind === "correction_overdue");
    default: {
      const never: never = kind;
      throw new Error(`unknown follow-up ${String(never)}`);
    }
  }
}

/** An emergency that nobody answers is told to the residents' committee's staff. */
function toStaff({ community }: Room, text: string): Draft[] {
  return staffOf(community).flatMap((personId) => to(personId, text, []));
}

function to(personId: number | null, text: string, buttons: string[]): Draft[] {
  return personId === null ? [] : [{ to: { personId }, text, buttons }];
}
