import { say } from "#src/dialogue/say.ts";
import { committeeName, officesOf } from "#src/routing/community.ts";
import type { Member } from "#src/routing/community.ts";
import type { Desk } from "./answer.ts";

/** The first words in private, by what the person is; `open`: how many tickets they have in hand. */
export function answerStart({ personId, open }: { personId: number; open: number }, desk: Desk): string {
  const { texts, community } = desk;
  const offices = officesOf(community, personId);
  const [first] = offices;
  if (!first) return say(texts, "start_resident", {});
  const named = (own: Member[]) => own.map((office) => officeName(office, desk)).join("、");
  const serving = offices.filter(({ role }) => role === "staff" || role === "admin");
  const working = offices.filter((office) => !serving.includes(office));
  const { name } = first;
  return [
    ...(working.length > 0
      ? [say(texts, "start_member", { name, offices: named(working), count: String(open) })]
      : []),
    ...(serving.length > 0 ? [say(texts, "start_staff", { name, offices: named(serving) })] : []),
    say(texts, "start_more", {}),
  ].join("\n");
}

function officeName({ role, committeeId }: Member, { texts, community }: Desk): string {
  const committee = committeeId === null ? "" : committeeName(community, committeeId);
  return `${committee}${texts.words.roles[role]}`;
}
