import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { webChannel } from "#src/channels/web.ts";
import { AppError } from "#src/errors.ts";
import {
  answerOf,
  newKey,
  ORIGIN,
  PNG,
  post,
  postsOf,
  read,
  say,
  testChat,
  textsOf,
} from "#test/helpers/web-chat.ts";
import type { TestChat } from "#test/helpers/web-chat.ts";

let chat: TestChat;
beforeAll(async () => {
  chat = await testChat();
});
beforeEach(() => {
  // A minute on, so that no test meets another's limit.
  chat.clock.set(new Date(chat.clock.now().getTime() + 61_000));
  chat.taken.length = 0;
  chat.answer(() => {});
});
afterAll(() => chat.close());

const group = { id: "g1", kind: "group" } as const;
const ofZhang = { id: "zhang", kind: "private" } as const;
let outbound = 0;
const out = (change: object = {}) => {
  outbound += 1;
  return {
    id: outbound,
    chat: group,
    to: null,
    text: `说${outbound}`,
    buttons: [],
    images: [],
    ticketCode: null,
    ...change,
  };
};

describe("what the house says", () => {
  test("the same outbox row is shown once, under one id", async () => {
    const message = out();
    const both = await Promise.all([chat.channel.send(message), chat.channel.send(message)]);
    expect(await chat.channel.send(message)).toEqual(both[0]);
    expect(both[1]).toEqual(both[0]);
    expect((await textsOf(chat, "li")).filter((text) => text === message.text)).toHaveLength(1);
  });

  test("a group that is not ours cannot be reached", async () => {
    const lost = chat.channel.send(out({ chat: { id: "g9", kind: "group" } }));
    await expect(lost).rejects.toMatchObject({ code: "channel_unreachable" });
  });

  test("a press names the outbox row, reaches the house once under one id and stays pressed", async () => {
    const to = { id: "zhang", name: "张阿姨" };
    const message = out({ chat: ofZhang, to, buttons: ["已解决", "没解决"] });
    const { externalId } = await chat.channel.send(message);
    const tap = { post: Number(externalId), button: "已解决" };
    expect((await post(chat, "/chat/presses", tap, { as: "zhang" })).status).toBe(202);
    expect((await post(chat, "/chat/presses", tap, { as: "zhang" })).status).toBe(202);
    expect(new Set(chat.taken.map((taken) => taken.id))).toEqual(
      new Set([`press-${externalId}-zhang-已解决`]),
    );
    expect(chat.taken[0]).toMatchObject({ text: "", press: { outboundId: message.id, button: "已解决" } });
    expect((await postsOf(chat, "zhang", "zhang")).at(-1)).toMatchObject({
      buttons: ["已解决", "没解决"],
      pressed: ["已解决"],
    });
    expect((await post(chat, "/chat/presses", tap, { as: "wu" })).status).toBe(404);
    expect((await post(chat, "/chat/presses", { ...tap, button: "办结" }, { as: "zhang" })).status).toBe(403);
  });

  test("a press the house refused is not kept as pressed", async () => {
    const { externalId } = await chat.channel.send(out({ buttons: ["立单"] }));
    chat.answer(() => {
      throw new AppError("service_unavailable", "down");
    });
    expect(
      (await post(chat, "/chat/presses", { post: Number(externalId), button: "立单" }, { as: "li" })).status,
    ).toBe(503);
    expect((await postsOf(chat, "li")).at(-1)).toMatchObject({ pressed: [] });
  });
});

describe("the live line", () => {
  type Heard = { id: string; text: string };

  /** Reads a window's line until the text so far is enough, then leaves. */
  async function readUntil(line: Response, isEnough: (text: string) => boolean): Promise<string> {
    let text = "";
    for await (const chunk of line.body ?? []) {
      text += Buffer.from(chunk).toString("utf8");
      if (isEnough(text)) break;
    }
    return text;
  }

  function heardIn(text: string): Heard[] {
    const found = [...text.matchAll(/event: post\ndata: (.*)\nid: (\d+)\n\n/g)];
    return found.map(([, data = "", id = ""]) => ({ id, text: JSON.parse(data).text }));
  }

  /** Opens a window's line and reads as many posts as asked for. */
  async function listen(
    as: string,
    from: { after?: number; lastEventId?: number },
    count: number,
  ): Promise<Heard[]> {
    const after = from.after === undefined ? "" : `&after=${from.after}`;
    const headers = new Headers(
      from.lastEventId === undefined ? {} : { "last-event-id": String(from.lastEventId) },
    );
    const line = await chat.channel.app.request(`/chat/stream?as=${as}${after}`, { headers });
    return heardIn(await readUntil(line, (text) => heardIn(text).length >= count));
  }

  const cursor = async (): Promise<number> => (await read(chat, "/chat/posts?as=li")).body.cursor;

  test("a window that comes back hears what it missed, once and in order", async () => {
    const start = await cursor();
    for (const text of ["甲", "乙", "丙"]) await say(chat, "zhang", text);
    const heard = await listen("li", { after: start }, 3);
    expect(heard.map((heardPost) => heardPost.text)).toEqual(["甲", "乙", "丙"]);
    const resumed = await listen("li", { after: start, lastEventId: Number(heard[0]?.id) }, 2);
    expect(resumed.map((heardPost) => heardPost.text)).toEqual(["乙", "丙"]);
  });

  test("posts written all at once reach every window in one and the same order, none missing", async () => {
    const start = await cursor();
    const windows = Array.from({ length: 8 }, () => listen("li", { after: start }, 30));
    const sent = Array.from({ length: 30 }, (_, n) => chat.channel.send(out({ text: `并发${n}` })));
    await Promise.all(sent);
    const [first, ...others] = await Promise.all(windows);
    const places = first?.map((heardPost) => Number(heardPost.id)) ?? [];
    expect(new Set(first?.map((heardPost) => heardPost.text)).size).toBe(30);
    expect(places).toEqual(places.toSorted((a, b) => a - b));
    for (const other of others) expect(other).toEqual(first);
  });

  test("a window hears nothing of another's private chat", async () => {
    const start = await cursor();
    await say(chat, "zhang", "悄悄话", { chat: "zhang" });
    await say(chat, "zhang", "大家好");
    expect((await listen("li", { after: start }, 1)).map((heardPost) => heardPost.text)).toEqual(["大家好"]);
  });

  test("a press in one window shows in the person's other windows, and in nobody else's", async () => {
    const { externalId } = await chat.channel.send(out({ buttons: ["立单"] }));
    const lines = await Promise.all(
      ["zhang", "li"].map(async (as) => chat.channel.app.request(`/chat/stream?as=${as}`)),
    );
    expect(
      (await post(chat, "/chat/presses", { post: Number(externalId), button: "立单" }, { as: "zhang" }))
        .status,
    ).toBe(202);
    const last = await chat.channel.send(out({ text: "完" }));
    const heard = await Promise.all(
      lines.map((line) => readUntil(line, (text) => text.includes(`"id":${last.externalId},`))),
    );
    expect(heard.map((text) => text.includes(`"button":"立单"`))).toEqual([true, false]);
  });

  test("a stopped channel lets go of every window and takes nothing more", async () => {
    const stopped = webChannel(chat.options);
    const early = await stopped.app.request("/chat/stream?as=li");
    await stopped.stop();
    await stopped.stop();
    expect(await early.text()).toContain("event: beat");
    const body = JSON.stringify({ chat: "g1", text: "晚了", images: [], replyTo: null, key: newKey() });
    const headers = { origin: ORIGIN, "content-type": "application/json" };
    const late = await stopped.app.request("/chat/posts?as=li", { method: "POST", headers, body });
    expect(late.status).toBe(503);
  });
});

test("after thirty days posts and photos are gone, but for photos a ticket needs", async () => {
  let kept = "";
  const old = await testChat({ isNeeded: (id) => Promise.resolve(id === kept) });
  const upload = async () =>
    (await answerOf(await post(old, "/chat/photos?chat=g1", PNG, { as: "li", type: "image/png" }))).id;
  kept = await upload();
  const gone = await upload();
  await say(old, "li", "三十天前", { images: [kept, gone] });
  old.clock.set(new Date(old.clock.now().getTime() + 31 * 86_400_000));
  await say(old, "li", "今天");
  const purged = await old.channel.purge(old.clock.now());
  expect(purged).toEqual({ posts: 1, photos: 1 });
  expect(await textsOf(old, "li")).toEqual(["今天"]);
  expect((await old.channel.app.request(`/chat/photos/${kept}?as=li`)).status).toBe(200);
  expect((await old.channel.app.request(`/chat/photos/${gone}?as=li`)).status).toBe(404);
  await old.close();
});
