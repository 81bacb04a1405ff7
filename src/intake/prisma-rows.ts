// How the inbox's rows are read.
import type { Prisma } from "#prisma/client/client.ts";
import type { Image } from "#src/message.ts";
import type { Place } from "#src/words.ts";
import { GATES } from "./gate.ts";
import type { Gate } from "./gate.ts";
import type { Conversation, Heard } from "./inbox.ts";
import type { Speaker } from "./talk.ts";

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
  return {
    id: row.id,
    chat: {
      id: chat.id,
      channel: chat.channel,
      externalId: chat.externalId,
      kind: chat.kind,
      // A private chat belongs to the estate its person lives in.
      estateId: chat.estateId ?? person.flat?.building.estateId ?? null,
      mode: modeOf(chat),
    },
    person: speakerOf(person),
    account: { id: account.id, externalId: account.externalId, name: account.name },
    awaiting: row.awaiting,
    openSince: row.messages[0]?.at ?? null,
    turnDueAt: row.turnDueAt,
    openTexts: row.messages.map((message) => message.text).filter((text) => text !== ""),
    ticketAt: row.ticketAt,
  };
}

function modeOf({ paused, mutedAt, mode }: Row["chat"]): Row["chat"]["mode"] {
  if (paused) return "off";
  return mutedAt !== null && mode === "answer" ? "listen" : mode;
}

/** A person as others know them: the name, and the flat where it is registered. */
export function speakerOf({ id, name, flat }: Row["person"]): Speaker {
  const home: Place | null = flat && {
    building: flat.building.number,
    unit: flat.unit,
    room: flat.room,
    spot: null,
  };
  return { id, name, flat: home };
}

export function gateOf(written: string): Gate {
  return GATES.find((candidate) => candidate === written) ?? "chatter";
}

export function heardOf(row: Row["messages"][number]): Heard {
  return {
    id: row.id,
    externalId: row.externalId,
    at: row.at,
    gate: gateOf(row.gate),
    text: row.text,
    // Safe because only `receive` writes these columns, from the same types.
    images: row.images as Image[],
    replyTo: row.replyTo,
    press: row.press as Heard["press"],
  };
}
