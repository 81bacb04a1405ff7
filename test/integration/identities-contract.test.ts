// What everything must do that knows people and groups again; run on each adapter there is.
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Rooms, Store } from "#src/corridor/house.ts";
import type { Database } from "#src/database/client.ts";
import { newIds } from "#src/intake/likeness.ts";
import type { InboundMessage } from "#src/message.ts";
import { STORES, demoStore } from "#test/helpers/demo-store.ts";
import { inboundMessage } from "#test/helpers/inbound.ts";

const CHANNEL = "wechat";
const FIRST = new Date("2026-11-22T09:00:00+08:00");
const SECOND = new Date("2026-11-23T09:00:00+08:00");
const NOW = new Date("2026-11-23T09:05:00+08:00");

describe.each(STORES)("$adapter identities", ({ open }) => {
  let database: Database;
  let store: Store;
  let close: () => Promise<void>;
  let count = 0;

  beforeAll(async () => {
    ({ database, store, close } = await demoStore(open, "web", FIRST));
  });
  afterAll(() => close());

  const inbound = (from: string, chat: string, name = from): InboundMessage =>
    inboundMessage({
      channel: CHANNEL,
      chat: { id: chat, kind: chat === from ? "private" : "group", title: chat === from ? "" : "业主群" },
      from: { id: from, name },
      id: `m${++count}`,
      at: NOW,
      text: "x",
    });
  const receive = ({ inbox }: Rooms, conversation: Awaited<ReturnType<Rooms["inbox"]["meet"]>>, id: string) =>
    inbox.receive(conversation, {
      id: 0,
      externalId: id,
      at: NOW,
      gate: "request",
      text: "灯坏了",
      images: [],
      replyTo: null,
      press: null,
      due: NOW,
    });
  /** Somebody speaks under a login, seen with this mark. */
  const speaks = (
    message: InboundMessage,
    {
      stable = null,
      loginAt = FIRST,
      now = loginAt,
    }: { stable?: string | null; loginAt?: Date; now?: Date } = {},
  ) =>
    store.transaction(async (rooms) => {
      const met = await rooms.inbox.meet(message, null, now);
      await receive(rooms, met, message.id);
      await rooms.identities.see({ accountId: met.account.id, chatId: met.chat.id }, stable, loginAt);
      return met;
    });
  /** The id comes with a mark under the second login, as the corridor does it. */
  const comes = (id: string, stable: string, fail = false) =>
    store.transaction(async ({ identities, inbox }) => {
      const contacts = [{ id, stable }];
      await identities.hold();
      const ids = newIds(contacts, await identities.known(CHANNEL, contacts), SECOND);
      const renamed = await Promise.all(ids.map((newId) => identities.giveId(newId, SECOND, NOW)));
      const met = await inbox.meet(inbound(id, id), null, NOW);
      if (fail) throw new Error("killed");
      return { met, renamed };
    });
  const named = (externalId: string) =>
    database.prisma.account.findFirst({ where: { channel: CHANNEL, externalId } });

  test("an id that comes twice at once is the account of its mark, once, whoever died before", async () => {
    const old = await speaks(inbound("a1", "a1"), { stable: "A" });
    await expect(comes("a2", "A", true)).rejects.toThrow("killed");
    expect(await named("a1")).not.toBeNull();
    const all = await Promise.all(Array.from({ length: 5 }, () => comes("a2", "A")));
    expect(all.map(({ met }) => [met.account.id, met.person.id, met.chat.id])).toEqual(
      all.map(() => [old.account.id, old.person.id, old.chat.id]),
    );
    expect(all.flatMap(({ renamed }) => renamed)).toHaveLength(1);
    expect(await named("a1")).toBeNull();
    // A third id with the mark is not the account while its second one lives.
    expect((await comes("a3", "A")).met.person.id).not.toBe(old.person.id);
  });

  test("what came under the new id before its mark was shown goes with it; the same message stays once", async () => {
    const [early, late] = [inbound("b1", "b1"), inbound("b2", "b2")];
    const old = await speaks(early, { stable: "B" });
    const fresh = await speaks({ ...late, id: early.id }, { loginAt: SECOND });
    await speaks(inbound("b2", "b2"), { loginAt: SECOND });
    const { met, renamed } = await comes("b2", "B");
    expect(met.person.id).toBe(old.person.id);
    expect(renamed).toMatchObject([{ personId: old.person.id, folded: fresh.person.id }]);
    expect(await database.prisma.person.count({ where: { id: fresh.person.id } })).toBe(0);
    const messages = await database.prisma.message.findMany({ where: { accountId: old.account.id } });
    expect(messages).toHaveLength(3);
    expect(messages.every(({ chatId }) => chatId === old.chat.id)).toBe(true);
    expect(messages.filter(({ externalId }) => externalId === early.id)).toHaveLength(1);
    expect(met.openTexts).toHaveLength(3);
  });

  test("who has become more than a new id is left alone", async () => {
    for (const [key, become] of [
      ["c", (personId: number) => ({ channel: "web", externalId: "c", name: "c", personId })],
      ["d", null],
      ["e", "no"],
    ] as const) {
      const old = await speaks(inbound(`${key}1`, `${key}1`), { stable: key });
      const { person, account } = await speaks(inbound(`${key}2`, `${key}2`), { loginAt: SECOND });
      if (become === null)
        await database.prisma.member.create({ data: { role: "staff", personId: person.id, leftAt: NOW } });
      else if (become === "no") {
        const pair = { knownAccountId: old.account.id, freshAccountId: account.id, loginAt: SECOND };
        await database.prisma.doubt.create({ data: { ...pair, same: false, answeredAt: NOW } });
      } else await database.prisma.account.create({ data: become(person.id) });
      expect((await comes(`${key}2`, key)).met.person.id, key).toBe(person.id);
      expect((await named(`${key}1`))?.id, key).toBe(old.account.id);
    }
  });

  test("who could not be written to since the login can be, and who could not before still cannot", async () => {
    const silent = await speaks(inbound("f1", "f1"), { stable: "F" });
    const blocked = await speaks(inbound("g1", "g1"), { stable: "G" });
    const unreachable = (id: number, unreachableAt: Date) =>
      database.prisma.account.update({ where: { id }, data: { unreachableAt } });
    await unreachable(silent.account.id, NOW);
    await unreachable(blocked.account.id, FIRST);
    const give = (accountId: number, to: string) =>
      store.transaction(({ identities }) => identities.giveId({ accountId, to }, SECOND, NOW));
    expect(await give(silent.account.id, "f2")).toMatchObject({ reopened: silent.chat.id });
    expect(await give(blocked.account.id, "g2")).toMatchObject({ reopened: null });
    expect((await named("g2"))?.unreachableAt).toEqual(FIRST);
  });

  test("a group keeps its messages' ids when it moves; what came under both ids is there once", async () => {
    const both = inbound("h", "r1");
    const old = await speaks(both);
    await speaks({ ...inbound("h", "r2"), id: both.id }, { loginAt: SECOND });
    const moving = { channel: CHANNEL, from: "r1", to: "r2" };
    for (let n = 0; n < 2; n += 1) await store.transaction(({ identities }) => identities.moveRoom(moving));
    const rooms = await database.prisma.chat.findMany({ where: { externalId: { in: ["r1", "r2"] } } });
    expect(rooms.map(({ id, externalId }) => [id, externalId])).toEqual([[old.chat.id, "r2"]]);
    const where = { chatId: old.chat.id, externalId: both.id };
    expect(await database.prisma.message.count({ where })).toBe(1);
  });

  test("groups of the same title are named to a new one alone, with who spoke there", async () => {
    const old = await speaks(inbound("i", "r3"), { stable: "I" });
    const { fresh, ...told } = await store.transaction(async ({ inbox, identities }) => {
      const { chat } = await inbox.meet(inbound("j", "r4"), null, NOW);
      return { fresh: chat.id, rooms: await identities.namesakeRooms(chat.id) };
    });
    expect(told.rooms.find(({ chatId }) => chatId === old.chat.id)).toMatchObject({
      loginAt: FIRST,
      speakers: [{ id: "i", stable: "I" }],
    });
    await speaks(inbound("j", "r4"), { loginAt: SECOND });
    expect(await store.transaction(({ identities }) => identities.namesakeRooms(fresh))).toEqual([]);
  });

  test("namesakes are those with something to lose who are not there any more; asked for at the first word alone", async () => {
    const login = { channel: CHANNEL, loginAt: SECOND };
    const [flat] = await database.prisma.flat.findMany({ take: 1 });
    const known = await speaks(inbound("k1", "r5", "老周"));
    await speaks(inbound("k0", "r5", "老周"));
    const lives = await speaks(inbound("k2", "r5", "老周"), { loginAt: SECOND, now: FIRST });
    const personIds = [known.person.id, lives.person.id];
    await database.prisma.person.updateMany({
      where: { id: { in: personIds } },
      data: { flatId: flat?.id ?? null },
    });
    const message = inbound("k3", "r5", "老周");
    const meets = () =>
      store.transaction(async ({ inbox, identities }) =>
        identities.namesakes(await inbox.meet(message, null, NOW), login),
      );
    expect(await meets()).toMatchObject([
      { accountId: known.account.id, names: ["老周", "老周"], here: true, loginAt: FIRST },
    ]);
    await speaks(message, { loginAt: SECOND, now: NOW });
    expect(await meets()).toEqual([]);
    // And not for somebody who was there before.
    const before = await speaks(inbound("k4", "k4", "老周"));
    const asking = { ...before, chat: known.chat };
    expect(await store.transaction(({ identities }) => identities.namesakes(asking, login))).toEqual([]);
  });

  test("a pair is in doubt once, and answered once by who comes first; deleting the person forgets it", async () => {
    const [one, two] = [await speaks(inbound("o1", "o1")), await speaks(inbound("o2", "o2", "老王"))];
    const pair = { kind: "account" as const, known: one.account.id, fresh: two.account.id };
    const doubts = await Promise.all(
      Array.from({ length: 4 }, () => store.transaction(({ identities }) => identities.doubt(pair, SECOND))),
    );
    const [id = 0, ...more] = doubts.filter((doubt) => doubt !== null);
    expect(more).toEqual([]);
    const answers = await Promise.all(
      [true, false].map((same) =>
        store.transaction(async ({ identities }) => {
          const found = await identities.openDoubt(id);
          if (found) await identities.answer(id, same, NOW);
          return found;
        }),
      ),
    );
    const [found, ...others] = answers.filter((doubt) => doubt !== null);
    expect(others).toEqual([]);
    expect(found).toMatchObject({
      kind: "account",
      seen: false,
      known: { personId: one.person.id },
      fresh: { personId: two.person.id, name: "老王", accounts: 1, privateChat: two.chat.id },
    });
    expect(await store.transaction(({ identities }) => identities.doubt(pair, SECOND))).toBeNull();
    const asked = { key: `doubt-${id}-0`, chatId: one.chat.id, text: "老王?", buttons: [], sendAfter: NOW };
    await database.prisma.outbound.create({ data: asked });
    await store.transaction(({ people }) => people.erase(two.person.id, "已注销", NOW));
    expect(await database.prisma.doubt.count({ where: { id } })).toBe(0);
    const told = await database.prisma.outbound.findUnique({ where: { key: asked.key } });
    expect(told).toMatchObject({ text: "", state: "failed" });
  });

  test("nothing is to be known again of who was seen with this mark in this chat under this login", async () => {
    const settled = (id: string, stable: string | null, chat: string, loginAt = SECOND) =>
      store.transaction(({ identities }) =>
        identities.settled({ id, stable }, chat, { channel: CHANNEL, loginAt }),
      );
    expect(await settled("q", "Q", "q")).toBe(false);
    await speaks(inbound("q", "q"), { stable: "Q", loginAt: SECOND });
    expect(await settled("q", "Q", "q")).toBe(true);
    expect(await settled("q", null, "q")).toBe(true);
    expect(await settled("q", "R", "q")).toBe(false);
    expect(await settled("q", "Q", "r6")).toBe(false);
    expect(await settled("q", "Q", "q", NOW)).toBe(false);
  });

  test("a known account that speaks again since shows that it is another", async () => {
    const [one, two] = [await speaks(inbound("p1", "p1")), await speaks(inbound("p2", "p2"))];
    const pair = { kind: "account" as const, known: one.account.id, fresh: two.account.id };
    const id = await store.transaction(({ identities }) => identities.doubt(pair, SECOND));
    await speaks(inbound("p1", "p1"), { loginAt: SECOND });
    const doubt = await store.transaction(({ identities }) => identities.openDoubt(id ?? 0));
    expect(doubt?.seen).toBe(true);
  });
});
