// Committees and people as members name them in a command.
import type { Community, Member } from "#src/routing/community.ts";

type Committee = Community["committees"][number];

/** What bodies are called behind the name that tells them apart. */
const KIND = /(委员会|小组|服务站|服务台|议事会|组|站|台)$/;
const SHORTEST = 2;

/**
 * Takes what follows a ticket's code: a committee, by its code, its name or a part of it that no other has (治安, 调解),
 * then whatever else is said. Returns both, the committee null where the words name none or several.
 */
export function readCommittee(
  text: string,
  { committees }: Community,
): { committee: Committee | null; rest: string } {
  const whole = committees.find(({ name }) => text.startsWith(name));
  if (whole) return { committee: whole, rest: withoutMark(text.slice(whole.name.length)) };
  const [word = ""] = /^[^\s,,。;;::、]+/.exec(text) ?? [];
  const rest = withoutMark(text.slice(word.length));
  const byCode = committees.find(({ code }) => code === word.toLowerCase());
  if (byCode) return { committee: byCode, rest };
  const [first, ...more] = committees.filter(({ name }) =>
    [word, word.replace(KIND, "")].some((part) => part.length >= SHORTEST && name.includes(part)),
  );
  return { committee: first && more.length === 0 ? first : null, rest };
}

function withoutMark(text: string): string {
  return text.replace(/^[\s,,。;;::、]+/, "");
}

/**
 * The members whom a word names: by account the one, else all of this name. Only people of a committee, each once:
 * with the office in `committeeId` where they hold it, else their first.
 */
export function namedMembers(word: string, { members }: Community, committeeId: number): Member[] {
  const working = members.filter((member) => member.committeeId !== null);
  const byAccount = working.filter(({ accounts }) => accounts.includes(word));
  const named = byAccount.length > 0 ? byAccount : working.filter(({ name }) => name === word);
  const own = named.filter((member) => member.committeeId === committeeId);
  return once([...own, ...named]);
}

/** All whom a word names: by account the one, else all of this name; each person once, by their first office. */
export function namedPeople(word: string, { members }: Community): Member[] {
  const byAccount = members.filter(({ accounts }) => accounts.includes(word));
  const named = byAccount.length > 0 ? byAccount : members.filter(({ name }) => name === word);
  return once(named);
}

function once(members: Member[]): Member[] {
  return members.filter(
    (member, index, all) => all.findIndex(({ personId }) => personId === member.personId) === index,
  );
}
