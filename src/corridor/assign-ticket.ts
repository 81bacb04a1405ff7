import { say } from "#src/dialogue/say.ts";
import { namedMembers } from "#src/desk/named.ts";
import { committeeName, officesOf } from "#src/routing/community.ts";
import type { Member } from "#src/routing/community.ts";
import type { HandedOn } from "#src/tickets/handback.ts";
import { changeTicket } from "./change-ticket.ts";
import { answer } from "./done.ts";
import type { Done } from "./done.ts";
import { codeOf } from "./hand-on.ts";
import { turnAfter } from "./member-deeds.ts";

/** 派: to a member, whom staff choose among all and a lead in the own committee. A name that two have is asked about. */
export async function assign(done: Done): Promise<void> {
  const { step, conversation, ticket, text } = done;
  const { texts } = step.house.flows;
  const { community } = step.house;
  const actorId = conversation.person.id;
  const { code } = ticket;
  const everywhere = officesOf(community, actorId).some(({ role }) => role === "staff");
  const mayGet = (member: Member) => everywhere || member.committeeId === ticket.committeeId;
  const [member, ...others] = namedMembers(text, community, ticket.committeeId).filter(mayGet);
  if (!member) {
    const own = community.members.filter(({ committeeId }) => committeeId === ticket.committeeId);
    return answer(done, say(texts, "assign_unknown", { name: text, names: listed(done, own) }));
  }
  if (others.length > 0) {
    const names = listed(done, [member, ...others]);
    return answer(done, say(texts, "assign_which", { name: text, names }));
  }
  const committeeId = member.committeeId ?? ticket.committeeId;
  const values = { code, person: member.name, committee: committeeName(community, committeeId) };
  if (member.personId === ticket.assigneeId && committeeId === ticket.committeeId)
    return answer(done, say(texts, "assign_same", values));
  const note: HandedOn = {
    fromCommittee: codeOf(community, ticket.committeeId),
    toCommittee: codeOf(community, committeeId),
  };
  await changeTicket(step, ticket, {
    verb: "assign",
    actorId,
    note,
    patch: {
      committeeId,
      assigneeId: member.personId,
      route: { committeeId, assigneeId: member.personId, why: ["assigned"] },
      returns: turnAfter(ticket),
    },
  });
  if (member.personId !== actorId) await answer(done, say(texts, "assign_done", values));
}

/** Members as they can be told apart: name, account and committee. */
function listed({ step }: Done, members: Member[]): string {
  const { community } = step.house;
  return members
    .map(({ name, accounts, committeeId }) => {
      const committee = committeeId === null ? "" : committeeName(community, committeeId);
      return `${name}(${[...accounts, committee].filter((part) => part !== "").join(" ")})`;
    })
    .join("、");
}
