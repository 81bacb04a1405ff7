// What is said in answer to a command that only asks.
import { atPlace, byWhen, placeName, say } from "#src/dialogue/say.ts";
import type { Texts } from "#src/dialogue/texts.ts";
import { committeeName, memberOrFormer, officesOf } from "#src/routing/community.ts";
import type { Community } from "#src/routing/community.ts";
import { shanghai } from "#src/clock.ts";
import { shown, summed } from "#src/tickets/figures.ts";
import type { CommitteeFigures, Figures } from "#src/tickets/figures.ts";
import { households } from "#src/tickets/household.ts";
import type { Recorded } from "#src/tickets/store.ts";
import type { Ticket } from "#src/tickets/ticket.ts";

export type Desk = { texts: Texts; community: Community; now: Date };

/** A resident's own tickets, newest first. */
export function answerMine(tickets: Ticket[], { texts, now }: Desk): string {
  if (tickets.length === 0) return say(texts, "mine_none", {});
  const list = tickets.map((ticket) =>
    say(texts, "mine_line", {
      code: ticket.code,
      matter: ticket.matter,
      at: atPlace(ticket.place),
      state: texts.words.states[ticket.state],
      by: deadline(ticket, { texts, now }),
    }),
  );
  return say(texts, "mine", { list: list.join("\n") });
}

/** What waits for a member, the nearest limit first. */
export function answerTodo(tickets: Ticket[], total: number, desk: Desk): string {
  if (total === 0) return say(desk.texts, "todo_none", {});
  const sorted = tickets.toSorted((a, b) => limit(a).getTime() - limit(b).getTime());
  const values = { count: String(total), more: more(tickets, total), list: lines(sorted, desk) };
  return say(desk.texts, "todo", values);
}

/** A list for staff; `total` counts those beyond the ones shown too. */
export function answerList(tickets: Ticket[], total: number, desk: Desk): string {
  if (total === 0) return say(desk.texts, "list_none", {});
  return say(desk.texts, "list", {
    count: String(total),
    more: more(tickets, total),
    list: lines(tickets, desk),
  });
}

export function answerOverdue(tickets: Ticket[], total: number, desk: Desk): string {
  if (total === 0) return say(desk.texts, "overdue_none", {});
  return say(desk.texts, "overdue", {
    count: String(total),
    more: more(tickets, total),
    list: lines(tickets, desk),
  });
}

/** `words` are what the asker may read; `full`: the flat as well. */
export type Look = { ticket: Ticket; events: Recorded[]; words: string | null; full: boolean };

/** One ticket with its history; the resident's words only where the asker may read them. */
export function answerTicket({ ticket, events, words, full }: Look, { texts, community, now }: Desk): string {
  const assignee = memberOrFormer(community, ticket.assigneeId);
  const running = ["found", "routed", "accepted", "handling", "returned"].includes(ticket.state);
  const history = events.map((event) => {
    const time = clockTime(event.at);
    const kind = texts.words.events[event.kind as keyof Texts["words"]["events"]] ?? event.kind;
    return `${time} ${kind}`;
  });
  const text = say(texts, "ticket", {
    code: ticket.code,
    matter: ticket.matter,
    at: full ? `(${placeName(ticket.place, "full") || texts.words.nowhere})` : atPlace(ticket.place),
    state: texts.words.states[ticket.state],
    committee: committeeName(community, ticket.committeeId),
    person: assignee ? ` ${assignee.name}` : "",
    history: history.join("\n"),
  });
  const by = running
    ? say(texts, "ticket_by", {
        answerBy: byWhen(ticket.answerBy, now),
        resultBy: byWhen(ticket.resultBy, now),
      })
    : "";
  const still = standsStill({ ticket, events, words, full }, texts);
  const count = households(ticket.reporters);
  const touched = count > 1 ? say(texts, "ticket_touched", { count: String(count) }) : "";
  return text + (still || by) + touched + (words ? say(texts, "ticket_words", { words }) : "");
}

function clockTime(at: Date): string {
  const { month, day, minute } = shanghai(at);
  return `${month}-${day} ${Math.floor(minute / 60)}:${String(minute % 60).padStart(2, "0")}`;
}

/** That and since when its result clock stands still; why, to those who may read more than its stages. */
function standsStill({ ticket, events, words }: Look, texts: Texts): string {
  const pause = events.findLast(({ kind }) => kind === "paused");
  if (!ticket.waiting || !pause) return "";
  // Safe because the verb that stops the clock always writes why.
  const { text = "" } = pause.data as { text?: string };
  return say(texts, "ticket_waits", {
    what: texts.words.waiting[ticket.waiting],
    text: !words || text === "" ? "" : `(${text})`,
    since: clockTime(pause.at),
  });
}

/** Figures of the last days, and of each committee that has any. */
export function answerStats(
  days: number,
  committees: CommitteeFigures[],
  { texts, community }: Desk,
): string {
  const all = summed(committees.map(({ figures }) => figures));
  const count = (figures: Figures) => ({
    total: String(figures.total),
    open: String(figures.open),
    overdue: String(figures.overdue),
    rates: say(texts, "stats_rates", {
      answered: shown(figures.answered),
      solved: shown(figures.solved),
      satisfied: shown(figures.satisfied),
    }),
  });
  const perCommittee = committees
    .filter(({ figures }) => figures.total > 0)
    .toSorted((a, b) => a.committeeId - b.committeeId)
    .map(({ committeeId, figures }) =>
      say(texts, "stats_line", { committee: committeeName(community, committeeId), ...count(figures) }),
    );
  return say(texts, "stats", {
    days: String(days),
    ...count(all),
    ended: String(all.ended),
    withdrawn: String(all.withdrawn),
    rated: String(all.rated),
    average: all.rated > 0 ? `,平均 ${(all.stars / all.rated).toFixed(1)}` : "",
    committees: perCommittee.join("\n"),
  }).trim();
}

/** Help by what the asker is. */
export function answerHelp(personId: number, { texts, community }: Desk): string {
  const roles = officesOf(community, personId).map((office) => office.role);
  const listed = roles.some((role) => role === "staff" || role === "admin" || role === "lead");
  const works = roles.some((role) => role === "lead" || role === "member" || role === "grid_worker");
  return [
    ...(works ? [say(texts, "help_member", {})] : []),
    ...(works ? [say(texts, "help_clock", {})] : []),
    ...(listed ? [say(texts, "help_staff", {})] : []),
    ...(roles.includes("admin") ? [say(texts, "help_admin", {})] : []),
    ...(listed ? [say(texts, "help_duty", {})] : []),
    ...(roles.includes("staff") || roles.includes("admin") ? [say(texts, "help_stand_in", {})] : []),
    ...(roles.includes("staff") || roles.includes("admin") ? [say(texts, "help_invite", {})] : []),
    ...(roles.length === 0 ? [say(texts, "help_resident", {})] : []),
    say(texts, "help_account", {}),
  ].join("\n");
}

function lines(tickets: Ticket[], { texts, now }: Desk): string {
  return tickets
    .map((ticket) =>
      say(texts, "todo_line", {
        code: ticket.code,
        urgency: texts.words.urgencies[ticket.urgency],
        matter: ticket.matter,
        place: placeName(ticket.place, "public") || texts.words.nowhere,
        state: texts.words.states[ticket.state],
        by: deadline(ticket, { texts, now }),
      }),
    )
    .join("\n");
}

/** What stands still comes after all that runs. */
const FAR = new Date(8.64e15);

function limit(ticket: Ticket): Date {
  if (ticket.waiting) return FAR;
  return ticket.state === "routed" || ticket.state === "returned" ? ticket.answerBy : ticket.resultBy;
}

function deadline(ticket: Ticket, { texts, now }: Pick<Desk, "texts" | "now">): string {
  if (ticket.waiting) return say(texts, "standing", { what: texts.words.waiting[ticket.waiting] });
  const running = ["routed", "returned", "accepted", "handling"].includes(ticket.state);
  return running ? ` · ${byWhen(limit(ticket), now)}` : "";
}

function more(tickets: Ticket[], total: number): string {
  return total > tickets.length ? `,先列 ${tickets.length} 件` : "";
}
