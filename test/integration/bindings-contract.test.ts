// What every keeper of binding codes must do; run on each adapter there is.
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Store } from "#src/corridor/house.ts";
import type { Database } from "#src/database/client.ts";
import type { Bindings } from "#src/intake/bindings.ts";
import { STORES, demoStore } from "#test/helpers/demo-store.ts";

const NOW = new Date("2026-11-23T09:00:00+08:00");
const later = (minutes: number) => new Date(NOW.getTime() + minutes * 60_000);

describe.each(STORES)("$adapter bindings", ({ open }) => {
  let database: Database;
  let store: Store;
  let close: () => Promise<void>;

  beforeAll(async () => {
    ({ database, store, close } = await demoStore(open, "replay", NOW));
  });
  afterAll(() => close());

  const within = <T>(work: (bindings: Bindings) => Promise<T>) =>
    store.transaction(({ bindings }) => work(bindings));
  const make = (personId: number, byId: number, expiresAt = later(10)) =>
    within((bindings) => bindings.make({ personId, byId, expiresAt }, NOW));
  const find = (code: string, now = NOW) => within((bindings) => bindings.find({ code }, now));

  test("a code tells for whom it is until it is over or used, by its row as well", async () => {
    const { id, code } = await make(3, 3);
    expect(await find(code)).toEqual({ id, personId: 3, byId: 3 });
    expect(await within((bindings) => bindings.find({ id }, NOW))).toEqual({ id, personId: 3, byId: 3 });
    expect(await find(code, later(10))).toBeNull();
    expect(await find("000000000000")).toBeNull();
    await within((bindings) => bindings.spend(id, NOW));
    expect(await find(code)).toBeNull();
  });

  test("a newer one of its kind makes it void; one's own and an invitation stand beside each other", async () => {
    const own = await make(4, 4);
    const invited = await make(4, 14);
    const another = await make(5, 14);
    expect(await find(own.code)).not.toBeNull();
    const newer = await make(4, 15);
    expect(await find(invited.code)).toBeNull();
    for (const { code } of [own, another, newer]) expect(await find(code)).not.toBeNull();
    await make(4, 4);
    expect(await find(own.code)).toBeNull();
  });

  test("of two who look at once the second waits for what the first makes of it", async () => {
    const { id, code } = await make(6, 6);
    const looked = await Promise.all(
      [1, 2].map(() =>
        within(async (bindings) => {
          const found = await bindings.find({ code }, NOW);
          if (found) await bindings.spend(id, NOW);
          return found;
        }),
      ),
    );
    expect(looked.filter((found) => found !== null)).toHaveLength(1);
  });

  test("what is over is forgotten with what was told of it; what holds is not", async () => {
    const over = await make(7, 7);
    const holds = await make(8, 8, later(60));
    for (const { id, code } of [over, holds]) {
      const row = { key: `code-${id}-1-0`, chatId: 1, text: code, buttons: [], sendAfter: NOW };
      await database.prisma.outbound.create({ data: row });
    }
    await within((bindings) => bindings.forget(later(10)));
    const where = { key: { startsWith: "code-" } };
    const rows = await database.prisma.outbound.findMany({ where, orderBy: { id: "asc" } });
    expect(rows.map(({ text, state }) => [text, state])).toEqual([
      ["", "failed"],
      [holds.code, "pending"],
    ]);
    expect(await find(over.code)).toBeNull();
    expect(await find(holds.code)).not.toBeNull();
  });

  test("wrong codes are counted by account and forgotten after their time", async () => {
    const tried = (accountId: number, at: Date) =>
      within((bindings) => bindings.tried(accountId, at, new Date(at.getTime() - 60 * 60_000)));
    await tried(1, NOW);
    await tried(1, later(30));
    await tried(2, later(30));
    expect(await within((bindings) => bindings.tries(1, later(-1)))).toBe(2);
    expect(await within((bindings) => bindings.tries(1, NOW))).toBe(1);
    await tried(2, later(61));
    expect(await database.prisma.bindingTry.count()).toBe(3);
  });

  test("who has but their first account, or no other that can be reached, is unbound", async () => {
    const account = { channel: "other", name: "x", personId: 2 };
    await database.prisma.account.create({ data: { ...account, externalId: "77" } });
    const data = { ...account, personId: 3, externalId: "78", unreachableAt: NOW };
    await database.prisma.account.create({ data });
    expect(await within((bindings) => bindings.unbound([1, 2, 3]))).toEqual([1, 3]);
  });

  test("the community moves on when an account changes hands: members are named by their accounts", async () => {
    const revision = () => store.transaction(({ community }) => community.revision());
    const before = await revision();
    await within((bindings) => bindings.join({ from: 21, to: 20 }, NOW));
    expect(await revision()).toBeGreaterThan(before);
    const parted = await within((bindings) => bindings.part(20, NOW));
    expect(parted?.accounts.map(({ name }) => name)).toEqual(["2-1-201 刘老师"]);
    expect(await within((bindings) => bindings.part(20, NOW))).toBeNull();
  });

  test("what was still to be said to who gives an account up waits for them, where it was their only chat", async () => {
    const { personId } = await database.prisma.account.create({
      data: {
        channel: "other",
        name: "y",
        externalId: "79",
        boundAt: NOW,
        person: { create: { name: "y", createdAt: NOW } },
      },
    });
    const chat = await database.prisma.chat.create({
      data: { channel: "other", externalId: "79", kind: "private", title: "", personId },
    });
    const data = {
      key: "parted",
      chatId: chat.id,
      personId,
      text: "明天9点停水",
      buttons: [],
      sendAfter: later(5),
    };
    const { id } = await database.prisma.outbound.create({ data });
    await within((bindings) => bindings.part(personId, NOW));
    const row = await database.prisma.outbound.findUniqueOrThrow({ where: { id } });
    expect([row.state, row.chatId, row.personId]).toEqual(["held", null, personId]);
  });
});
