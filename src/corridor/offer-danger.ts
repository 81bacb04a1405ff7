// A danger that is only suspected rings nobody by itself: the first words about its ticket have a button that does.
import type { Conversation } from "#src/intake/inbox.ts";
import type { EmergencyKind } from "#src/triage/emergency.ts";
import { say } from "#src/dialogue/say.ts";
import type { Draft } from "#src/delivery/notice-parts.ts";
import type { Ticket } from "#src/tickets/ticket.ts";
import { DANGER_BUTTON } from "#src/words.ts";
import type { Step } from "./house.ts";

const OFFERED = /^danger-\d+-(\w+)-\d+$/;

/** The key of the first words about a ticket that may be of this kind of danger. */
export function dangerKey(ticketId: number, suspect: EmergencyKind): string {
  return `danger-${ticketId}-${suspect.kind}`;
}

/** The first words about a ticket, with the button: in a group any neighbour may tap it, but of what is private. */
export function offerDanger(
  { house }: Step,
  drafts: Draft[],
  { chat, ticket }: Pick<Conversation, "chat"> & { ticket: Ticket },
): Draft[] {
  const offer = say(house.flows.texts, "danger_offer", {});
  return drafts.map((draft) => {
    const forAll = "chatId" in draft.to && chat.kind === "group";
    if (forAll && ticket.private) return draft;
    const to = forAll ? { chatId: chat.id, personId: null } : draft.to;
    return { ...draft, to, text: `${draft.text}${offer}`, buttons: [DANGER_BUTTON] };
  });
}

/** The kind of danger that words with this key were suspected of; undefined for another key. */
export function suspectedIn(key: string): string | undefined {
  return OFFERED.exec(key)?.[1];
}
