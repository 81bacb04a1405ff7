// What people hear when policy or calendar have moved the limits of open tickets: one message each.
import { isReporter } from "#src/tickets/ticket.ts";
import { atPlace, placeName, say } from "#src/dialogue/say.ts";
import type { Moved } from "#src/tickets/recounts.ts";
import { limits, plain } from "./notice-parts.ts";
import type { Draft, Room } from "./notice-parts.ts";

/** So many are named; a longer list is no message. */
const SHOWN = 15;
const RUNNING = new Set(["routed", "returned", "accepted", "handling"]);

/** All that has moved for a person, as who works on it and as who asked; no message where none of it runs any more. */
export function tellMoved(personId: number, moved: Moved[], room: Room): Draft[] {
  const running = moved.filter(({ ticket: { state } }) => RUNNING.has(state));
  const own = running.filter(({ ticket, was }) => {
    const answer = ticket.answeredAt === null && differ(was.answerBy, ticket.answerBy);
    return ticket.assigneeId === personId && (answer || differ(was.resultBy, ticket.resultBy));
  });
  const asked = running.filter(({ ticket, was }) => {
    return isReporter(ticket, personId) && !ticket.waiting && differ(was.resultBy, ticket.resultBy);
  });
  const parts = [
    ...(own.length > 0 ? [list("task_recounted", own, room)] : []),
    ...(asked.length > 0 ? [list("recounted", asked, room)] : []),
  ];
  return parts.length > 0 ? [plain(personId, parts.join("\n"))] : [];
}

function list(key: "task_recounted" | "recounted", moved: Moved[], room: Room): string {
  const lines = moved.slice(0, SHOWN).map((move) => line(key, move, room));
  const more = moved.length > SHOWN ? `,先列 ${SHOWN} 件` : "";
  return say(room.texts, key, { count: String(moved.length), more, list: lines.join("\n") });
}

function line(key: "task_recounted" | "recounted", { ticket }: Moved, { texts, now }: Room): string {
  const common = { code: ticket.code, matter: ticket.matter, ...limits(ticket, now) };
  if (key === "recounted") return say(texts, "recounted_line", { ...common, at: atPlace(ticket.place) });
  const place = placeName(ticket.place, "public") || texts.words.nowhere;
  const answered = ticket.answeredAt === null ? "task_recounted_line" : "task_recounted_answered";
  return say(texts, answered, { ...common, place });
}

function differ(one: Date, other: Date): boolean {
  return one.getTime() !== other.getTime();
}
