// Who hears what when two tickets become one, and when they part again.
import { atPlace, byWhen, say } from "#src/dialogue/say.ts";
import { committeeName } from "#src/routing/community.ts";
import { households } from "#src/tickets/household.ts";
import type { Ticket } from "#src/tickets/ticket.ts";
import { assignment, limits, plain, SOLVED_BUTTONS, toAssignee, toReporters } from "./notice-parts.ts";
import type { Draft, Room } from "./notice-parts.ts";
import { quote } from "./quote.ts";
import type { Words } from "./quote.ts";

/** `into` as it is after it has taken `from` in; `words` are those of `from`. */
export type Merged = { into: Ticket; from: Ticket; words: Words; actorId: number | null };

/** The reporters hear one message with the code that counts from now on; who works on the two hears what is left. */
export function mergeNotices(merged: Merged, { texts, now }: Room): { ofInto: Draft[]; ofFrom: Draft[] } {
  const { into, from, words, actorId } = merged;
  const codes = { code: from.code, into: into.code };
  const common = { ...codes, matter: from.matter };
  const said = quote(words);
  const taken = say(texts, "task_absorbed", {
    ...common,
    count: String(households(into.reporters)),
    words: said === "" ? "" : `\n${said}`,
    resultBy: byWhen(into.resultBy, now),
  });
  const gone = [into.assigneeId, actorId].includes(from.assigneeId)
    ? []
    : toAssignee(from, say(texts, "task_merged", common));
  const isAsked = into.state === "reported";
  const told = isAsked
    ? say(texts, "merged_reported", { ...codes, at: atPlace(into.place), text: into.result ?? "" })
    : say(texts, "merged", { ...codes, matter: into.matter });
  const reporters = from.reporters.map(({ personId }) => ({
    to: { personId },
    text: told,
    buttons: isAsked ? SOLVED_BUTTONS : [],
  }));
  const pictures = words.flatMap(({ images }) => images);
  return { ofInto: reporters, ofFrom: [...toAssignee(into, taken, [], pictures), ...gone] };
}

/** `ticket` as it is after it has left `rest`; null where the other has nothing to do with it any more. */
export type Split = { ticket: Ticket; rest: Ticket | null; words: Words; actorId: number };

/** The reporters of the ticket hear that it is by itself again, its member gets it anew, the other's member hears so. */
export function splitNotices(
  { ticket, rest, words, actorId }: Split,
  room: Room,
): { ofTicket: Draft[]; ofRest: Draft[] } {
  const { texts, community, now } = room;
  const { code, matter } = ticket;
  const committee = committeeName(community, ticket.committeeId);
  const text = say(texts, "split", { code, matter, committee, ...limits(ticket, now) });
  const change = { verb: "split" as const, ticket, before: ticket, actorId, text: "", words };
  const count = String(rest ? households(rest.reporters) : 0);
  const left =
    rest?.assigneeId != null && rest.assigneeId !== ticket.assigneeId
      ? [plain(rest.assigneeId, say(texts, "task_released", { code: rest.code, other: code, matter, count }))]
      : [];
  return { ofTicket: [...toReporters(ticket, text), ...assignment(change, room)], ofRest: left };
}
