import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { AppError } from "#src/errors.ts";
import { answerOf, PNG, post, postsOf, read, say, testChat, textsOf } from "#test/helpers/web-chat.ts";
import type { ShownPost, TestChat } from "#test/helpers/web-chat.ts";

let chat: TestChat;
const later = (seconds: number) => chat.clock.set(new Date(chat.clock.now().getTime() + seconds * 1000));
beforeAll(async () => {
  chat = await testChat();
});
beforeEach(() => {
  // A minute on, so that no test meets another's limit.
  later(61);
  chat.changes.length = 0;
  chat.answer(() => {});
});
afterAll(() => chat.close());

const said = async (text: string, more: object = {}) =>
  (await answerOf(await say(chat, "zhang", text, more))).post;
const recall = (id: unknown, as = "zhang") => post(chat, "/chat/recalls", { post: id }, { as });
/** What a window hears that comes back after this place. */
const news = async (as: string, after: number): Promise<ShownPost[]> => {
  const { posts }: { posts: ShownPost[] } = JSON.parse(
    await (await chat.channel.app.request(`/chat/news?as=${as}&after=${after}`)).text(),
  );
  return posts;
};

test("a recall reaches the house once and everybody's transcript; a second one changes nothing", async () => {
  const shown = await said("我家密码是一二三四");
  expect(shown.recallTime).toBe(120_000);
  const { cursor } = (await read(chat, "/chat/posts?as=li")).body;
  expect((await recall(shown.id)).status).toBe(202);
  expect((await recall(shown.id)).status).toBe(202);
  expect(chat.changes).toMatchObject([{ change: "recall", channel: "web", id: String(shown.id) }]);
  expect(await news("li", cursor)).toMatchObject([{ recalls: shown.id, text: "" }]);
  expect((await postsOf(chat, "li")).at(-1)).toMatchObject({ id: shown.id, recalled: true, text: "" });
  expect((await postsOf(chat, "zhang")).at(-1)).toMatchObject({ recallTime: 0, buttons: [] });
  const rows = await chat.options.database.webPost.findMany();
  expect(JSON.stringify(rows)).not.toContain("密码");
});

test("open windows of the chat hear of it; others hear nothing", async () => {
  const shown = await said("悄悄话", { chat: "zhang" });
  const lines = await Promise.all(
    ["zhang", "li"].map(async (as) => chat.channel.app.request(`/chat/stream?as=${as}`)),
  );
  await recall(shown.id);
  const last = await said("完");
  const heard = await Promise.all(
    lines.map(async (line) => {
      let text = "";
      for await (const chunk of line.body ?? []) {
        text += Buffer.from(chunk).toString("utf8");
        if (text.includes(`"id":${last.id},`)) break;
      }
      return text.includes(`"recalls":${shown.id},`);
    }),
  );
  expect(heard).toEqual([true, false]);
});

test("an answer quotes nothing of what was taken back", async () => {
  const shown = await said("我家密码是一二三四");
  await say(chat, "li", "快撤回", { replyTo: shown.id });
  await recall(shown.id);
  expect((await postsOf(chat, "li")).at(-1)?.quote).toMatchObject({ id: shown.id, recalled: true, text: "" });
});

test("its pictures are gone, also from what the bot has shown of them", async () => {
  const photo = (
    await answerOf(await post(chat, "/chat/photos?chat=g1", PNG, { as: "zhang", type: "image/png" }))
  ).id;
  const shown = await said("看图", { images: [photo] });
  const task = { id: 1, chat: { id: "wu", kind: "private" as const }, to: { id: "wu", name: "吴主任" } };
  await chat.channel.send({
    ...task,
    text: "新工单",
    buttons: [],
    images: [{ ref: photo }],
    ticketCode: null,
  });
  await recall(shown.id);
  expect((await chat.channel.app.request(`/chat/photos/${photo}?as=zhang`)).status).toBe(404);
  expect((await postsOf(chat, "wu", "wu")).at(-1)?.images).toEqual([]);
});

test("what the house does not take stays as it is, and may be tried again", async () => {
  const shown = await said("现在撤不回");
  chat.answer(() => {
    throw new AppError("service_unavailable", "down");
  });
  const refused = await recall(shown.id);
  expect([refused.status, (await answerOf(refused)).error]).toEqual([503, "没撤回，请再试一次。"]);
  expect((await textsOf(chat, "li")).at(-1)).toBe("现在撤不回");
  chat.answer(() => {});
  expect((await recall(shown.id)).status).toBe(202);
});

test("a stranger's, a late and a wrong recall are refused with one line, and change nothing", async () => {
  const shown = await said("就这么说");
  const hidden = await said("悄悄话", { chat: "zhang" });
  const { externalId } = await chat.channel.send({
    id: 2,
    chat: { id: "g1", kind: "group" },
    to: null,
    text: "机器人说",
    buttons: [],
    images: [],
    ticketCode: null,
  });
  const refusals = async (...given: [unknown, string][]) => {
    const answers = [];
    for (const [id, as] of given) {
      const refused = await recall(id, as);
      answers.push([refused.status, (await answerOf(refused)).error]);
    }
    return answers;
  };
  const notOwn = [403, "只能撤回自己发的消息。"];
  const gone = [404, "这条消息已经不在了。"];
  expect(
    await refusals([shown.id, "li"], [Number(externalId), "zhang"], [hidden.id, "li"], [999_999, "zhang"]),
  ).toEqual([notOwn, notOwn, gone, gone]);
  expect((await refusals(["x", "zhang"]))[0]?.[0]).toBe(400);
  later(119);
  expect((await postsOf(chat, "zhang")).find(({ id }) => id === shown.id)?.recallTime).toBe(1_000);
  later(1);
  expect(await refusals([shown.id, "zhang"])).toEqual([[409, "发出超过两分钟，撤不回来了。"]]);
  expect(chat.changes).toEqual([]);
  expect(await textsOf(chat, "li")).toContain("就这么说");
});
