import { byWhen, say } from "#src/dialogue/say.ts";
import { committeeName } from "#src/routing/community.ts";
import { leadAt, upcoming, watches } from "#src/routing/roster.ts";
import type { Watch } from "#src/routing/roster.ts";
import type { Desk } from "./answer.ts";

/** Who is on duty now in each of these committees, until when, and who is next: a line each. */
export function answerDuty(committeeIds: number[], desk: Desk): string {
  const { texts, community, now } = desk;
  const list = committeeIds.map((id) => {
    const current = watches(community, id, now);
    const lead = leadAt(community, id, now)?.name ?? texts.words.nobody;
    const persons =
      current.length > 0
        ? current.map((watch) => inWords(watch, desk)).join("、")
        : say(texts, "duty_nobody", { person: lead });
    const committee = committeeName(community, id);
    return say(texts, "duty_line", { committee, persons, next: nextInWords(id, current, desk) });
  });
  return say(texts, "duty", { list: list.join("\n") });
}

function inWords({ member, insteadOf, gridCode, until }: Watch, { texts, community, now }: Desk): string {
  const grid = community.grids.find(({ code }) => code === gridCode);
  const notes = [
    ...(insteadOf ? [say(texts, "duty_instead", { person: insteadOf.name })] : []),
    ...(grid ? [grid.name] : []),
  ];
  const note = notes.length > 0 ? `(${notes.join(",")})` : "";
  return say(texts, "duty_watch", { person: member.name, note, until: at(until, now) });
}

/** Who takes over when the first of them goes; where nobody does, whose shift begins next. */
function nextInWords(committeeId: number, current: Watch[], { texts, community, now }: Desk): string {
  const ends = new Date(Math.min(...current.map(({ until }) => until.getTime())));
  const there = current.map(({ member }) => member);
  const fresh = current.length > 0 ? watches(community, committeeId, ends) : [];
  const [over] = fresh.filter(({ member }) => !there.includes(member));
  const [later] = upcoming(community, committeeId, now);
  const next = over ? { member: over.member, from: ends } : later;
  return next ? say(texts, "duty_next", { person: next.member.name, from: at(next.from, now) }) : "";
}

function at(moment: Date, now: Date): string {
  return byWhen(moment, now).replace(/前$/, "");
}
