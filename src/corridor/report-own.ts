import { asPiece } from "#src/intake/gather.ts";
import type { Conversation, Heard } from "#src/intake/inbox.ts";
import type { Place } from "#src/words.ts";
import { decide } from "#src/triage/decide.ts";
import { placeFromName } from "#src/triage/place.ts";
import { scopeOf } from "#src/dialogue/reach.ts";
import { buildingOf } from "#src/routing/community.ts";
import { isElsewhere } from "#src/tickets/duplicate.ts";
import { allows } from "#src/tickets/ticket.ts";
import type { Ticket } from "#src/tickets/ticket.ts";
import { joinWith } from "./join-ticket.ts";
import type { Outcome, Step } from "./house.ts";
import type { Judgement } from "./judge-piece.ts";
import { openTicket } from "./open-ticket.ts";
import { sameTicket } from "./same-ticket.ts";

/** Words that say it is so where the sender lives. */
const AT_HOME = /我们?家|俺们?家|咱们?家|家里|屋里|(?:我们|咱们|咱|本|这|我)[这那]?个?(?:单元|栋|楼|幢)/u;

/**
 * "我们5栋也是" to a matter of building 3 is a matter of building 5: it is registered as such, or joins the ticket there.
 * Null where what is said is about the locked ticket, which it then joins.
 */
export async function reportOwn(
  step: Step,
  conversation: Conversation,
  { ticket, message }: { ticket: Ticket; message: Heard },
): Promise<Outcome | null> {
  const { flows } = step.house;
  const { category, matter } = ticket;
  const place = placeNamed(step, conversation, message.text);
  if (!isElsewhere(scopeOf(flows, ticket).reach, ticket.place, place)) return null;
  const asking = { category, matter, private: false, place, text: message.text };
  const since = ticket.createdAt;
  const candidates = await step.rooms.tickets.candidates(conversation.chat.id, conversation.person.id, since);
  const known = await sameTicket(step, conversation, { asking, candidates });
  const there = known === null ? null : await step.rooms.tickets.lock(known);
  if (there && allows(there.state, "join"))
    return joinWith(step, conversation, { ticket: there, messages: [message] });
  return openTicket(step, conversation, {
    piece: asPiece([message]),
    decision: decisionLike(step, ticket, place),
  });
}

/** The place that is said, else the sender's own stairs where they speak of them; null where it is not known. */
function placeNamed({ house }: Step, { chat, person, account }: Conversation, text: string): Place | null {
  const said = decide(text, house.flows.rulebook).place;
  const home = person.flat ?? placeFromName(account.name);
  const place = said?.building || !AT_HOME.test(text) ? said : home && { ...home, room: null };
  return buildingOf(house.community, chat.estateId, place) === "unknown" ? null : place;
}

/** What a matter like the ticket's is, at another place. */
function decisionLike({ house }: Step, ticket: Ticket, place: Place | null): Judgement {
  const { category, matter, urgency } = ticket;
  const flow = house.flows.categories.find(({ code }) => code === category);
  const danger = house.flows.emergency.kinds.find((kind) => kind.matter === matter);
  return {
    request: true,
    grade: "certain",
    chance: 1,
    label: category,
    guess: category,
    confidence: 1,
    urgency,
    matter,
    sensitive: false,
    committee: flow?.matters.find(({ name }) => name === matter)?.committee ?? null,
    place,
    emergency: danger ? { kind: danger.kind, call: danger.call } : null,
    suspect: null,
    via: "rules",
    why: [`joins ${ticket.code} from another place`],
    needs: [],
    review: false,
  };
}
