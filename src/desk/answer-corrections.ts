// Bad ratings that wait to be put right, as they are listed below what else waits.
import { byWhen, placeName, say } from "#src/dialogue/say.ts";
import type { Ticket } from "#src/tickets/ticket.ts";
import type { Desk } from "./answer.ts";

/** `total` counts those beyond the ones shown too; empty where there are none. */
export function answerCorrections(
  tickets: Ticket[],
  total: number,
  { texts, now, overdue }: Desk & { overdue: boolean },
): string {
  if (total === 0) return "";
  const list = tickets.map(({ code, matter, place, correctBy }) =>
    say(texts, "correction_line", {
      code,
      matter,
      place: placeName(place, "public") || texts.words.nowhere,
      correctBy: byWhen(correctBy ?? now, now),
    }),
  );
  return say(texts, overdue ? "corrections_overdue" : "corrections", {
    count: String(total),
    list: list.join("\n"),
  });
}
