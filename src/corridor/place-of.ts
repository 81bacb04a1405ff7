import type { Place } from "#src/words.ts";
import type { Conversation } from "#src/intake/inbox.ts";
import { decide } from "#src/triage/decide.ts";
import type { Decision, Rulebook } from "#src/triage/decide.ts";
import { placeFromName } from "#src/triage/place.ts";
import { buildingOf } from "#src/routing/community.ts";
import type { Step } from "./house.ts";

/** Words that say the matter is in the sender's own home. */
const OWN_HOME = /我家|我们家|俺家|我屋|家里|天花板|厕所|卫生间|厨房|卧室|客厅|阳台|楼上/;
/** Words that say it is by it. */
const NEAR_HOME = /楼下|隔壁|对门|我这|屋里/;

export type Where = {
  place: Place | null;
  /** As said, when the estate has no such building or unit. */
  unknown: Place | null;
};

/**
 * Where a request is: as said; else, where the committee must know the building, at the sender's own stairs (their flat
 * or the flat in their nickname). A building or unit that the estate does not have is asked about, never guessed.
 */
export function placeOf(
  step: Step,
  conversation: Conversation,
  { decision, text }: { decision: Decision; text: string },
): Where {
  const { community } = step.house;
  const said = decision.place;
  if (buildingOf(community, conversation.chat.estateId, said) === "unknown")
    return { place: null, unknown: said };
  const home = homeOf(step, conversation);
  const own = OWN_HOME.test(text);
  const near = own || NEAR_HOME.test(text);
  if (said?.building) {
    return { place: own && home?.building === said.building ? filled(said, home) : said, unknown: null };
  }
  const elsewhere = said?.spot != null && !near;
  const asked = near || decision.needs.includes("building");
  if (!home || elsewhere || !asked) return { place: said, unknown: null };
  const room = own || decision.sensitive ? home.room : null;
  return { place: filled(said ?? NOWHERE, { ...home, room }), unknown: null };
}

/** The stairs that the other parts of a message name, where they name one and nothing about them is private. */
export function placeBeside(beside: string[], rulebook: Rulebook): Place | null {
  const others = beside.map((text) => decide(text, rulebook));
  const places = others.flatMap(({ place, sensitive }) => (place?.building && !sensitive ? [place] : []));
  const [first] = places;
  if (!first || places.some(({ building }) => building !== first.building)) return null;
  return { ...NOWHERE, building: first.building, unit: first.unit };
}

const NOWHERE: Place = { building: null, unit: null, room: null, spot: null };

/** The sender's flat as registered, else as their nickname says it, if the estate has it. */
function homeOf(step: Step, conversation: Conversation): Place | null {
  const { flat } = conversation.person;
  if (flat) return flat;
  const named = placeFromName(conversation.account.name);
  return buildingOf(step.house.community, conversation.chat.estateId, named) === "unknown" ? null : named;
}

/** `place`, completed by what `more` knows. */
export function filled(place: Place, more: Place): Place {
  return {
    building: place.building ?? more.building,
    unit: place.unit ?? more.unit,
    room: place.room ?? more.room,
    spot: place.spot ?? more.spot,
  };
}
