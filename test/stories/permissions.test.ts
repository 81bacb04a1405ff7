import { beforeAll, describe, expect, test } from "vitest";
import { accept } from "#src/corridor/accept.ts";
import { handleTurn } from "#src/corridor/handle-turn.ts";
import { ASKS, DEEDS } from "#src/corridor/button-verbs.ts";
import { UNDO_BUTTON } from "#src/corridor/undo.ts";
import { COMMANDS } from "#src/desk/command.ts";
import type { CommandName } from "#src/desk/command.ts";
import { MAY, MAY_ASK } from "#src/desk/permit.ts";
import type { Deed, Relation } from "#src/desk/permit.ts";
import { say } from "#src/dialogue/say.ts";
import { TRANSITIONS } from "#src/tickets/ticket.ts";
import type { State } from "#src/words.ts";
import { asItStands, everybody, KINDS, PEOPLE, writeTicket } from "#test/helpers/estate-of-all.ts";
import type { Kind } from "#test/helpers/estate-of-all.ts";
import { story } from "#test/helpers/story.ts";
import { inboundMessage } from "#test/helpers/inbound.ts";

type Ticketed = {
  [Name in CommandName]: (typeof COMMANDS)[Name]["code"] extends true ? Name : never;
}[CommandName];

/** By kind the code of a ticket that another could be merged with. */
const OTHERS: Partial<Record<Kind, string>> = {};

/** What stands behind the code, so that a command is complete: a row for each command about a ticket. */
const REST: Record<Ticketed, string | ((kind: Kind) => string)> = {
  look: "",
  withdraw: "",
  rate: "5",
  accept: "",
  return: "不归我们",
  progress: "去看过了",
  report: "修好了",
  ticket: "",
  recategorise: "停车出行",
  transfer: "志愿服务站 请他们看看",
  // A lead gives it to somebody of the own committee.
  assign: (kind) => (kind === "other" ? "zhian2" : "wu3"),
  assist: "志愿服务站 请来帮忙",
  add: "还有一件",
  wait: "配件 要从厂里发",
  resume: "",
  extend: "2026-12-02 要等配件",
  confirm: "",
  merge: (kind) => OTHERS[kind] ?? "",
  split: "",
  dispute: "后面还有一堆",
  call_back: "已重新清运",
};
/** Before these the ticket stands still, or has a bad rating to be put right. */
const BEFORE: Partial<Record<Deed, object>> = {
  resume: { waiting: "parts" },
  call_back: { correctBy: new Date("2026-12-01T00:00:00Z") },
};
/** These ask once more before anything happens. */
const ASKING: readonly Deed[] = ["merge", "split"];
/** Only by who did what is undone: the reporter, in these tickets. */
const UNDOER = "wang";

type Row = {
  what: string;
  deed: Deed;
  of(code: string, kind: Kind): { text: string; button: string | null };
};
const restOf = (name: Ticketed, kind: Kind) => {
  const rest = REST[name];
  return typeof rest === "string" ? rest : rest(kind);
};
const ticketed = Object.keys(REST) as Ticketed[];
const commands: Row[] = ticketed.map((name) => ({
  what: `/${COMMANDS[name].words[0]}`,
  deed: name === "ticket" ? "look" : name,
  of: (code, kind) => ({ text: `/${COMMANDS[name].words[0]} ${code} ${restOf(name, kind)}`, button: null }),
}));
const button = (text: string, deed: Deed): Row => ({
  what: text,
  deed,
  of: () => ({ text: "", button: text }),
});
const buttons: Row[] = [
  ...Object.entries(DEEDS).map(([text, deed]) => button(text, deed)),
  ...Object.entries(ASKS).map(([text, { deed }]) => button(text, deed)),
  button("5", "rate"),
  button(UNDO_BUTTON, "restore"),
];

const may = (deed: Deed, account: string, kind: Kind) => {
  const held: readonly Relation[] = PEOPLE[account]?.[kind] ?? [];
  return (MAY[deed] as readonly Relation[]).some((relation) => held.includes(relation));
};
/** A state in which the deed can be done; best one in which a member has the ticket. */
const stateFor = (deed: Deed): State => {
  const from: readonly State[] =
    deed in TRANSITIONS ? TRANSITIONS[deed as keyof typeof TRANSITIONS].from : [];
  return from.length === 0 || from.includes("accepted") ? "accepted" : (from[0] ?? "accepted");
};

describe("who may do what", () => {
  const s = story("2026-11-23T09:00:00+08:00", everybody);
  let count = 0;
  let mark = 0;
  beforeAll(async () => {
    await s().leaves("lao");
    for (const kind of KINDS) OTHERS[kind] = (await writeTicket(s(), { kind, state: "accepted" })).code;
  });

  /** The house without its queue, which would only bring the turns that are asked for below; nothing is sent. */
  const house = () => ({
    ...s().replayed.house,
    queue: { ...s().replayed.house.queue, add: async () => {} },
  });
  const texts = () => s().replayed.house.flows.texts;
  /** Hands over what somebody types or taps in their private chat, without doing yet what comes of it. */
  const hand = async (account: string, text: string, press: { button: string; code: string } | null) => {
    const message = inboundMessage({
      channel: "replay",
      chat: { id: account, kind: "private", title: "" },
      from: { id: account, name: account },
      id: `try-${++count}`,
      at: s().replayed.clock.now(),
      text,
      press: press && { outboundId: null, ticketCode: press.code, button: press.button },
    });
    await accept(house(), message);
  };
  /** What was said before counts as heard, and no question is open. */
  const begin = async () => {
    await s().replayed.database.$executeRaw`update "Conversation" set awaiting = null`;
    mark = (await s().replayed.database.outbound.aggregate({ _max: { id: true } }))._max.id ?? 0;
  };
  /** Everybody's turn; returns what each chat is to hear of it, in order. */
  const happens = async () => {
    const { database, clock } = s().replayed;
    const due = await database.conversation.findMany({ where: { turnDueAt: { lte: clock.now() } } });
    for (const { id } of due) await handleTurn(house(), id);
    const where = { id: { gt: mark } };
    const rows = await database.outbound.findMany({ where, orderBy: { id: "asc" }, include: { chat: true } });
    const heard: Record<string, string[]> = {};
    for (const { chat, text } of rows) (heard[chat?.externalId ?? "held"] ??= []).push(text);
    return heard;
  };

  describe.each(KINDS)("with a ticket of kind %s", (kind) => {
    test.each([...commands, ...buttons])("$what changes nothing for who may not", async ({ deed, of }) => {
      const { id, code } = await writeTicket(s(), { kind, state: stateFor(deed) });
      const before = await asItStands(s(), id);
      const barred = Object.keys(PEOPLE).filter(
        (account) => !may(deed, account, kind) || (deed === "restore" && account !== UNDOER),
      );
      expect(barred).toContain("zhao");
      await begin();
      for (const account of barred) {
        const { text, button: tapped } = of(code, kind);
        await hand(account, text, tapped === null ? null : { button: tapped, code });
      }
      const expected = barred.map((account) => [
        account,
        [may("look", account, kind) ? say(texts(), "not_allowed", {}) : say(texts(), "not_found", { code })],
      ]);
      expect(await happens()).toEqual(Object.fromEntries(expected));
      expect(await asItStands(s(), id)).toEqual(before);
    });

    test.each([...commands, ...buttons])("$what is done for who may", async ({ deed, of }) => {
      const allowed = Object.keys(PEOPLE).filter(
        (account) => may(deed, account, kind) && (deed !== "restore" || account === UNDOER),
      );
      const tried = new Map<string, { id: number; code: string; events: number }>();
      await begin();
      for (const account of allowed) {
        const ticket = await writeTicket(s(), { kind, state: stateFor(deed) });
        await s().replayed.database.ticket.update({ where: { id: ticket.id }, data: BEFORE[deed] ?? {} });
        tried.set(account, { ...ticket, events: (await asItStands(s(), ticket.id)).events.length });
        const { text, button: tapped } = of(ticket.code, kind);
        await hand(account, text, tapped === null ? null : { button: tapped, code: ticket.code });
      }
      const all = await happens();
      for (const [account, { id, code, events }] of tried) {
        const heard = (all[account] ?? []).filter((text) => text.includes(code));
        expect(heard, account).not.toEqual([]);
        expect(heard, account).not.toContain(say(texts(), "not_found", { code }));
        expect(all[account], account).not.toContain(say(texts(), "not_allowed", {}));
        const [conversation] = await s().replayed.database.conversation.findMany({
          where: { chat: { externalId: account } },
        });
        const after = await asItStands(s(), id);
        // A button may ask for words first, and what is not easily mended asks once more.
        const asked = conversation?.awaiting !== null || ASKING.includes(deed);
        const isDone = asked || after.events.length > events;
        expect(isDone, account).toBe(deed in TRANSITIONS);
      }
    });
  });

  test.each(ticketed)("/%s: a stranger's code is answered letter by letter as a wrong one", async (name) => {
    const { code } = await writeTicket(s(), {
      kind: "own",
      state: stateFor(name === "ticket" ? "look" : name),
    });
    const [word, english] = COMMANDS[name].words;
    const right = restOf(name, "own");
    const spellings = [
      [`/${word}`, right],
      [`/${word}`, ""],
      [`/${word}`, "月亮"],
      [`/${english}`, right],
    ];
    await begin();
    for (const [typed, rest] of spellings)
      for (const named of [code, "Z9999"]) await hand("zhao", `${typed} ${named} ${rest}`, null);
    for (const named of [code, "Z9999"]) await hand("zhao", `${word}${named.toLowerCase()} ${right}`, null);
    const { zhao = [], ...others } = await happens();
    expect(others).toEqual({});
    const heard = zhao.map((text) => text.replaceAll(code, "CODE").replaceAll("Z9999", "CODE"));
    expect(heard).toHaveLength(10);
    for (let i = 0; i < heard.length; i += 2) expect(heard[i]).toBe(heard[i + 1]);
  });

  test.each([...buttons])("$what: the same with a button", async ({ what, deed }) => {
    const { code } = await writeTicket(s(), { kind: "own", state: stateFor(deed) });
    await begin();
    for (const named of [code, "Z9999"]) await hand("zhao", "", { button: what, code: named });
    const { zhao: [first, second] = [], ...others } = await happens();
    expect(others).toEqual({});
    expect(first?.replace(code, "CODE")).toBe(second?.replace("Z9999", "CODE"));
  });

  test.each(Object.keys(MAY_ASK) as (keyof typeof MAY_ASK)[])(
    "/%s is answered to who may ask it",
    async (name) => {
      const roles: readonly string[] | null = MAY_ASK[name];
      const { members } = s().replayed.house.community;
      const refusal = say(texts(), "not_allowed", {});
      await begin();
      for (const account of Object.keys(PEOPLE)) await hand(account, `/${COMMANDS[name].words[0]}`, null);
      const heard = await happens();
      for (const account of Object.keys(PEOPLE)) {
        const held = members.filter(({ accounts }) => accounts.includes(account)).map(({ role }) => role);
        const right = roles === null || held.some((role) => roles.includes(role));
        const [answer, ...more] = heard[account] ?? [];
        expect([answer === refusal, more], account).toEqual([!right, []]);
      }
    },
  );

  test("every command is in the table", () => {
    const known = [...ticketed, ...Object.keys(MAY_ASK)].toSorted();
    expect(known).toEqual(Object.keys(COMMANDS).toSorted());
  });
});

describe("a command that is none", () => {
  const s = story("2026-11-23T09:00:00+08:00", everybody);
  const untouched = async (deed: (code: string) => Promise<unknown>) => {
    const { id, code } = await writeTicket(s(), { kind: "own", state: "accepted" });
    const before = await asItStands(s(), id);
    await deed(code);
    await s().later("1m");
    expect(await asItStands(s(), id)).toEqual(before);
  };

  test("passed on from somebody else it is talk, in private and in the group", async () => {
    await untouched(async (code) => {
      await s().whispers("wu2", `/办结 ${code} 修好了`, { forwarded: true });
      await s().says("wu2", `/办结 ${code} 修好了`, { forwarded: true });
    });
    s().silent("g1");
  });

  test.each([
    (code: string) => `「小邬:/办结 ${code} 修好了」\n- - - - - - -\n这样写对吗`,
    (code: string) => `> /办结 ${code} 修好了\n收到`,
    (code: string) => `他发的是“/办结 ${code} 修好了”`,
    (code: string) => `[引用] /办结 ${code} 修好了`,
  ])("inside quoted words it is talk (%#)", async (quoted) => {
    await untouched((code) => s().whispers("wu2", quoted(code)));
  });

  test("typed in the group by the right person it is done, and answered in private", async () => {
    const { id, code } = await writeTicket(s(), { kind: "private", state: "accepted" });
    s().skip();
    await s().says("wu2", `/进展 ${code} 去看过了`);
    s().hears("wu2", /进展已记下/);
    s().silent("g1");
    expect((await asItStands(s(), id)).state).toBe("handling");
  });
});

describe("buttons", () => {
  const s = story("2026-11-23T09:00:00+08:00", everybody);

  test("another's button does nothing, whoever taps it", async () => {
    await s().says("wang", "8栋1单元门禁刷不开了,麻烦来修");
    await s().later("1m");
    const before = await s().ticket();
    s().skip();
    for (const account of ["zhao", "wang", "wu", "tiao2", "ban"])
      await s().presses(account, "接单", { in: "wu2" });
    s().silent();
    expect(await s().ticket()).toEqual(before);
  });

  test("one that is true no longer says how it stands", async () => {
    const { code } = await s().ticket();
    await s().whispers("wu", `/接 ${code}`);
    await s().whispers("wu", `/办结 ${code} 修好了`);
    s().skip();
    for (const tapped of ["接单", "退单"]) {
      const before = await s().ticket();
      await s().presses("wu2", tapped);
      s().hears("wu2", /现在是「待确认」|办不了/);
      s().silent();
      expect(await s().ticket()).toEqual(before);
    }
  });

  test("a member taken off the list between offer and tap has no right any more", async () => {
    await s().says("wang", "8栋2单元楼道灯不亮了,麻烦来修");
    await s().later("1m");
    const before = await s().ticket(2);
    s().skip();
    await s().leaves("wu2");
    await s().presses("wu2", "接单");
    s().hears("wu2", /没有找到/);
    await s().presses("wu2", "退单");
    s().hears("wu2", /没有找到/);
    s().silent();
    expect(await s().ticket(2)).toEqual(before);
  });
});
