import { dayAfter, dayOf, momentOf } from "#src/clock.ts";
import type { Day } from "#src/clock.ts";
import { say } from "#src/dialogue/say.ts";
import type { Member, StandIn } from "#src/routing/community.ts";
import type { Desk } from "./answer.ts";
import { COMMANDS } from "./command.ts";
import { readDay } from "./day.ts";

/** Who stands in for whom from one day to another, both included, in each committee that they share. */
export type StandingIn = { absent: Member; by: Member; from: string; until: string; standIns: StandIn[] };

/** Reads what follows 替班: two people by account or name, two days. Returns what to say where one of them is wrong. */
export function readStandIn(rest: string, desk: Desk): StandingIn | { refuse: string } {
  const { texts, community } = desk;
  const [, who = "", byWhom = "", when = ""] = /^(\S+)\s+(\S+)\s+(.+)$/.exec(rest.trim()) ?? [];
  if (when === "") return { refuse: say(texts, "usage", { usage: COMMANDS.stand_in.usage }) };
  const days = readDays(when, desk);
  if ("refuse" in days) return days;
  const absent = named(who, [...community.members, ...community.former], desk);
  if ("refuse" in absent) return absent;
  const by = named(byWhom, community.members, desk);
  if ("refuse" in by) return by;
  const from = momentOf(days.from, 0);
  const until = momentOf(dayAfter(days.until), 0);
  const standIns = absent.offices.flatMap(({ id: memberId, committeeId }) => {
    const other = by.offices.find((office) => committeeId !== null && office.committeeId === committeeId);
    return other ? [{ memberId, byId: other.id, from, until }] : [];
  });
  const [first, second] = [absent.offices[0], by.offices[0]];
  if (standIns.length === 0)
    return { refuse: say(texts, "stand_in_elsewhere", { absent: first.name, by: second.name }) };
  return { absent: first, by: second, from: inWords(days.from), until: inWords(days.until), standIns };
}

function readDays(when: string, { texts, now }: Desk): { from: Day; until: Day } | { refuse: string } {
  const today = dayOf(now);
  const unread = (text: string) => ({
    refuse: say(texts, "stand_in_day", { day: /^\S+/.exec(text)?.[0] ?? text }),
  });
  const from = readDay(when, today);
  if (!from) return unread(when);
  const rest = from.rest.replace(/^[\s到至~-]+/, "");
  if (rest === "") return { refuse: say(texts, "usage", { usage: COMMANDS.stand_in.usage }) };
  // Over New Year: 12-30 01-02.
  const until = readDay(rest, /^\d/.test(rest) ? from.day : today);
  if (!until || until.rest !== "") return unread(until ? until.rest : rest);
  const values = { from: inWords(from.day), until: inWords(until.day) };
  if (until.day < today) return { refuse: say(texts, "stand_in_past", values) };
  if (until.day < from.day) return { refuse: say(texts, "stand_in_order", values) };
  return { from: from.day, until: until.day };
}

type Named = { offices: [Member, ...Member[]] } | { refuse: string };

/** The offices of the one person whom a word names: by account, else by name. */
function named(word: string, members: Member[], { texts }: Desk): Named {
  const byAccount = members.filter(({ accounts }) => accounts.includes(word));
  const [first, ...more] = byAccount.length > 0 ? byAccount : members.filter(({ name }) => name === word);
  if (!first) return { refuse: say(texts, "stand_in_unknown", { name: word }) };
  if (more.some(({ personId }) => personId !== first.personId))
    return { refuse: say(texts, "stand_in_namesakes", { name: word }) };
  return { offices: [first, ...more] };
}

function inWords(day: Day): string {
  return `${Number(day.slice(5, 7))}月${Number(day.slice(8))}日`;
}
