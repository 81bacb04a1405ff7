import type { Heard } from "#src/intake/inbox.ts";
import { mask } from "#src/intake/mask.ts";
import type { Correction, Label } from "#src/triage/corrections.ts";
import type { Ticket } from "#src/tickets/ticket.ts";
import type { Step } from "./house.ts";

type Corrected = Pick<Correction, "fromLabel" | "toLabel" | "source">;

/** Keeps the ticket's words as they stand, masked, as a case to measure triage by. A ticket without words is none. */
export async function keepCorrection(step: Step, ticket: Ticket, corrected: Corrected): Promise<void> {
  const words = await step.rooms.tickets.words(ticket.id);
  await keep(step, { ...corrected, ticketId: ticket.id, texts: words.map(({ text }) => text) });
}

export type Tapped = {
  messages: readonly Pick<Heard, "text">[];
  fromLabel: Label;
  toLabel: Label;
  /** The ticket that came of it, or null. */
  ticketId: number | null;
};

/** Keeps what a tap on a card said of the words that it was offered for. */
export async function keepTap(step: Step, { messages, ...tapped }: Tapped): Promise<void> {
  await keep(step, { ...tapped, source: "card", texts: messages.map(({ text }) => text) });
}

type Case = Corrected & { ticketId: number | null; texts: string[] };

async function keep(step: Step, { texts, ...corrected }: Case): Promise<void> {
  const { text } = mask(texts.filter((line) => line !== "").join("\n"));
  if (text !== "") await step.rooms.corrections.record({ ...corrected, at: step.now, text });
}
