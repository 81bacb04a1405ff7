// An estate with somebody in every relation to a ticket, and tickets of every kind for them to try their hands on.
import { randomUUID } from "node:crypto";
import type { CommunityFile } from "#src/routing/community.ts";
import type { Relation } from "#src/desk/permit.ts";
import { ticketCode } from "#src/tickets/ticket.ts";
import type { State } from "#src/words.ts";
import type { Story } from "#test/helpers/story.ts";

export const KINDS = ["own", "other", "private"] as const;
/** A public ticket of the property committee, one of security, a private one of property. */
export type Kind = (typeof KINDS)[number];

const LEAD: Relation[] = ["committee", "lead"];
type Held = Partial<Record<Kind, Relation[]>>;
/** Everybody by account: what they are to a ticket of each kind; nothing where nothing is said. */
export const PEOPLE: Record<string, Held & { who: string }> = {
  zhao: { who: "a resident" },
  wang: { who: "the reporter", own: ["reporter"], private: ["reporter"] },
  li: { who: "a neighbour who joined", own: ["reporter"], private: ["reporter"] },
  wu2: {
    who: "the member who has it",
    own: ["committee", "assignee"],
    private: ["committee", "assignee"],
  },
  wu3: { who: "a colleague", own: ["committee"], private: ["committee"] },
  wu: { who: "the lead", own: LEAD, private: LEAD },
  tiao2: { who: "a member of another committee" },
  zhian: { who: "the lead of another committee", other: [...LEAD, "assignee"] },
  jiu2: { who: "a member who helps", own: ["assisting"], private: ["assisting"] },
  grid2: { who: "the grid worker", own: ["grid"], other: ["grid"] },
  grid1: { who: "a grid worker of other buildings" },
  grid9: { who: "the grid worker of that number in another estate" },
  ban: { who: "staff", own: ["staff"], other: ["staff"], private: ["staff"] },
  admin: { who: "an admin", own: ["admin"], other: ["admin"], private: ["admin"] },
  lao: { who: "a member who was taken off the list" },
};

/** Adds to the demo community whoever it lacks, and a second estate with a building of the same number. */
export function everybody(community: CommunityFile): void {
  community.estates.push({ code: "e2", name: "邻里花园二期" });
  community.grids.push({ code: "grid9", name: "第九网格", estate: "e2" });
  // Before the others: who looks for a building by its number alone finds this one.
  community.buildings.unshift({
    estate: "e2",
    grid: "grid9",
    numbers: ["8"],
    units: ["1"],
    floors: 6,
    perFloor: 2,
  });
  const member = { role: "member" as const, grids: [] };
  community.members.push(
    { ...member, account: "wu3", name: "小伍", committee: "property" },
    { ...member, account: "lao", name: "老劳", committee: "property" },
    { ...member, account: "zhian2", name: "小安", committee: "security" },
    { account: "grid9", name: "网格员小玖", role: "grid_worker", grids: ["grid9"] },
  );
}

export type Wanted = { kind: Kind; state: State };

/** Writes a ticket of this kind in this state, as if it had come so far; returns its id and code. */
export async function writeTicket({ replayed }: Story, { kind, state }: Wanted) {
  const { database, house, clock } = replayed;
  const at = clock.now();
  const committee = (code: string) => house.community.committees.find((one) => one.code === code)?.id ?? 0;
  const personId = async (account: string) =>
    (await database.account.findFirstOrThrow({ where: { externalId: account } })).personId;
  const chat = await database.chat.findFirstOrThrow({ where: { externalId: "g1" } });
  const reporters = kind === "other" ? ["liu"] : ["wang", "li"];
  const [first = ""] = reporters;
  const category = kind === "other" ? "safety" : "property";
  const reporterId = await personId(first);
  const closed = state === "reported" || state === "ended";
  const event = (word: string, actorId: number | null, data = {}) => ({ kind: word, actorId, at, data });
  const { id } = await database.ticket.create({
    data: {
      code: randomUUID(),
      category,
      matter: "门禁门锁",
      urgency: "normal",
      state,
      private: kind === "private",
      place: { building: "8", unit: "1", room: null, spot: null },
      createdAt: at,
      answerBy: at,
      resultBy: at,
      decision: {},
      route: {},
      chatId: chat.id,
      committeeId: committee(kind === "other" ? "security" : "property"),
      assigneeId: await personId(kind === "other" ? "zhian" : "wu2"),
      ...(closed ? { round: 1, reportedAt: at, result: "修好了", outcome: "solved" } : {}),
      ...(kind === "other" ? {} : { assists: { create: { committeeId: committee("welfare"), at } } }),
      reporters: {
        create: await Promise.all(
          reporters.map(async (account) => {
            return { personId: await personId(account), chatId: chat.id, first: account === first, at };
          }),
        ),
      },
      events: {
        create: [
          event("found", reporterId, { category, urgency: "normal" }),
          event("routed", null),
          ...(state === "withdrawn" ? [event("withdrawn", reporterId)] : []),
        ],
      },
    },
  });
  const { code } = await database.ticket.update({ where: { id }, data: { code: ticketCode(id) } });
  return { id, code };
}

/** All that anybody could have changed of a ticket. */
export function asItStands({ replayed }: Story, id: number) {
  return replayed.database.ticket.findUniqueOrThrow({
    where: { id },
    include: {
      reporters: true,
      assists: true,
      ratings: true,
      events: { orderBy: { id: "asc" } },
      followUps: { orderBy: { id: "asc" } },
    },
  });
}
