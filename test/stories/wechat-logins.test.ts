// WeChat gives out other ids with a new login: who is known by a handle stays who they are, a name proves nothing.
import { afterAll, beforeAll, expect, test } from "vitest";
import { accept } from "#src/corridor/accept.ts";
import { everything } from "#test/helpers/everything.ts";
import { openLogins } from "#test/helpers/wechat-logins.ts";
import type { Logins } from "#test/helpers/wechat-logins.ts";
import type { Shown } from "#test/helpers/wechat.ts";
import { inboundMessage } from "#test/helpers/inbound.ts";

const TITLE = "邻里花园业主群";
const ROOM = { 1: "room-1@chatroom", 2: "room-2@chatroom", 3: "room-3@chatroom" };
const HANDLES: Record<string, string> = {
  zhang: "3-2-501 张",
  li: "3-2-702 李姐",
  wang: "8-1-1203 老王",
  wu: "吴主任",
  ban: "社区工作者小班",
};
/** Who shows no handle. */
const BARE = { zhou: "楼下老周", qian: "钱师傅", sun: "小孙" };

function people(login: 1 | 2 | 3): Record<string, Shown> {
  const id = (name: string) => (login === 1 ? name : `${name}-${login}`);
  // At the third login the gateway shows hardly any.
  const handle = (key: string) => (login === 3 && key !== "ban" ? "" : `wx_${key}`);
  return Object.fromEntries([
    ...Object.entries(HANDLES).map(([key, name]) => [id(key), { name, handle: handle(key) }]),
    ...Object.entries(BARE).map(([key, name]) => [id(key), name]),
  ]);
}

let l: Logins;
const inRoom = (talkerId: string, text: string, id?: string) => ({
  talkerId,
  text,
  roomId: ROOM[(/-(\d)$/.exec(talkerId)?.[1] ?? "1") as "1" | "2" | "3"],
  ...(id === undefined ? {} : { id }),
});
const account = (externalId: string) =>
  l.database.account.findUnique({ where: { channel_externalId: { channel: "wechat", externalId } } });
const codes = async (externalId: string) => {
  const { personId } = (await account(externalId)) ?? { personId: 0 };
  const tickets = await l.database.ticket.findMany({ where: { reporters: { some: { personId } } } });
  return tickets.map(({ code }) => code);
};
const counts = async () => ({
  accounts: await l.database.account.count(),
  people: await l.database.person.count(),
  rooms: await l.database.chat.count({ where: { kind: "group", title: TITLE } }),
});
const asked = () => l.database.outbound.findMany({ where: { key: { startsWith: "doubt-" } } });
let before: Awaited<ReturnType<typeof counts>>;
let lift = "";
let lamp = "";

beforeAll(async () => {
  l = await openLogins("2026-11-23T09:00:00+08:00", [ROOM[1]]);
  await l.login(people(1), { [ROOM[1]]: TITLE });
  for (const talkerId of Object.keys(people(1))) await l.writes({ talkerId, text: "你好" });
  for (const key of ["wang", "wu", "sun"]) await l.writes(inRoom(key, "早上好"));
  await l.writes(inRoom("zhang", "3栋2单元电梯坏了,门关不上"));
  await l.writes(inRoom("zhou", "5栋1单元楼道的灯不亮了"));
  await l.writes(inRoom("qian", "11栋1单元下水道堵了"));
  await l.writes(inRoom("li", "今天天气不错"));
  [lift = ""] = await codes("zhang");
  [lamp = ""] = await codes("zhou");
  before = await counts();
  await l.login(people(2), { [ROOM[2]]: TITLE });
}, 120_000);
afterAll(() => l.close());

test("what waits for somebody who has not been heard since the login is not given up", async () => {
  const { personId, id } = (await account("li")) ?? { personId: 0, id: 0 };
  const chat = await l.database.chat.findFirstOrThrow({ where: { externalId: "li", kind: "private" } });
  const row = { key: "waits-0", chatId: chat.id, personId, text: "明早停水", buttons: [] };
  await l.database.outbound.create({ data: { ...row, sendAfter: l.replayed.clock.now() } });
  await l.replayed.through(new Date(l.replayed.clock.now().getTime() + 90_000));
  expect((await l.database.account.findUnique({ where: { id } }))?.unreachableAt).toBeNull();
});

test("the room and all who have a handle are who they were, at the first word of one of them, once", async () => {
  const { store } = l.house;
  let deaths = 0;
  const sender = [{ id: "zhang-2", stable: null }];
  // The process dies when all is done but for the commit.
  l.house.store = {
    ...store,
    transaction: (work) =>
      store.transaction(async (rooms) => {
        const result = await work(rooms);
        const isDone = (await rooms.identities.known("wechat", sender)).length > 0;
        if (isDone && deaths++ === 0) throw new Error("killed");
        return result;
      }),
  };
  await l.writes(inRoom("zhang-2", "早", "first"));
  l.house.store = store;
  expect(deaths).toBeGreaterThan(1);
  await l.again("first");
  expect(await counts()).toEqual(before);
  expect(await codes("zhang-2")).toEqual([lift]);
  for (const key of ["zhang", "li", "wang", "wu", "ban"]) {
    expect(await account(key)).toBeNull();
    expect(await account(`${key}-2`)).not.toBeNull();
  }
  expect(await account("sun")).not.toBeNull();
  expect(await asked()).toEqual([]);
  const groups = await l.database.chat.findMany({ where: { kind: "group", title: TITLE } });
  expect(groups.map(({ externalId }) => externalId)).toEqual([ROOM[2]]);
});

test("what waited comes where they are now", async () => {
  await l.replayed.through(new Date(l.replayed.clock.now().getTime() + 120_000));
  l.hears("li-2", /明早停水/);
});

test("their tickets are theirs, and the member closes one of before", async () => {
  await l.writes({ talkerId: "zhang-2", text: "我的" });
  l.hears("zhang-2", new RegExp(lift));
  await l.writes({ talkerId: "wu-2", text: `/接 ${lift}` });
  await l.writes({ talkerId: "wu-2", text: `/办结 ${lift} 已换门机` });
  l.hears("zhang-2", /已换门机/);
  await l.writes({ talkerId: "zhang-2", text: "1" });
  const ticket = await l.database.ticket.findUnique({ where: { code: lift } });
  expect(ticket?.confirmedAt).not.toBeNull();
});

test("somebody with a name alone is new, however they come, and staff are asked once", async () => {
  await l.writes(inRoom("zhou-2", "早上好"), { talkerId: "zhou-2", text: "在吗" });
  await l.writes(inRoom("zhou-2", "大家早"));
  await l.writes({ talkerId: "zhou-2", text: "我的" });
  expect(l.shown("zhou-2")).not.toContain(lamp);
  expect(await codes("zhou-2")).toEqual([]);
  l.hears("ban-2", /群「邻里花园业主群」里有位「楼下老周」/);
  expect(await asked()).toHaveLength(1);
});

test("of somebody of whom nothing is kept nobody is asked", async () => {
  await l.writes(inRoom("sun-2", "早上好"));
  expect(await asked()).toHaveLength(1);
});

test("a stranger's press changes nothing", async () => {
  const [question] = await asked();
  const press = { outboundId: question?.id ?? 0, ticketCode: null, button: "是同一个" };
  for (const id of ["zhou-2", "sun-2"]) {
    const chat = { id, kind: "private" as const, title: "" };
    const from = { id, name: "x" };
    const at = l.replayed.clock.now();
    await accept(l.house, inboundMessage({ channel: "wechat", chat, from, id: `press-${id}`, at, press }));
    await l.replayed.through(l.replayed.clock.now());
  }
  expect(await codes("zhou-2")).toEqual([]);
  expect(await l.database.doubt.count({ where: { answeredAt: null } })).toBe(1);
});

test("staff's yes joins them: tickets and what waited, and the person hears of it; a second answer is too late", async () => {
  const held = { key: "held-0", chatId: null, text: "灯已报修", buttons: [], state: "held" as const };
  const { personId } = (await account("zhou")) ?? { personId: 0 };
  await l.database.outbound.create({ data: { ...held, personId, sendAfter: l.replayed.clock.now() } });
  await l.writes({ talkerId: "ban-2", text: "1" });
  l.hears("ban-2", /已接到新号上/);
  l.hears("zhou-2", /认出您了/);
  l.hears("zhou-2", /灯已报修/);
  expect(await codes("zhou-2")).toEqual([lamp]);
  await l.writes({ talkerId: "zhou-2", text: "我的" });
  l.hears("zhou-2", new RegExp(lamp));
  const [question] = await asked();
  await l.writes({ talkerId: "ban-2", text: `「邻里:${question?.text}」\n${"- ".repeat(10)}\n2` });
  l.hears("ban-2", /这一问已经过去了/);
  expect(await codes("zhou-2")).toEqual([lamp]);
});

test("staff's no leaves them apart, and nobody asks again", async () => {
  await l.writes(inRoom("qian-2", "早上好"));
  l.hears("ban-2", /「钱师傅」/);
  await l.writes({ talkerId: "ban-2", text: "2" });
  l.hears("ban-2", /当作两个/);
  await l.writes(inRoom("qian-2", "吃了吗"), { talkerId: "qian-2", text: "你好" });
  expect(await codes("qian-2")).toEqual([]);
  expect(await codes("qian")).toHaveLength(1);
  expect(await asked()).toHaveLength(2);
});

const rooms = () => l.database.chat.findMany({ where: { kind: "group", title: TITLE } });
const quoting = (question: string, answer: string) =>
  l.writes({ talkerId: "ban-3", text: `「邻里:${question}」\n${"- ".repeat(10)}\n${answer}` });

test("where nobody has a handle the room is new until staff say so, and silent if it was to be", async () => {
  await l.database.chat.updateMany({ where: { externalId: ROOM[2] }, data: { mode: "listen" } });
  await l.login(people(3), { [ROOM[3]]: TITLE });
  await l.writes(inRoom("zhang-3", "早"));
  await l.writes(inRoom("zhang-3", "今天好冷"));
  expect((await rooms()).map(({ externalId, mode }) => `${externalId} ${mode}`).toSorted()).toEqual([
    `${ROOM[2]} listen`,
    `${ROOM[3]} listen`,
  ]);
  const questions = (await asked()).slice(2).map(({ text }) => text);
  expect(questions).toEqual([
    expect.stringMatching(/成了没见过的群/),
    expect.stringMatching(/「3-2-501 张」/),
  ]);
  await quoting(questions[0] ?? "", "1");
  l.hears("ban-3", /接着用原来的记录/);
  expect((await rooms()).map(({ externalId }) => externalId)).toEqual([ROOM[3]]);
});

test("the person may prove it by a code, and then nobody is asked any more", async () => {
  const question = (await asked()).at(-1)?.text ?? "";
  const { personId = 0, id } = (await account("zhang-2")) ?? {};
  const now = l.replayed.clock.now();
  const made = { personId, byId: personId, expiresAt: new Date(now.getTime() + 600_000) };
  const { code } = await l.house.store.transaction(({ bindings }) => bindings.make(made, now));
  await l.writes({ talkerId: "zhang-3", text: `绑定 ${code}` });
  l.hears("zhang-3", /合成一个了/);
  expect(await codes("zhang-3")).toEqual([lift]);
  expect((await l.database.account.findUnique({ where: { id: id ?? 0 } }))?.unreachableAt).not.toBeNull();
  await quoting(question, "2");
  l.hears("ban-3", /这一问已经过去了/);
  expect(await codes("zhang-3")).toEqual([lift]);
});

test("no handle is kept anywhere", async () => {
  expect(await everything({ replayed: l.replayed } as Parameters<typeof everything>[0])).not.toContain("wx_");
});
