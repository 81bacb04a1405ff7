import { expect, test } from "vitest";
import { namedMembers, readCommittee } from "#src/desk/named.ts";
import { officeHours } from "#src/tickets/calendar.ts";
import type { Community } from "#src/routing/community.ts";
import { DEMO, readCommunity } from "#src/wire.ts";

const DEMO_FILE = readCommunity(DEMO);
const member = (id: number, name: string, account: string, committeeId: number | null, personId = id) => {
  return { id, personId, name, accounts: [account], role: "member" as const, committeeId, gridIds: [] };
};
const COMMUNITY: Community = {
  revision: 0,
  former: [],
  standIns: [],
  estates: [],
  grids: [],
  buildings: [],
  committees: DEMO_FILE.committees.map((one, index) => ({ ...one, id: index + 1, calendar: null })),
  calendar: officeHours,
  members: [
    member(1, "小邬", "wu2", 1),
    member(2, "小陶", "tiao2", 3),
    member(3, "小陶", "tao9", 4),
    member(4, "小葛", "grid1", null),
    member(5, "小邬", "wu2", 2, 1),
    member(6, "wu2", "nick", 5),
  ],
  duties: [],
  shifts: [],
};

test.each([
  ["security 推销", "security", "推销"],
  ["SECURITY 推销", "security", "推销"],
  ["治安 推销", "security", "推销"],
  ["治安,推销", "security", "推销"],
  ["治安保卫委员会推销的事", "security", "推销的事"],
  ["治安委员会 推销", "security", "推销"],
  ["调解 吵架", "mediation", "吵架"],
  ["物业", "property", ""],
  ["卫生:蟑螂", "health", "蟑螂"],
  ["便民服务台 帮忙", "desk", "帮忙"],
  ["议事会 大家定", "council", "大家定"],
])("%s names %s", (text, code, rest) => {
  const read = readCommittee(text, COMMUNITY);
  expect([read.committee?.code, read.rest]).toEqual([code, rest]);
});

test.each(["月亮 理由", "服务 理由", "委员会 理由", "安 理由", "", "不知道给谁"])("%j names none", (text) => {
  expect(readCommittee(text, COMMUNITY).committee).toBeNull();
});

test.each([
  ["tao9", 1, [3]],
  ["小陶", 1, [2, 3]],
  ["小陶", 4, [3, 2]],
  ["小葛", 1, []],
  ["grid1", 1, []],
  ["陶", 1, []],
])("%s, said of a ticket of committee %i, names the offices %j", (word, committeeId, ids) => {
  expect(namedMembers(word, COMMUNITY, committeeId).map(({ id }) => id)).toEqual(ids);
});

test("an account goes before a name; who holds two offices is named once, by the ticket's", () => {
  expect(namedMembers("wu2", COMMUNITY, 2).map(({ id }) => id)).toEqual([5]);
  expect(namedMembers("小邬", COMMUNITY, 1).map(({ id }) => id)).toEqual([1]);
});
