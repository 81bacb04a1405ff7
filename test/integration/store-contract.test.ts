// What every store must do; run on each adapter there is.
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Store } from "#src/corridor/house.ts";
import type { Database } from "#src/database/client.ts";
import type { InboundMessage } from "#src/message.ts";
import type { NewTicket } from "#src/tickets/store.ts";
import { applyCommunity } from "#src/routing/prisma.ts";
import { DEMO, readCommunity } from "#src/wire.ts";
import { STORES, demoStore } from "#test/helpers/demo-store.ts";
import { inboundMessage } from "#test/helpers/inbound.ts";

const NOW = new Date("2026-11-23T09:00:00+08:00");
const later = (seconds: number) => new Date(NOW.getTime() + seconds * 1000);
const inbound = (change: Partial<InboundMessage> = {}): InboundMessage =>
  inboundMessage({
    channel: "replay",
    chat: { id: "g1", kind: "group", title: "" },
    from: { id: "zhang", name: "3-2-501 张" },
    id: "m1",
    at: NOW,
    text: "x",
    ...change,
  });
const heard = (id: string, due: Date | null, gate: "request" | "chatter" = "request") => ({
  id: 0,
  externalId: id,
  at: NOW,
  gate,
  text: gate === "chatter" ? "" : "水管爆了",
  images: [{ ref: "p" }],
  replyTo: null,
  press: null,
  due,
});

describe.each(STORES)("$adapter store", ({ open }) => {
  let database: Database;
  let store: Store;
  let close: () => Promise<void>;
  let person = 0;
  let chat = 0;

  beforeAll(async () => {
    ({ database, store, close } = await demoStore(open, "replay", NOW));
    const met = await store.transaction(({ inbox }) => inbox.meet(inbound(), "zhang", NOW));
    [person, chat] = [met.person.id, met.chat.id];
  });
  afterAll(() => close());

  const meet = (change: Partial<InboundMessage> = {}) =>
    store.transaction(({ inbox }) => inbox.meet(inbound(change), "x", NOW));
  const ticket = (): NewTicket => ({
    category: "property",
    matter: "水管爆裂",
    urgency: "urgent",
    private: false,
    place: null,
    createdAt: NOW,
    since: NOW,
    answerBy: later(60),
    resultBy: later(3600),
    decision: {},
    chatId: chat,
    committeeId: 1,
    reporterId: person,
  });

  test("the community's revision moves with each change, whoever makes it, and with nothing else", async () => {
    const revision = () => store.transaction(({ community }) => community.revision());
    const before = await store.transaction(({ community }) => community.load());
    expect(before.revision).toBe(await revision());
    const [first, second] = before.members;
    const days = { from: NOW, until: later(60) };
    await store.transaction(({ community }) =>
      community.standIn({ memberId: first?.id ?? 0, byId: second?.id ?? 0, ...days }),
    );
    const noted = await store.transaction(({ community }) => community.load());
    expect(noted.revision).not.toBe(before.revision);
    expect(noted.standIns).toMatchObject([{ memberId: first?.id, byId: second?.id, ...days }]);
    await database.prisma.member.update({ where: { id: second?.id ?? 0 }, data: { leftAt: NOW } });
    const left = await store.transaction(({ community }) => community.load());
    expect(left.revision).not.toBe(noted.revision);
    expect(left.former.map(({ id }) => id)).toEqual([second?.id]);
    await database.prisma.member.update({ where: { id: second?.id ?? 0 }, data: { leftAt: null } });
    const after = await revision();
    await database.prisma.person.update({ where: { id: person }, data: { createdAt: NOW } });
    expect(await revision()).toBe(after);
  });

  test("a community is applied once", async () => {
    expect(
      await applyCommunity(database.prisma, readCommunity(DEMO), { channels: ["replay"], now: NOW }),
    ).toBe(false);
    expect(await database.prisma.flat.count()).toBeGreaterThan(500);
  });

  test("a known account is met with its flat; a new one becomes one person however many messages come at once", async () => {
    const known = await meet();
    expect(known.person.flat).toMatchObject({ building: "3", unit: "2", room: "501" });
    const all = await Promise.all(
      Array.from({ length: 20 }, () => meet({ from: { id: "new1", name: "新邻居" } })),
    );
    expect(new Set(all.map((conversation) => conversation.person.id)).size).toBe(1);
    expect(new Set(all.map((conversation) => conversation.id)).size).toBe(1);
  });

  test("a message is received once; chatter asks for no turn", async () => {
    const conversation = await meet();
    const receive = (id: string, due: Date | null, gate?: "chatter") =>
      store.transaction(({ inbox }) => inbox.receive(conversation, heard(id, due, gate)));
    const results = await Promise.all(Array.from({ length: 10 }, () => receive("once", later(5))));
    expect(results.filter((result) => result !== null)).toHaveLength(1);
    expect(await receive("talk", null, "chatter")).toBeNull();
    const due = await store.transaction(({ inbox }) => inbox.due(later(5), 10));
    expect(due).toEqual([{ id: conversation.id, at: later(5) }]);
    expect(await store.transaction(({ inbox }) => inbox.due(later(4), 10))).toEqual([]);
  });

  test("a turn handled keeps what is kept and empties what is forgotten", async () => {
    const conversation = await meet();
    await store.transaction(({ inbox }) => inbox.receive(conversation, heard("second", later(6))));
    const ids = await store.transaction(async ({ inbox }) => {
      const locked = await inbox.lock(conversation.id);
      const [first = 0, second = 0] = (locked?.messages ?? []).map((message) => message.id);
      await inbox.handled(conversation.id, { keep: [first], forget: [second], again: null }, NOW);
      return [first, second];
    });
    const written = async () => {
      const told = await store.transaction(({ inbox }) => inbox.written(ids));
      expect(told?.conversationId ?? conversation.id).toBe(conversation.id);
      return told?.messages.map(({ id, text, images }) => [id, text, images.length]) ?? [];
    };
    expect(await written()).toEqual([[ids[0], "水管爆了", 1]]);
    const forget = (at: Date) => store.transaction(({ inbox }) => inbox.forgetBefore(at));
    await forget(NOW);
    expect(await written()).toEqual([[ids[0], "水管爆了", 1]]);
    expect(await forget(later(1))).toBeGreaterThan(0);
    expect(await written()).toEqual([]);
    expect(await forget(later(1))).toBe(0);
    expect(await store.transaction(({ inbox }) => inbox.due(later(9999), 10))).toEqual([]);
  });

  test("a message is changed by its sender alone, and is then heard again or gone", async () => {
    const conversation = await meet({ from: { id: "edits", name: "改" } });
    const from = { id: "edits" };
    await store.transaction(({ inbox }) => inbox.receive(conversation, heard("e1", null, "chatter")));
    const find = (change: object) =>
      store.transaction(({ inbox }) =>
        inbox.changed({
          channel: "replay",
          chat: { id: "g1" },
          from,
          id: "e1",
          at: NOW,
          change: "recall",
          ...change,
        }),
      );
    const meant = await find({});
    expect(meant?.conversationId).toBe(conversation.id);
    const others = [{ from: { id: "li" } }, { id: "e2" }, { chat: { id: "g2" } }, { channel: "web" }];
    for (const other of others) expect(await find(other)).toBeNull();
    const id = meant?.messageId ?? 0;
    const words = { text: "灯坏了", gate: "request" as const, editedAt: later(3) };
    await store.transaction(async ({ inbox }) => {
      await inbox.edit(id, words);
      await inbox.hearAgain(id, { at: later(3), due: later(9) });
    });
    const locked = await store.transaction(({ inbox }) => inbox.lock(conversation.id));
    expect(locked?.conversation.turnDueAt).toEqual(later(9));
    expect(locked?.messages).toMatchObject([
      { id, text: "灯坏了", gate: "request", at: later(3), press: null },
    ]);
    await store.transaction(({ inbox }) => inbox.recall(id, later(10)));
    const gone = await store.transaction(({ inbox }) => inbox.message(id));
    expect(gone).toMatchObject({ text: "", images: [], editedAt: later(3), recalledAt: later(10) });
    const rest = { keep: [id], forget: [], again: null };
    await store.transaction(({ inbox }) => inbox.handled(conversation.id, rest, NOW));
  });

  test("a message forgotten after its turn is heard again as what it says, not as a press", async () => {
    const conversation = await meet({ from: { id: "again", name: "又" } });
    const received = await store.transaction(({ inbox }) =>
      inbox.receive(conversation, heard("again1", later(5))),
    );
    const id = received?.messageId ?? 0;
    await store.transaction(({ inbox }) =>
      inbox.handled(conversation.id, { keep: [], forget: [id], again: null }, NOW),
    );
    expect(await store.transaction(({ inbox }) => inbox.message(id))).toMatchObject({
      text: "",
      press: null,
    });
  });

  test("words are changed wherever a ticket's events and the outbox quote them, and their pictures dropped", async () => {
    const { id } = await store.transaction(({ tickets }) => tickets.open(ticket()));
    const event = { kind: "added", actorId: person, at: NOW, data: { text: "灯坏了" } };
    const put = (key: string, text: string) => ({
      key,
      text,
      buttons: ["接单"],
      images: [{ ref: "p1" }, { ref: "p2" }],
      ticketId: id,
      messageId: null,
      chatId: chat,
      personId: null,
    });
    const rewording = { from: "灯坏了", to: "没了" };
    await store.transaction(async ({ tickets, outbox }) => {
      await tickets.change(id, {}, event);
      await tickets.change(id, {}, { ...event, actorId: null });
      await outbox.put(put("words", "新工单\n张:灯坏了"), NOW);
      await outbox.put({ ...put("elsewhere", "张:灯坏了"), ticketId: null }, NOW);
      await tickets.reword(id, person, rewording);
      await outbox.reword(id, rewording, [{ ref: "p2" }]);
    });
    const events = await store.transaction(({ tickets }) => tickets.events(id));
    expect(events.map(({ kind, data }) => [kind, data])).toEqual([
      ["found", { category: "property", urgency: "urgent", since: NOW.toISOString() }],
      ["added", { text: "没了" }],
      // The same words of somebody else are theirs.
      ["added", { text: "灯坏了" }],
    ]);
    const rows = await database.prisma.outbound.findMany({
      where: { key: { in: ["words", "elsewhere"] } },
    });
    const shown = rows.map(({ key, text, images }) => [key, text, images]);
    expect(shown).toContainEqual(["words", "新工单\n张:没了", [{ ref: "p1" }]]);
    expect(shown).toContainEqual(["elsewhere", "张:灯坏了", [{ ref: "p1" }, { ref: "p2" }]]);
    await database.prisma.outbound.deleteMany({ where: { key: { in: ["words", "elsewhere"] } } });
  });

  test("a picture goes out with the channel that has it; one that says nothing came by the ticket's own", async () => {
    const { id } = await store.transaction(({ tickets }) => tickets.open(ticket()));
    const web = { channel: "web", externalId: "shown", kind: "private", title: "" } as const;
    const elsewhere = await database.prisma.chat.create({ data: web });
    const notice = {
      key: "pictures",
      text: "看图",
      buttons: [],
      images: [{ ref: "p1" }, { ref: "p2", channel: "telegram" }],
      ticketId: id,
      messageId: null,
      chatId: elsewhere.id,
      personId: null,
    };
    const out = await store.transaction(async ({ outbox }) => {
      const row = await outbox.put(notice, NOW);
      return outbox.claim(row?.id ?? 0, NOW);
    });
    expect(out?.message.images).toEqual([
      { ref: "p1", channel: "replay" },
      { ref: "p2", channel: "telegram" },
    ]);
    await database.prisma.outbound.deleteMany({ where: { key: "pictures" } });
    await database.prisma.chat.delete({ where: { id: elsewhere.id } });
  });

  test("a person speaks on a ticket as long as one message of theirs is not taken back", async () => {
    const { id } = await store.transaction(({ tickets }) => tickets.open(ticket()));
    const conversation = await meet();
    const ids: number[] = [];
    for (const name of ["s1", "s2"]) {
      const row = await store.transaction(({ inbox }) => inbox.receive(conversation, heard(name, later(5))));
      ids.push(row?.messageId ?? 0);
    }
    const speaks = () => store.transaction(({ tickets }) => tickets.speaks(id, person));
    expect(await speaks()).toBe(false);
    await store.transaction(({ tickets }) =>
      tickets.link(
        id,
        ids.map((message) => ({ id: message, text: "", images: [] })),
      ),
    );
    for (const left of [true, false]) {
      const gone = ids.pop() ?? 0;
      await store.transaction(({ inbox }) => inbox.recall(gone, NOW));
      expect(await speaks()).toBe(left);
    }
    const other = await meet({ from: { id: "li", name: "李" } });
    expect(await store.transaction(({ tickets }) => tickets.speaks(id, other.person.id))).toBe(false);
  });

  test("a failed turn comes again later, and later still each time", async () => {
    const conversation = await meet();
    await store.transaction(({ inbox }) => inbox.receive(conversation, heard("third", NOW)));
    const waits = [];
    for (let i = 0; i < 3; i += 1) {
      await store.transaction(({ inbox }) => inbox.failed(conversation.id, NOW));
      const [due] = await store.transaction(({ inbox }) => inbox.due(later(9999), 10));
      waits.push((due?.at.getTime() ?? 0) - NOW.getTime());
    }
    expect(waits).toEqual([2000, 4000, 8000]);
  });

  test("tickets opened at once have codes of their own, and a transaction that fails leaves nothing", async () => {
    const opened = await Promise.all(
      Array.from({ length: 10 }, () => store.transaction(({ tickets }) => tickets.open(ticket()))),
    );
    expect(new Set(opened.map(({ code }) => code)).size).toBe(10);
    const before = await database.prisma.ticket.count();
    const failing = store.transaction(async ({ tickets }) => {
      await tickets.open(ticket());
      throw new Error("the process dies here");
    });
    await expect(failing).rejects.toThrow("dies");
    expect(await database.prisma.ticket.count()).toBe(before);
  });

  test("two changes of one ticket at once come one after the other", async () => {
    const { id, code } = await store.transaction(({ tickets }) => tickets.open(ticket()));
    const add = () =>
      store.transaction(async ({ tickets }) => {
        const locked = await tickets.lockByCode(code.toLowerCase());
        await tickets.change(
          id,
          { round: (locked?.round ?? 0) + 1 },
          { kind: "added", actorId: null, at: NOW, data: {} },
        );
      });
    await Promise.all(Array.from({ length: 8 }, add));
    expect((await store.transaction(({ tickets }) => tickets.lock(id)))?.round).toBe(8);
  });

  test("a message of two matters is kept with both, with the words of each, however often it is linked", async () => {
    const conversation = await meet();
    const [first, second] = await store.transaction(async ({ tickets }) => [
      await tickets.open(ticket()),
      await tickets.open(ticket()),
    ]);
    const received = await store.transaction(({ inbox }) =>
      inbox.receive(conversation, heard("both", later(5))),
    );
    const id = received?.messageId ?? 0;
    const link = (ticketId: number, text: string, ...refs: string[]) =>
      store.transaction(({ tickets }) =>
        tickets.link(ticketId, [{ id, text, images: refs.map((ref) => ({ ref })) }]),
      );
    for (let i = 0; i < 2; i += 1) {
      await link(first.id, "灯坏了", "a");
      await link(second.id, "水管爆了");
      await link(first.id, "灯罩也掉了", "a", "b");
    }
    const name = "3-2-501 张";
    const words = (ticketId: number, of?: number) =>
      store.transaction(({ tickets }) => tickets.words(ticketId, of));
    expect([await words(first.id), await words(second.id, person), await words(second.id, 0)]).toEqual([
      [{ name, text: "灯坏了\n灯罩也掉了", images: [{ ref: "a" }, { ref: "b" }] }],
      [{ name, text: "水管爆了", images: [] }],
      [],
    ]);
    await store.transaction(async ({ inbox, tickets }) => {
      expect((await inbox.reference(chat, "both"))?.ticketIds).toEqual([second.id, first.id]);
      expect((await inbox.message(id))?.tickets.map(({ ticketId, text }) => [ticketId, text])).toEqual([
        [second.id, "水管爆了"],
        [first.id, "灯坏了\n灯罩也掉了"],
      ]);
      const all = await tickets.candidates(chat, person, NOW);
      const mine = all.filter((candidate) => [first.id, second.id].includes(candidate.ticket.id));
      expect(mine.map(({ lastAt }) => lastAt)).toEqual([NOW, NOW]);
      expect((await inbox.lock(conversation.id))?.conversation.ticketAt).toEqual(NOW);
    });
  });

  test("a message that belongs to no ticket refers to none", async () => {
    const conversation = await meet();
    await store.transaction(({ inbox }) => inbox.receive(conversation, heard("none", later(5))));
    const reference = await store.transaction(({ inbox }) => inbox.reference(chat, "none"));
    expect(reference).toMatchObject({ ours: false, ticketIds: [] });
  });

  test("a correction is kept with the step that made it, or not at all", async () => {
    const { id } = await store.transaction(({ tickets }) => tickets.open(ticket()));
    const wrong = (ticketId: number | null, toLabel: "parking" | "none", text: string) =>
      ({ at: NOW, ticketId, fromLabel: "property", toLabel, source: "staff", text }) as const;
    await store.transaction(({ corrections }) => corrections.record(wrong(id, "parking", "车位被占")));
    const failing = store.transaction(async ({ corrections }) => {
      await corrections.record(wrong(id, "none", "车位被占"));
      throw new Error("the process dies here");
    });
    await expect(failing).rejects.toThrow("dies");
    await store.transaction(({ corrections }) => corrections.record(wrong(null, "none", "哈哈")));
    const kept = await store.transaction(({ corrections }) => corrections.kept());
    expect(kept).toMatchObject([wrong(id, "parking", "车位被占"), wrong(null, "none", "哈哈")]);
    await store.transaction(({ corrections }) => corrections.forget(id));
    const left = await store.transaction(({ corrections }) => corrections.kept());
    expect(left).toMatchObject([wrong(null, "none", "哈哈")]);
  });

  test("stars are recorded once for a closing and person", async () => {
    const { id } = await store.transaction(({ tickets }) => tickets.open(ticket()));
    const rate = (round: number, stars: number) =>
      store.transaction(({ tickets }) => tickets.rate(id, { round, personId: person, stars, at: NOW }));
    expect([await rate(1, 5), await rate(1, 1), await rate(2, 2)]).toEqual([null, 5, null]);
    const ratings = await store.transaction(({ tickets }) => tickets.ratings(id, 1));
    expect(ratings).toEqual([{ personId: person, stars: 5 }]);
  });

  test("when the first reporter leaves, the earliest of the others is first", async () => {
    const { id } = await store.transaction(({ tickets }) => tickets.open(ticket()));
    const other = await meet({ from: { id: "li", name: "李" } });
    await store.transaction(({ tickets }) =>
      tickets.addReporter(id, { personId: other.person.id, chatId: chat, at: later(1) }),
    );
    await store.transaction(({ tickets }) => tickets.removeReporter(id, person));
    const left = await store.transaction(({ tickets }) => tickets.lock(id));
    expect(left?.reporters).toMatchObject([{ personId: other.person.id, first: true }]);
  });

  test("follow-ups are exactly the planned ones; what is done stays done until its time is put off", async () => {
    const { id } = await store.transaction(({ tickets }) => tickets.open(ticket()));
    const replan = (planned: [string, number][]) =>
      store.transaction(({ followUps }) =>
        followUps.replan(
          id,
          planned.map(([kind, seconds]) => ({
            kind: kind as "answer_reminder",
            round: 0,
            dueAt: later(seconds),
          })),
        ),
      );
    const [first] = await replan([
      ["answer_reminder", 10],
      ["answer_overdue", 20],
    ]);
    expect(
      await replan([
        ["answer_reminder", 10],
        ["answer_overdue", 20],
      ]),
    ).toEqual([]);
    const claim = (at: Date) => store.transaction(({ followUps }) => followUps.claim(first?.id ?? 0, at));
    expect(await claim(later(9))).toBeNull();
    const claims = await Promise.all([claim(later(10)), claim(later(10)), claim(later(10))]);
    expect(claims.filter((claimed) => claimed !== null)).toHaveLength(1);
    expect(
      await replan([
        ["answer_reminder", 10],
        ["result_overdue", 30],
      ]),
    ).toMatchObject([{ kind: "result_overdue" }]);
    expect(await store.transaction(({ followUps }) => followUps.due(later(9999), 99))).toHaveLength(1);
    expect(await replan([["answer_overdue", 40]])).toMatchObject([
      { kind: "answer_overdue", dueAt: later(40) },
    ]);
    expect(await replan([["answer_reminder", 50]])).toMatchObject([{ id: first?.id, dueAt: later(50) }]);
    expect(await claim(later(49))).toBeNull();
    expect(await claim(later(50))).not.toBeNull();
    expect(await replan([["answer_reminder", 50]])).toEqual([]);
  });

  test("of the follow-ups without a ticket one of a kind lies ahead, whoever plans it how often", async () => {
    const ahead = (round: number, seconds: number) =>
      store.transaction(({ followUps }) =>
        followUps.ahead({ kind: "morning_digest", round, dueAt: later(seconds) }),
      );
    const waiting = () => database.prisma.followUp.findMany({ where: { ticketId: null, state: "waiting" } });
    const first = await ahead(2, 20);
    expect(first).toMatchObject({ ticketId: null, round: 2, dueAt: later(20) });
    expect(await ahead(2, 20)).toBeNull();
    expect(await ahead(3, 30)).toBeNull();
    expect(await ahead(1, 10)).toMatchObject({ round: 1 });
    const [one, ...others] = await waiting();
    expect([one?.round, others]).toEqual([1, []]);
    await store.transaction(({ followUps }) => followUps.claim(one?.id ?? 0, later(10)));
    expect(await ahead(1, 10)).toBeNull();
    expect(await ahead(2, 20)).toMatchObject({ id: first?.id, dueAt: later(20) });
    const again = { kind: "morning_digest", round: 2, dueAt: later(20) };
    await expect(database.prisma.followUp.create({ data: again })).rejects.toThrow("Unique constraint");
    await database.prisma.followUp.deleteMany({ where: { ticketId: null } });
  });

  test("what is due, given back or to be put right is found in one look, with raw counts of a time", async () => {
    const make = async (state: "routed" | "accepted" | "returned" | "ended", change: object = {}) => {
      const { id, code } = await store.transaction(({ tickets }) =>
        tickets.open({ ...ticket(), resultBy: later(9e6) }),
      );
      const data = { state, answeredAt: NOW, resultBy: later(9e6), answerBy: later(9e6), ...change };
      await database.prisma.ticket.update({ where: { id }, data });
      return code;
    };
    const before = await store.transaction((rooms) => rooms.news.due(later(7200)));
    const codes = [
      await make("routed", { answerBy: later(60) }),
      await make("accepted", { resultBy: later(60), answerBy: later(1) }),
      await make("returned"),
      await make("ended", { correctBy: later(9e6) }),
    ];
    await make("accepted", { answerBy: later(1) });
    await make("accepted", { resultBy: later(60), waiting: "parts" });
    await make("ended", { resultBy: later(60) });
    const due = await store.transaction((rooms) => rooms.news.due(later(7200)));
    expect(due.map(({ code }) => code).slice(before.length)).toEqual(codes);
    const time = { from: later(-1), to: later(1), now: later(120) };
    const figures = await store.transaction((rooms) => rooms.news.figures(time));
    const opened = await database.prisma.ticket.count({ where: { committeeId: 1 } });
    expect(figures).toMatchObject([{ committeeId: 1, opened, closed: 0 }]);
    const empty = { from: later(5), to: later(6), now: later(-9e6) };
    expect(await store.transaction((rooms) => rooms.news.figures(empty))).toEqual([]);
  });

  test("the outbox says a key once, keeps the order of a chat, and has one message of it in hand", async () => {
    const put = (key: string, at: Date) =>
      store.transaction(({ outbox }) => outbox.put({ ...said(key), chatId: chat, personId: null }, at));
    const first = await put("a", NOW);
    expect(await put("a", NOW)).toBeNull();
    const second = await put("b", NOW);
    const claim = (id: number | undefined, at: Date) =>
      store.transaction(({ outbox }) => outbox.claim(id ?? 0, at));
    const claimed = await Promise.all([
      claim(second?.id, later(1)),
      claim(second?.id, later(1)),
      claim(first?.id, later(1)),
    ]);
    expect(claimed.filter((out) => out !== null).map((out) => out?.message.text)).toEqual(["a"]);
    await store.transaction(({ outbox }) => outbox.retry(first?.id ?? 0, later(100), true));
    expect(await claim(second?.id, later(2))).toBeNull();
    expect((await claim(first?.id, later(100)))?.attempts).toBe(2);
    await store.transaction(({ outbox }) =>
      outbox.sent({ id: first?.id ?? 0, folded: [] }, { externalId: "x1" }, later(100)),
    );
    expect((await claim(second?.id, later(101)))?.message.text).toBe("b");
    expect(await claim(second?.id, later(102))).toBeNull();
    const stale = await claim(second?.id, later(200));
    expect([stale?.message.text, stale?.again]).toEqual(["b", true]);
    await store.transaction(({ outbox }) => outbox.retry(second?.id ?? 0, null, true));
  });

  const said = (key: string) => ({
    key,
    text: key,
    buttons: [],
    images: [],
    ticketId: null,
    messageId: null,
  });
  type Change = { pressing?: boolean; ticketId?: number } & (
    | { chatId: number; personId: null }
    | { chatId: null; personId: number }
  );
  const put = (key: string, change: Change) =>
    store.transaction(({ outbox }) => outbox.put({ ...said(key), ...change }, NOW));
  const claimIn = async (id: number | undefined, at: Date) =>
    (await store.transaction(({ outbox }) => outbox.claim(id ?? 0, at)))?.message.text ?? null;
  const done = (id: number | undefined) =>
    store.transaction(({ outbox }) =>
      outbox.sent({ id: id ?? 0, folded: [] }, { externalId: `x${id}` }, NOW),
    );

  test("a danger goes out before what waits, and what is put off holds up no other chat", async () => {
    const elsewhere = await meet({ chat: { id: "g8", kind: "group", title: "" } });
    const group = { chatId: elsewhere.chat.id, personId: null };
    const first = await put("p1", group);
    await store.transaction(async ({ outbox }) => {
      await outbox.claim(first?.id ?? 0, NOW);
      await outbox.retry(first?.id ?? 0, later(73_414), false);
    });
    const second = await put("p2", group);
    expect(await claimIn(second?.id, later(1))).toBeNull();
    const due = (until: Date) => store.transaction(({ outbox }) => outbox.due(until, NOW, 100));
    expect((await due(later(9))).map(({ id }) => id)).not.toContain(second?.id);
    const danger = await put("p3", { ...group, pressing: true });
    expect((await due(later(9))).map(({ id }) => id)).toContain(danger?.id);
    expect(await claimIn(second?.id, later(1))).toBe("p3");
    // One that may not have gone out waits for its second time by itself.
    await store.transaction(({ outbox }) => outbox.repeat(danger?.id ?? 0, later(99_999)));
    expect(await claimIn(second?.id, later(73_414))).toBe("p1");
    const row = await database.prisma.outbound.findUniqueOrThrow({ where: { id: first?.id ?? 0 } });
    expect(row.attempts).toBe(1);
    await done(first?.id);
    expect(await claimIn(second?.id, later(73_414))).toBe("p2");
    await done(second?.id);
    expect(await claimIn(danger?.id, later(99_999))).toBe("p3");
    await done(danger?.id);
  });

  test("what is said to somebody while they open their private chat is held or goes out, never lost", async () => {
    const stranger = { id: "shy1", name: "新邻居" };
    const meetIn = (chatOf: InboundMessage["chat"]) =>
      store.transaction(async ({ inbox, outbox }) => {
        const met = await inbox.meet(inbound({ from: stranger, chat: chatOf }), null, NOW);
        if (chatOf.kind === "private") await outbox.unhold(met.person.id, NOW);
        return met;
      });
    const met = await meetIn({ id: "g1", kind: "group", title: "" });
    const to = { chatId: null, personId: met.person.id };
    const notices = Array.from({ length: 12 }, (_, n) => () => put(`held-${n}`, to));
    expect(await notices[0]?.()).toMatchObject({ chatId: null });
    expect(await store.transaction(({ outbox }) => outbox.isReachable(met.person.id))).toBe(false);
    const opens = () => meetIn({ id: "shy1", kind: "private", title: "" });
    await Promise.all([...notices.slice(1, 6), opens, ...notices.slice(6)].map((one) => one()));
    const rows = await database.prisma.outbound.findMany({
      where: { personId: met.person.id },
      include: { chat: true },
    });
    expect(rows.map(({ state, chat: its }) => [state, its?.externalId])).toEqual(
      rows.map(() => ["pending", "shy1"]),
    );
    expect(rows).toHaveLength(12);
  });

  test("a person with two accounts on a channel is reached on the one that is open", async () => {
    const one = await meet({
      from: { id: "two1", name: "双" },
      chat: { id: "two1", kind: "private", title: "" },
    });
    const { channel } = one.chat;
    const personId = one.person.id;
    await database.prisma.account.create({ data: { channel, externalId: "two2", name: "双", personId } });
    const other = { channel, externalId: "two2", kind: "private" as const, title: "", personId };
    const chatId = (await database.prisma.chat.create({ data: other })).id;
    const blocked = {
      channel,
      chat: { id: "two1", kind: "private" as const, title: "" },
      at: NOW,
      by: null,
      change: "blocked" as const,
    };
    const turn = () => store.transaction(({ inbox }) => inbox.chatChanged(blocked, NOW));
    expect(await turn()).toMatchObject({ kind: "private", personId, open: false, turned: true });
    expect(await turn()).toMatchObject({ turned: false });
    expect(await put("two", { chatId: null, personId })).toMatchObject({ chatId });
  });

  test("a group that moves keeps every row that leads to it, also of the time when it had two", async () => {
    const old = { id: "old9", kind: "group" as const, title: "东" };
    const fresh = { id: "new9", kind: "group" as const, title: "" };
    const fill = async (of: typeof old, name: string, from: string) => {
      const conversation = await meet({ chat: of, from: { id: from, name } });
      const chatId = conversation.chat.id;
      const received = await store.transaction(({ inbox }) =>
        inbox.receive(conversation, heard(from === "jia" ? "1" : "2", later(5))),
      );
      const opened = await store.transaction(async ({ tickets }) => {
        const made = await tickets.open({ ...ticket(), chatId, reporterId: conversation.person.id });
        const messages = [{ id: received?.messageId ?? 0, text: "水管爆了", images: [] }];
        await tickets.link(made.id, messages);
        return made;
      });
      const line = await put(`moves-${name}-${of.id}`, { chatId, personId: null, ticketId: opened.id });
      await done(line?.id);
      return { chatId, conversation, ticketId: opened.id };
    };
    const before = await fill(old, "甲", "jia");
    const after = [await fill(fresh, "甲", "jia"), await fill({ ...fresh, id: "new9" }, "乙", "yi")];
    await store.transaction(({ inbox }) => inbox.await(after[0]?.conversation.id ?? 0, { kind: "place" }));
    await store.transaction(({ inbox }) => inbox.setGroups([before.chatId], { mode: "listen" }));
    const count = async (chatIds: number[]) => {
      const where = { chatId: { in: chatIds } };
      const { message, outbound, ticketReporter, ticket: tickets } = database.prisma;
      const all = [message.count({ where }), outbound.count({ where })];
      return Promise.all([...all, ticketReporter.count({ where }), tickets.count({ where })]);
    };
    const whole = await count([before.chatId, after[0]?.chatId ?? 0]);
    const moved = { channel: "replay", chat: old, at: NOW, by: null, change: "moved" as const, to: "new9" };
    const move = () => store.transaction(({ inbox }) => inbox.chatChanged(moved, NOW));
    await Promise.all([move(), move(), move()]);
    expect(await count([before.chatId])).toEqual(whole);
    const left = await database.prisma.chat.findMany({
      where: { externalId: { in: ["old9", "new9"] } },
      include: { conversations: { orderBy: { id: "asc" } } },
    });
    expect(left.map(({ id, externalId, title, mode }) => [id, externalId, title, mode])).toEqual([
      [before.chatId, "new9", "东", "listen"],
    ]);
    expect(left[0]?.conversations.map(({ awaiting, turnDueAt }) => [awaiting, turnDueAt])).toEqual([
      [{ kind: "place" }, later(5)],
      [null, later(5)],
    ]);
    // The number 1 is now that of the message that came under the new id.
    const meant = (of: string) => store.transaction(({ inbox }) => inbox.reference(before.chatId, of));
    expect((await meant("1"))?.ticketIds).not.toContain(before.ticketId);
    expect((await meant("moved/old9/1"))?.ticketIds).toEqual([before.ticketId]);
    await database.prisma.conversation.updateMany({ data: { turnDueAt: null } });
  });
});
