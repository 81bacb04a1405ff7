// How the inbox's rows are read.
import type { Prisma } from "#prisma/client/client.ts";
import type { Image } from "#src/message.ts";
import type { Place } from "#src/words.ts";
import { GATES } from "./gate.ts";
import type { Gate } from "./gate.ts";
import type { Conversation, Heard } from "./inbox.ts";

export const SHAPE = {
  chat: true,
  person: { include: { flat: { include: { building: true } } } },
  messages: { where: { handledAt: null }, orderBy: { id: "asc" } },
} satisfies Prisma.ConversationInclude;
export const NEWEST = {
  orderBy: { ticketId: "desc" },
  select: { ticketId: true, text: true, images: true },
} satisfies Prisma.Message$ticketsArgs;
export type Row = Prisma.ConversationGetPayload<{ include: typeof SHAPE }>;

export function conversationOf(
  row: Row,
  account: { id: number; externalId: string; name: string },
): Conversation {
  const { chat, person } = row;
  const flat: Place | null = person.flat
    ? { building: person.flat.building.number, unit: person.flat.unit, room: person.flat.room, spot: null }
    : null;
  return {
    id: row.id,
    chat: {
      id: chat.id,
      channel: chat.channel,
      externalId: chat.externalId,
      kind: chat.kind,
      // A private chat belongs to the estate its person lives in.
      estateId: chat.estateId ?? person.flat?.building.estateId ?? null,
      mode: chat.paused ? "off" : chat.mode,
    },
    person: { id: person.id, name: person.name, flat },
    account: { id: account.id, externalId: account.externalId, name: account.name },
    awaiting: row.awaiting,
    openSince: row.messages[0]?.at ?? null,
    turnDueAt: row.turnDueAt,
    openTexts: row.messages.map((message) => message.text).filter((text) => text !== ""),
    ticketAt: row.ticketAt,
  };
}

export function heardOf(row: Row["messages"][number]): Heard {
  const gate: Gate = GATES.find((candidate) => candidate === row.gate) ?? "chatter";
  return {
    id: row.id,
    externalId: row.externalId,
    at: row.at,
    gate,
    text: row.text,
    // Safe because only `receive` writes these columns, from the same types.
    images: row.images as Image[],
    replyTo: row.replyTo,
    press: row.press as Heard["press"],
  };
}
