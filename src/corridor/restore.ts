import { byWhen, say } from "#src/dialogue/say.ts";
import { committeeName, leadOf, officesOf } from "#src/routing/community.ts";
import { changeTicket } from "./change-ticket.ts";
import type { Done } from "./done.ts";
import { turnAfter } from "./member-deeds.ts";

/** A withdrawal taken back: it goes on with who had it, or the lead where they have left; returns what is answered. */
export async function restore({ step, conversation, ticket }: Done): Promise<string> {
  const { community, flows } = step.house;
  const { assigneeId, committeeId, code, matter } = ticket;
  const stays =
    assigneeId !== null &&
    officesOf(community, assigneeId).some((office) => office.committeeId === committeeId);
  const restored = await changeTicket(step, ticket, {
    verb: "restore",
    actorId: conversation.person.id,
    patch: {
      assigneeId: stays ? assigneeId : (leadOf(community, committeeId)?.personId ?? null),
      returns: turnAfter(ticket),
    },
  });
  // Who had said 搞错了 does not say so any more.
  await step.rooms.corrections.forget(ticket.id, "none");
  const committee = committeeName(community, committeeId);
  const resultBy = byWhen(restored.resultBy, step.now);
  return say(flows.texts, "restored", { code, matter, committee, resultBy });
}
