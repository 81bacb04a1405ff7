// What is said when the next is rung in an emergency, and to its reporters when nobody has answered.
import { byWhen, placeName, say } from "#src/dialogue/say.ts";
import { committeeName } from "#src/routing/community.ts";
import type { Ring } from "#src/routing/ring.ts";
import { waits } from "#src/tickets/ringing.ts";
import type { Ticket } from "#src/tickets/ticket.ts";
import { nameOf, toReporters } from "./notice-parts.ts";
import type { Draft, Room } from "./notice-parts.ts";
import { quote } from "./quote.ts";
import type { Words } from "./quote.ts";

/** To whoever is rung now, about a ticket as it was before; staff, who work on no tickets, hear no words and no flat. */
export function ringing(ticket: Ticket, { who, personIds }: Ring, words: Words, room: Room): Draft[] {
  const { texts, community, now } = room;
  const persons = ticket.rung.map((personId) => nameOf(personId, community, texts)).join("、");
  const { code, matter } = ticket;
  if (who === "staff") {
    const place = placeName(ticket.place, "public") || texts.words.nowhere;
    const committee = committeeName(community, ticket.committeeId);
    const text = say(texts, "ring_staff", { code, matter, place, committee, persons });
    return personIds.map((personId) => ({ to: { personId }, text, buttons: [] }));
  }
  const place = placeName(ticket.place, "full") || texts.words.nowhere;
  const common = { code, matter, place, words: quote(words), persons };
  const text = waits(ticket)
    ? say(texts, "ring", { ...common, answerBy: byWhen(ticket.answerBy, now) })
    : say(texts, "ring_in_hand", { ...common, resultBy: byWhen(ticket.resultBy, now) });
  const buttons = waits(ticket) ? ["接单"] : [];
  const images = words.flatMap((word) => word.images);
  return personIds.map((personId) => ({ to: { personId }, text, buttons, images }));
}

/** To the reporters, when none of the committee has answered: staff know, and the number to call once more. */
export function unreached(ticket: Ticket, call: string, { texts }: Room): Draft[] {
  return toReporters(ticket, say(texts, "unreached", { call, code: ticket.code }));
}
