// What a replay prints: a transcript to read aloud, or one JSON line for each thing that happened.
import type { PrismaClient } from "#prisma/client/client.ts";
import { shanghaiIso } from "#src/clock.ts";
import type { Clock } from "#src/clock.ts";
import type { InboundMessage, MessageChange, OutboundMessage } from "#src/message.ts";
import type { Line } from "./recording.ts";

export type Printer = {
  in(message: InboundMessage, line: Line): void;
  change(change: MessageChange): void;
  out(message: OutboundMessage): void;
  end(messages: number): Promise<void>;
};
type Options = { json: boolean; database: PrismaClient; clock: Clock };

const NOT_WORDS = ["press", "command", "join"];

export function replayPrinter({ json, database, clock }: Options): Printer {
  let outs = 0;
  const show = json ? machineLine : readableLine;
  return {
    in: (message, line) => {
      if (!json) write(heardLine(message, line));
    },
    change: (change) => {
      if (!json) write(changeLine(change));
    },
    out: (message) => {
      outs += 1;
      write(show(message, shanghaiIso(clock.now())));
    },
    end: async (messages) => {
      const tickets = await ticketLines(database);
      const requests = tickets.reduce((sum, ticket) => sum + 1 + ticket.coReporters.length, 0);
      if (json) {
        for (const ticket of tickets) write(JSON.stringify(ticket));
        write(JSON.stringify({ t: "summary", messages, requests, tickets: tickets.length, outs }));
        return;
      }
      write("");
      for (const ticket of tickets) write(ticketRow(ticket));
      write(`\n${messages} messages · ${requests} requests · ${tickets.length} tickets · ${outs} said`);
    },
  };
}

function write(line: string): void {
  process.stdout.write(`${line}\n`);
}

function heardLine(message: InboundMessage, line: Line): string {
  const where = message.chat.kind === "group" ? "" : " (私聊)";
  const said = message.press
    ? `[${message.press.button}]`
    : `${message.text}${" [图]".repeat(message.images.length)}`;
  return `${shanghaiIso(line.at).slice(11, 19)} ${message.from.name}${where}: ${said}`;
}

function changeLine(change: MessageChange): string {
  const done = change.change === "edit" ? `改 ${change.id}: ${change.text}` : `撤回 ${change.id}`;
  return `${shanghaiIso(change.at).slice(11, 19)} ${change.from.id} ${done}`;
}

function machineLine({ chat, to, text, buttons, ticketCode: ticket }: OutboundMessage, at: string): string {
  const who = { chat: chat.id, kind: chat.kind, to: to?.id ?? null };
  return JSON.stringify({ t: "out", at, ...who, text, buttons, ticket });
}

function readableLine({ chat, to, text, buttons }: OutboundMessage, at: string): string {
  const group = to ? `群 @${to.name}` : "群";
  const where = chat.kind === "group" ? group : `私聊 ${to?.name ?? chat.id}`;
  const row = buttons.map((button) => ` [${button}]`).join("");
  return `${at.slice(11, 19)}     » ${where}: ${text.replaceAll("\n", "\n               ")}${row && ` ${row}`}`;
}

type TicketLine = Awaited<ReturnType<typeof ticketLines>>[number];

function ticketRow(ticket: TicketLine): string {
  const { place, rating, coReporters } = ticket;
  const where = [place?.building, place?.unit, place?.room].filter(Boolean).join("-") || "·";
  const state = rating === null ? ticket.state : `${ticket.state} ${rating}★`;
  const who = coReporters.length > 0 ? `${ticket.reporter} +${coReporters.length}` : ticket.reporter;
  const worked = [ticket.committee, ticket.assignee ?? "·", state];
  return [ticket.code, ticket.label, ticket.urgency, where, ...worked, who, ticket.messages.join(",")].join(
    "  ",
  );
}

/** Every ticket as a replay prints it, with the accounts and messages of one channel. */
export async function ticketLines(database: PrismaClient, channel = "replay") {
  const rows = await database.ticket.findMany({
    orderBy: { id: "asc" },
    include: {
      committee: true,
      reporters: { orderBy: [{ at: "asc" }, { personId: "asc" }] },
      events: { orderBy: { id: "asc" } },
      messages: {
        where: { message: { gate: { notIn: NOT_WORDS } } },
        include: { message: true },
        orderBy: { messageId: "asc" },
      },
    },
  });
  const accounts = await database.account.findMany({ where: { channel } });
  const names = new Map(accounts.map((account) => [account.personId, account.externalId]));
  const nameOf = (personId: number | null) => (personId === null ? null : (names.get(personId) ?? null));
  return rows.map((row) => {
    const place = row.place as { building: string | null; unit: string | null; room: string | null } | null;
    const known = place && (place.building ?? place.unit ?? place.room) !== null;
    return {
      t: "ticket",
      code: row.code,
      label: row.category,
      urgency: row.urgency,
      state: row.state,
      committee: row.committee.code,
      assignee: nameOf(row.assigneeId),
      reporter: nameOf(row.reporters.find((reporter) => reporter.first)?.personId ?? null),
      coReporters: row.reporters
        .filter((reporter) => !reporter.first)
        .map((reporter) => nameOf(reporter.personId)),
      place: known ? { building: place.building, unit: place.unit, room: place.room } : null,
      messages: row.messages.map(({ message }) => message.externalId),
      private: row.private,
      answerBy: shanghaiIso(row.answerBy),
      resultBy: shanghaiIso(row.resultBy),
      rating: row.rating,
      events: row.events.map((event) => ({
        at: shanghaiIso(event.at),
        kind: event.kind,
        actor: nameOf(event.actorId) ?? "system",
      })),
    };
  });
}
