// The fake Telegram must be honest, or what is tested against it means nothing: these hold it to the documentation.
import { once } from "node:events";
import { createServer } from "node:http";
import { Telegram } from "telegraf";
import { afterEach, describe, expect, test } from "vitest";
import { startTelegramServer } from "#test/helpers/telegram-server.ts";
import type { TelegramServer } from "#test/helpers/telegram-server.ts";

const ended: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  await Promise.all(ended.splice(0).map((end) => end()));
});

type Update = { update_id: number; message?: { text?: string }; [kind: string]: unknown };
type Answer = { status: number; result: Update[]; description?: string; parameters?: object };

/** A fake, the client that we use, and plain calls for what that client would not show. */
async function fake(options: Parameters<typeof startTelegramServer>[0] = {}) {
  const telegram = await startTelegramServer(options);
  ended.push(telegram.close);
  const client = new Telegram(telegram.token, { apiRoot: telegram.address });
  const call = async (method: string, params: object = {}): Promise<Answer> => {
    const response = await fetch(`${telegram.address}/bot${telegram.token}/${method}`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(params),
    });
    const body = JSON.parse(await response.text()) as Omit<Answer, "status">;
    return { ...body, status: response.status };
  };
  const user = telegram.user({ name: "张阿姨" });
  const group = telegram.group({ members: [user] });
  return { telegram, client, call, user, group };
}

const idsOf = (updates: Update[]) => updates.map((update) => update.update_id);
const textsOf = (telegram: TelegramServer, group: { id: number }) =>
  telegram.sent(group).map((one) => one.text);

describe("the door", () => {
  test("says who the bot is and refuses other tokens and unknown methods", async () => {
    const { telegram, client, call } = await fake({ botId: 42, username: "some_bot", token: "42:abc" });
    expect(await client.getMe()).toMatchObject({ id: 42, username: "some_bot", is_bot: true });
    const stranger = new Telegram("42:xyz", { apiRoot: telegram.address });
    await expect(stranger.getMe()).rejects.toMatchObject({
      response: { ok: false, error_code: 401, description: "Unauthorized" },
    });
    expect(await call("sendNothing")).toEqual({
      status: 404,
      ok: false,
      error_code: 404,
      description: "Not Found: method not found",
    });
    const noToken = new Telegram("nonsense", { apiRoot: telegram.address });
    await expect(noToken.getMe()).rejects.toMatchObject({
      response: { error_code: 404, description: "Not Found" },
    });
    expect((await call("GETME")).status).toBe(200);
    expect((await fetch(`${telegram.address}/elsewhere`)).status).toBe(404);
    const form = { method: "POST", body: new URLSearchParams({ timeout: "0", limit: "5" }) };
    expect((await fetch(`${telegram.address}/bot42:abc/getUpdates?offset=0`, form)).status).toBe(200);
    const broken = { method: "POST", body: "{", headers: { "content-type": "application/json" } };
    expect((await fetch(`${telegram.address}/bot42:abc/getMe`, broken)).status).toBe(400);
  });
});

describe("getUpdates", () => {
  test("gives the oldest first, as many as asked for, and forgets what is below the offset", async () => {
    const { telegram, client, call, user, group } = await fake();
    for (const text of ["一", "二", "三"]) telegram.say(group, user, text);
    const all = await client.getUpdates(0, 100, 0, undefined);
    expect(all).toMatchObject([
      { message: { text: "一" } },
      { message: { text: "二" } },
      { message: { text: "三" } },
    ]);
    const [first = 0, second] = idsOf(all as unknown as Update[]);
    expect(second).toBe(first + 1);
    expect(idsOf((await call("getUpdates", { limit: 1, offset: first + 1 })).result)).toEqual([second]);
    expect(telegram.acknowledged()).toBe(first + 1);
    expect((await call("getUpdates")).result).toHaveLength(2);
    expect((await call("getUpdates", { offset: -1 })).result).toMatchObject([{ message: { text: "三" } }]);
    expect(telegram.pending()).toHaveLength(1);
  });

  test("waits for something to happen, no longer than asked", async () => {
    const { telegram, client, user, group } = await fake();
    const poll = client.getUpdates(30, 100, 0, undefined);
    await telegram.waitFor("the poll", () => telegram.calls("getUpdates")[0]);
    telegram.say(group, user, "在吗");
    expect(await poll).toMatchObject([{ message: { text: "在吗", from: user, chat: group } }]);
    expect(await client.getUpdates(1, 100, 2_000_000_000, undefined)).toEqual([]);
  });

  test("throws the first poller out when there is a second one, and nobody after a client hung up", async () => {
    const { telegram, client, user, group } = await fake();
    const hungUp = new AbortController();
    const gone = client.callApi("getUpdates", { timeout: 30 }, { signal: hungUp.signal as never });
    await telegram.waitFor("the poll", () => telegram.calls("getUpdates")[0]);
    hungUp.abort();
    await expect(gone).rejects.toThrow(/abort/);
    const first = client.getUpdates(30, 100, 0, undefined);
    const refused = expect(first).rejects.toMatchObject({
      response: {
        error_code: 409,
        description:
          "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running",
      },
    });
    await telegram.waitFor("the polls", () => telegram.calls("getUpdates")[1]);
    const second = client.getUpdates(30, 100, 0, undefined);
    await refused;
    telegram.say(group, user, "在吗");
    expect(await second).toHaveLength(1);
  });

  test("keeps reactions and members to itself until asked, and remembers what was asked for", async () => {
    const { telegram, call, user, group } = await fake();
    telegram.promoteBot(group, user);
    const { message_id: id } = telegram.say(group, user, "好");
    const happen = () => {
      telegram.react(group, id, user, "👍");
      telegram.setMember(group, user, user, { status: "administrator" });
    };
    happen();
    const kindsOf = (updates: Update[]) => updates.map((update) => Object.keys(update)[1]);
    expect(kindsOf((await call("getUpdates")).result)).toEqual(["my_chat_member", "message"]);
    await call("getUpdates", { allowed_updates: ["message_reaction", "chat_member"], offset: 2_000_000_000 });
    happen();
    telegram.say(group, user, "听不见");
    expect(kindsOf((await call("getUpdates")).result)).toEqual(["message_reaction", "chat_member"]);
    await call("getUpdates", { allowed_updates: [], offset: 2_000_000_000 });
    happen();
    telegram.say(group, user, "听得见");
    expect(kindsOf((await call("getUpdates")).result)).toEqual(["message"]);
  });

  test("hands on every kind of update there is", async () => {
    const { telegram, call, user, group } = await fake();
    const updates = telegram.sampleUpdates(user, group);
    for (const update of updates) telegram.raw(update);
    const { result } = await call("getUpdates");
    expect(result.map(({ update_id: _id, ...update }) => update)).toEqual(updates);
    expect(updates).toHaveLength(27);
    telegram.raw({ update_id: 5, something_new: { chat: group } });
    expect((await call("getUpdates", { offset: 1 })).result.at(-1)).toMatchObject({ update_id: 5 });
  });
});

describe("a webhook", () => {
  /** What a bot's own server got, answering each as `answer` says. */
  async function hook(answer: (update: Update) => { status: number; body?: string; wait?: Promise<void> }) {
    const got: { update: Update; secret: unknown }[] = [];
    const server = createServer((request, response) => {
      let text = "";
      request.setEncoding("utf8").on("data", (chunk: string) => (text += chunk));
      request.on("end", () => {
        const update = JSON.parse(text) as Update;
        got.push({ update, secret: request.headers["x-telegram-bot-api-secret-token"] });
        const { status, body = "", wait = Promise.resolve() } = answer(update);
        void wait.then(() => response.writeHead(status).end(body));
      });
    }).listen(0, "127.0.0.1");
    await once(server, "listening");
    ended.push(async () => server.close().closeAllConnections());
    const address = server.address() as { port: number };
    return { url: `http://127.0.0.1:${address.port}/hook`, got };
  }

  test("gets each update with the secret, again until it is taken, in order within a chat", async () => {
    const { telegram, client, user, group } = await fake({ webhookSecond: 1 });
    const failures = [500, 503, 500];
    const { url, got } = await hook(() => ({ status: failures.shift() ?? 200 }));
    await client.setWebhook(url, { secret_token: "geheim_1-2", allowed_updates: ["message"] });
    for (const text of ["一", "二", "三"]) telegram.say(group, user, text);
    await telegram.waitFor("all to be taken", () => telegram.pending().length === 0);
    const texts = got.map(({ update }) => update.message?.text);
    expect(texts).toEqual(["一", "一", "一", "一", "二", "三"]);
    expect(new Set(got.map(({ secret }) => secret))).toEqual(new Set(["geheim_1-2"]));
    expect(await client.getWebhookInfo()).toMatchObject({
      url,
      pending_update_count: 0,
      max_connections: 40,
      allowed_updates: ["message"],
      last_error_message: "Wrong response from the webhook: 500 Internal Server Error",
    });
  });

  test("gets no more at a time than it may, chats side by side", async () => {
    const { telegram, client, user, group } = await fake();
    const { promise: later, resolve: release } = Promise.withResolvers<void>();
    const { url, got } = await hook(() => ({ status: 200, wait: later }));
    await client.setWebhook(url, { max_connections: 2 });
    const chats = [group, telegram.group(), telegram.group()];
    for (const chat of chats) for (const text of ["一", "二"]) telegram.say(chat, user, text);
    await telegram.waitFor("two deliveries", () => got.length >= 2);
    expect(got.map(({ update }) => update.message?.text)).toEqual(["一", "一"]);
    release();
    await telegram.waitFor("all to be taken", () => telegram.pending().length === 0);
    expect(got).toHaveLength(6);
  });

  test("may call a method by its answer", async () => {
    const { telegram, client, user, group } = await fake();
    const body = JSON.stringify({ method: "sendMessage", chat_id: group.id, text: "由回复发出" });
    const { url } = await hook(() => ({ status: 200, body }));
    await client.setWebhook(url);
    telegram.say(group, user, "你好");
    expect(await telegram.waitSent(group)).toMatchObject([{ text: "由回复发出" }]);
  });

  test("excludes polling, until it is deleted", async () => {
    const { telegram, client, call, user, group } = await fake();
    const { url } = await hook(() => ({ status: 500 }));
    const poll = call("getUpdates", { timeout: 30 });
    await telegram.waitFor("the poll", () => telegram.calls("getUpdates")[0]);
    await client.setWebhook(url);
    expect((await poll).description).toBe("Conflict: terminated by setWebhook request");
    expect((await call("getUpdates")).description).toMatch(
      /^Conflict: can't use getUpdates method while webhook/,
    );
    telegram.say(group, user, "还没收");
    await client.deleteWebhook();
    expect((await call("getUpdates")).result).toMatchObject([{ message: { text: "还没收" } }]);
    await client.deleteWebhook({ drop_pending_updates: true });
    expect((await call("getUpdates")).result).toEqual([]);
    const refusals: [object, string][] = [
      [{ url: "nowhere" }, "invalid webhook URL specified"],
      [{ url, secret_token: "a b" }, "secret token contains unallowed characters"],
      [{ url, secret_token: "a".repeat(257) }, "secret token is too long"],
    ];
    for (const [params, why] of refusals)
      expect((await call("setWebhook", params)).description).toBe(`Bad Request: ${why}`);
  });
});

describe("what the bot says", () => {
  test("stands in the chat with its marks, buttons and what it answers", async () => {
    const { telegram, client, user, group } = await fake();
    const asked = telegram.say(group, user, "电梯坏了");
    const message = await client.sendMessage(group.id, "  <b>收到</b> 5&lt;6 https://linli.example/a", {
      parse_mode: "HTML",
      reply_parameters: { message_id: asked.message_id },
      reply_markup: {
        inline_keyboard: [
          [
            { text: "好", callback_data: "ok" },
            { text: "看", url: "https://linli.example" },
          ],
        ],
      },
    });
    expect(message).toMatchObject({
      chat: group,
      from: { id: telegram.bot.id },
      text: "收到 5<6 https://linli.example/a",
    });
    expect(telegram.sent(group)).toEqual([
      {
        id: asked.message_id + 1,
        text: "收到 5<6 https://linli.example/a",
        entities: [
          { type: "bold", offset: 0, length: 2 },
          { type: "url", offset: 7, length: 23 },
        ],
        buttons: [
          [
            { text: "好", data: "ok" },
            { text: "看", url: "https://linli.example" },
          ],
        ],
        photos: [],
        thread: null,
        replyTo: asked.message_id,
        album: null,
        isEdited: false,
      },
    ]);
    await client.sendMessage(group.id, "*粗* _斜_ [链](https://a.example/) 3\\.5", {
      parse_mode: "MarkdownV2",
    });
    const [, second] = telegram.sent(group);
    expect(second).toMatchObject({ text: "粗 斜 链 3.5" });
    expect(second?.entities.map((one) => one.type)).toEqual(["bold", "italic", "text_link"]);
  });

  const refused: [object, string][] = [
    [{ text: "" }, "message text is empty"],
    [{ text: "   " }, "text must be non-empty"],
    [{ text: "邻".repeat(4097) }, "message is too long"],
    [{ text: "😀".repeat(2049) }, "message is too long"],
    [
      { text: "<b>邻", parse_mode: "HTML" },
      `can't parse entities: Can't find end tag corresponding to start tag "b"`,
    ],
    [
      { text: "a <x>", parse_mode: "HTML" },
      `can't parse entities: Unsupported start tag "x" at byte offset 2`,
    ],
    [{ text: "</b>", parse_mode: "HTML" }, "can't parse entities: Unexpected end tag at byte offset 0"],
    [{ text: "3.5", parse_mode: "MarkdownV2" }, "can't parse entities: Character '.' is reserved"],
    [{ text: "*x", parse_mode: "MarkdownV2" }, "can't parse entities: Can't find end of bold entity"],
    [{ text: "x", parse_mode: "BBCode" }, "unsupported parse_mode"],
    [{ text: "x", reply_parameters: { message_id: 999 } }, "message to be replied not found"],
    [{ text: "x", reply_markup: keyboard("a".repeat(65)) }, "BUTTON_DATA_INVALID"],
    [{ text: "x", reply_markup: keyboard("邻".repeat(22)) }, "BUTTON_DATA_INVALID"],
    [{ text: "x", reply_markup: keyboard("") }, "BUTTON_DATA_INVALID"],
    [
      { text: "x", reply_markup: { inline_keyboard: [[{ text: "a" }]] } },
      "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard",
    ],
    [
      { text: "x", reply_markup: { inline_keyboard: [[{ text: "a", url: "http://localhost:3000" }]] } },
      "inline keyboard button URL 'http://localhost:3000' is invalid: Wrong HTTP URL",
    ],
    [{ text: "x", chat_id: 12345 }, "chat not found"],
    [{ text: "x", chat_id: "" }, "chat_id is empty"],
  ];
  test.each(refused.map(([params, why]) => ({ params, why })))("refused: $why", async ({ params, why }) => {
    const { telegram, call, group } = await fake();
    const answer = await call("sendMessage", { chat_id: group.id, ...params });
    expect(answer.description?.startsWith(`Bad Request: ${why}`), answer.description).toBe(true);
    expect(telegram.sent(group)).toEqual([]);
  });

  test("may be as long as allowed, and answer what is gone when told so", async () => {
    const { telegram, client, group } = await fake();
    await client.sendMessage(group.id, "邻".repeat(4096), {
      reply_parameters: { message_id: 999, allow_sending_without_reply: true },
    });
    await client.sendMessage(group.id, "<b></b>".repeat(600) + "短", { parse_mode: "HTML" });
    await client.sendMessage(group.id, "<b>没有标记");
    await client.sendMessage(group.id, "好", { reply_markup: keyboard("a".repeat(64)) });
    expect(textsOf(telegram, group).slice(1)).toEqual(["短", "<b>没有标记", "好"]);
  });

  test("goes to the topic it is meant for", async () => {
    const { telegram, client, user } = await fake();
    const forum = telegram.group({ forum: true });
    const thread = telegram.topic(forum, user, "报修");
    const asked = telegram.say(forum, user, { text: "灯坏了", thread });
    expect(asked).toMatchObject({
      message_thread_id: thread,
      is_topic_message: true,
      reply_to_message: { forum_topic_created: { name: "报修" } },
    });
    await client.sendMessage(forum.id, "收到", { message_thread_id: thread });
    await client.sendMessage(forum.id, "几号楼？", { reply_parameters: { message_id: asked.message_id } });
    expect(telegram.sent(forum)).toMatchObject([
      { thread, replyTo: null },
      { thread, replyTo: asked.message_id },
    ]);
    const failing = (id: number) =>
      expect(client.sendMessage(forum.id, "哪里", { message_thread_id: id })).rejects;
    await failing(777).toThrow("message thread not found");
    telegram.closeTopic(forum, user, thread);
    await failing(thread).toThrow("TOPIC_CLOSED");
  });

  test("may be pictures, voices and files, uploaded or known", async () => {
    const { telegram, client, call, user, group } = await fake();
    const picture = Buffer.from("a picture");
    const sent = await client.sendPhoto(group.id, { source: picture }, { caption: "看 #电梯" });
    const id = sent.photo.at(-1)?.file_id ?? "";
    await client.sendPhoto(group.id, id);
    await client.sendVoice(group.id, { source: Buffer.from("voice") });
    await client.sendDocument(group.id, { source: Buffer.from("text"), filename: "a.txt" });
    await client.sendMediaGroup(group.id, [
      { type: "photo", media: { source: picture }, caption: "一起" },
      { type: "photo", media: id },
    ]);
    const all = telegram.sent(group);
    expect(all.map((one) => [one.text, one.photos.length])).toEqual([
      ["看 #电梯", 1],
      ["", 1],
      ["", 0],
      ["", 0],
      ["一起", 1],
      ["", 1],
    ]);
    expect(all[4]?.album).toBe(all[5]?.album);
    expect(await client.getFile(sent.photo[0]?.file_id ?? "")).toMatchObject({
      file_path: "photos/file_0.jpg",
    });
    const link = await client.getFileLink(id);
    expect(await (await fetch(link)).text()).toBe("a picture");
    const refusals: [string, object, string][] = [
      ["sendPhoto", { photo: "unknown" }, "wrong file identifier/HTTP URL specified"],
      ["sendPhoto", {}, "there is no photo in the request"],
      ["sendPhoto", { photo: id, caption: "长".repeat(1025) }, "message caption is too long"],
      ["sendMediaGroup", { media: [{ type: "photo", media: id }] }, "media group must include 2-10 items"],
      [
        "sendMediaGroup",
        { media: Array.from({ length: 11 }, () => ({ type: "photo", media: id })) },
        "too many messages to send as an album",
      ],
      ["getFile", { file_id: "unknown" }, "wrong file_id or the file is temporarily unavailable"],
    ];
    for (const [method, params, why] of refusals)
      expect((await call(method, { chat_id: group.id, ...params })).description).toBe(`Bad Request: ${why}`);
    const big = telegram.say(group, user, { document: { size: 20 * 1024 * 1024 + 1, name: "a.mp4" } });
    await expect(client.getFile(big.document?.file_id ?? "")).rejects.toThrow("file is too big");
  });

  test("can be changed and taken back", async () => {
    const { telegram, client, call, user, group } = await fake();
    const { message_id: id } = await client.sendMessage(group.id, "几号？", { reply_markup: keyboard("a") });
    await client.editMessageReplyMarkup(group.id, id, undefined, undefined);
    await expect(client.editMessageReplyMarkup(group.id, id, undefined, undefined)).rejects.toThrow(
      "message is not modified",
    );
    await client.editMessageText(group.id, id, undefined, "几号楼？");
    expect(telegram.sent(group)).toMatchObject([{ text: "几号楼？", buttons: [], isEdited: true }]);
    const theirs = telegram.say(group, user, "你好").message_id;
    await expect(client.editMessageText(group.id, theirs, undefined, "啊")).rejects.toThrow(
      "message can't be edited",
    );
    await expect(client.deleteMessage(group.id, theirs)).rejects.toThrow("message can't be deleted");
    await client.setMessageReaction(group.id, theirs, [{ type: "emoji", emoji: "👌" }]);
    expect(telegram.reactionTo(group, theirs)).toBe("👌");
    const chat = { chat_id: group.id, message_id: theirs };
    const wrong = { ...chat, reaction: [{ type: "emoji", emoji: "✅" }] };
    expect((await call("setMessageReaction", wrong)).description).toBe("Bad Request: REACTION_INVALID");
    await client.deleteMessage(group.id, id);
    expect(telegram.sent(group)).toEqual([]);
    await expect(client.deleteMessage(group.id, id)).rejects.toThrow("message to delete not found");
  });

  test("has its commands by scope and language", async () => {
    const { client, call, group } = await fake();
    const commands = [{ command: "help", description: "帮助" }];
    const scope = { type: "chat", chat_id: group.id } as const;
    await client.setMyCommands(commands, { scope, language_code: "zh" });
    expect(await client.getMyCommands({ scope, language_code: "zh" })).toEqual(commands);
    expect(await client.getMyCommands({ scope })).toEqual([]);
    await client.deleteMyCommands({ scope, language_code: "zh" });
    expect(await client.getMyCommands({ scope, language_code: "zh" })).toEqual([]);
    const refusals: [object, string][] = [
      [{ commands: [{ command: "帮助", description: "x" }] }, "BOT_COMMAND_INVALID"],
      [{ commands: [{ command: "a".repeat(33), description: "x" }] }, "command length must not exceed 32"],
      [{ commands: [{ command: "a", description: "" }] }, "command description must be non-empty"],
      [{ commands: Array.from({ length: 101 }, () => commands[0]) }, "BOT_COMMANDS_TOO_MUCH"],
      [{ commands, language_code: "zh-hans" }, "invalid language code specified"],
      [{ commands, scope: { type: "nobody" } }, "can't parse BotCommandScope: Unsupported type specified"],
    ];
    for (const [params, why] of refusals)
      expect((await call("setMyCommands", params)).description).toBe(`Bad Request: ${why}`);
  });
});

describe("people", () => {
  test("press buttons, and wait for an answer only so long", async () => {
    let now = Date.now();
    const { telegram, client, user, group } = await fake({ now: () => now, callbackSeconds: 10 });
    const { message_id: id } = await client.sendMessage(group.id, "好吗？", {
      reply_markup: keyboard("yes"),
    });
    const query = telegram.press(group, id, "按", user);
    const forged = telegram.press(group, id, "no-such-button", user);
    expect(await client.getUpdates(0, 100, 0, undefined)).toMatchObject([
      { callback_query: { id: query, from: user, data: "yes", message: { message_id: id, text: "好吗？" } } },
      { callback_query: { id: forged, data: "no-such-button" } },
    ]);
    await client.answerCbQuery(query, "好的");
    expect(telegram.answerTo(query)).toEqual({ text: "好的", alert: false });
    now += 11_000;
    await expect(client.answerCbQuery(forged)).rejects.toThrow(
      "query is too old and response timeout expired",
    );
    telegram.press(group, 777, "x", user);
    expect(telegram.pending().at(-1)).toMatchObject({
      callback_query: { message: { message_id: 777, date: 0 } },
    });
  });

  test("say all sorts of things", async () => {
    const { telegram, user, group } = await fake();
    const li = telegram.user({ name: "李明", username: "liming" });
    const channel = telegram.group({ type: "channel", title: "公告", bot: "administrator" });
    const first = telegram.say(group, user, "@liming /help@linli_test_bot");
    telegram.say(group, user, { text: "是的", replyTo: first });
    telegram.say(group, user, { album: [Buffer.from("1"), Buffer.from("2")], caption: "两张" });
    telegram.say(group, user, { voice: Buffer.from("v") });
    telegram.say(group, user, { location: { latitude: 31, longitude: 121 } });
    telegram.say(group, user, { venue: { title: "3号楼", address: "邻里路1号" } });
    telegram.say(group, user, { sticker: "😀" });
    telegram.say(group, user, { contact: { phone: "+8613800138000", name: "李明" } });
    telegram.say(group, user, { text: "转", forward: li });
    telegram.say(group, user, { text: "转", forward: channel });
    telegram.say(group, user, { text: "转", forward: "某人" });
    telegram.say(group, user, { text: "匿名", senderChat: group });
    telegram.say(group, user, { text: "啊", more: { via_bot: telegram.bot } });
    telegram.say(channel, user, "停水");
    telegram.edit(group, first.message_id, "改了");
    const messages = telegram.pending().map((one) => one["message"] ?? one);
    expect(messages).toMatchObject([
      {
        entities: [
          { type: "mention", offset: 0, length: 7 },
          { type: "bot_command", offset: 8, length: 20 },
        ],
      },
      { text: "是的", reply_to_message: { message_id: first.message_id } },
      { caption: "两张", media_group_id: expect.any(String), photo: [{ width: 90 }, { width: 1280 }] },
      { media_group_id: expect.any(String) },
      { voice: { mime_type: "audio/ogg" } },
      { location: { latitude: 31 } },
      { venue: { title: "3号楼" }, location: {} },
      { sticker: { emoji: "😀" } },
      { contact: { phone_number: "+8613800138000" } },
      { forward_origin: { type: "user", sender_user: li } },
      { forward_origin: { type: "channel", chat: channel } },
      { forward_origin: { type: "hidden_user", sender_user_name: "某人" } },
      { sender_chat: group, from: { username: "GroupAnonymousBot" } },
      { via_bot: { id: telegram.bot.id } },
      { channel_post: { sender_chat: channel, text: "停水" } },
      { edited_message: { text: "改了", edit_date: expect.any(Number) } },
    ]);
  });

  test("keep their privacy where the bot may not read everything", async () => {
    const { telegram, client, user, group } = await fake({ canReadAllGroupMessages: false });
    const { message_id: id } = await client.sendMessage(group.id, "在");
    const seen = ["/help", "/help@linli_test_bot", "喂 @Linli_test_bot"];
    for (const text of [...seen, "闲聊", "/help@other_bot"]) telegram.say(group, user, text);
    telegram.say(group, user, { text: "答你", replyTo: id });
    telegram.say(user, user, "私聊");
    const heard = telegram.pending().map((one) => (one as Update).message?.text);
    expect(heard).toEqual([...seen, "答你", "私聊"]);
    telegram.promoteBot(group, user);
    telegram.say(group, user, "闲聊");
    telegram.say(group, telegram.user({ isBot: true }), "机器人的话");
    expect(telegram.pending().at(-1)).toMatchObject({ message: { text: "闲聊" } });
  });

  test("start, block and unblock the bot", async () => {
    const { telegram, client, user } = await fake();
    const send = () => client.sendMessage(user.id, "您好");
    await expect(send()).rejects.toMatchObject({
      response: { error_code: 403, description: "Forbidden: bot can't initiate conversation with a user" },
    });
    telegram.startPrivate(user, "g1");
    await send();
    telegram.block(user);
    await expect(send()).rejects.toThrow("403: Forbidden: bot was blocked by the user");
    telegram.unblock(user);
    await send();
    expect(telegram.pending()).toMatchObject([
      {
        message: { text: "/start g1", entities: [{ type: "bot_command", length: 6 }], chat: { id: user.id } },
      },
      { my_chat_member: { new_chat_member: { status: "kicked" } } },
      { my_chat_member: { old_chat_member: { status: "kicked" }, new_chat_member: { status: "member" } } },
    ]);
  });

  test("let the bot in, silence it and throw it out", async () => {
    const { telegram, client, user } = await fake();
    const group = telegram.group({ bot: "left", type: "group", members: [user] });
    const send = () => client.sendMessage(group.id, "大家好");
    await expect(send()).rejects.toThrow("403: Forbidden: bot is not a member of the group chat");
    telegram.addBot(group, user);
    await send();
    telegram.restrictBot(group, user);
    await expect(send()).rejects.toThrow(
      "400: Bad Request: not enough rights to send text messages to the chat",
    );
    telegram.pardonBot(group, user);
    await send();
    telegram.join(group, telegram.user());
    telegram.leave(group, user);
    expect(await client.getChatMember(group.id, user.id)).toMatchObject({ user, status: "left" });
    expect(await client.getChatMember(group.id, telegram.bot.id)).toMatchObject({ status: "member" });
    expect(await client.getChat(group.id)).toMatchObject({ id: group.id, type: "group", title: "邻里花园" });
    expect(await client.getChatMembersCount(group.id)).toBe(2);
    expect(await client.getChatAdministrators(group.id)).toEqual([]);
    telegram.removeBot(group, user);
    await expect(send()).rejects.toThrow("403: Forbidden: bot was kicked from the group chat");
    telegram.say(group, user, "它走了");
    const kinds = telegram.pending().map((one) => Object.keys(one["message"] ?? one).at(-1));
    expect(kinds).toEqual([
      "my_chat_member",
      "new_chat_members",
      "my_chat_member",
      "my_chat_member",
      "new_chat_members",
      "left_chat_member",
      "left_chat_member",
      "my_chat_member",
    ]);
    const other = telegram.group();
    await client.leaveChat(other.id);
    await expect(client.leaveChat(other.id)).rejects.toThrow("bot is not a member of the supergroup chat");
  });

  test("make a supergroup of a group, whose number is another", async () => {
    const { telegram, client, user } = await fake();
    const group = telegram.group({ type: "group", members: [user] });
    const upgraded = telegram.upgrade(group, user);
    expect(telegram.pending()).toMatchObject([
      { message: { chat: group, migrate_to_chat_id: upgraded.id } },
      { message: { chat: upgraded, migrate_from_chat_id: group.id } },
    ]);
    await expect(client.sendMessage(group.id, "还在吗")).rejects.toMatchObject({
      response: {
        error_code: 400,
        description: "Bad Request: group chat was upgraded to a supergroup chat",
        parameters: { migrate_to_chat_id: upgraded.id },
      },
    });
    await client.sendMessage(upgraded.id, "在");
    expect(textsOf(telegram, upgraded)).toEqual(["在"]);
  });
});

describe("faults", () => {
  test("answer as scripted, as often, and for the chat that was meant", async () => {
    const { telegram, client, group } = await fake();
    const send = (text = "好") => client.sendMessage(group.id, text);
    telegram.next("sendMessage", { error: 429, retryAfter: 73_414 });
    await expect(send()).rejects.toMatchObject({
      response: {
        error_code: 429,
        description: "Too Many Requests: retry after 73414",
        parameters: { retry_after: 73_414 },
      },
    });
    telegram.next("sendMessage", { error: 429 });
    await expect(send()).rejects.toMatchObject({ response: { description: "Too Many Requests" } });
    telegram.next("sendmessage", { error: 403 }, { times: 2 });
    await expect(send()).rejects.toThrow("403: Forbidden: bot was blocked by the user");
    await expect(send()).rejects.toThrow("403");
    telegram.next("sendMessage", { error: 400, description: "Bad Request: odd", migrateTo: -5 });
    await expect(send()).rejects.toMatchObject({ response: { parameters: { migrate_to_chat_id: -5 } } });
    const mend = telegram.next("*", { html: 502 }, { times: Infinity });
    await expect(send()).rejects.toThrow("502: Bad Gateway");
    await expect(client.getMe()).rejects.toThrow("502");
    mend();
    telegram.next("sendMessage", { error: 500 }, { chat: -1 });
    await send("别的群有事");
    expect(textsOf(telegram, group)).toEqual(["别的群有事"]);
    expect(telegram.calls("sendMessage")).toHaveLength(7);
  });

  test("break connections before and after a call has done its work", async () => {
    const { telegram, client, group } = await fake();
    const send = (text: string, signal?: AbortSignal) =>
      client.callApi(
        "sendMessage",
        { chat_id: group.id, text },
        { ...(signal && { signal: signal as never }) },
      );
    telegram.next("sendMessage", "close");
    await expect(send("丢了")).rejects.toThrow(/socket hang up|ECONNRESET/);
    telegram.next("sendMessage", "swallow-close");
    await expect(send("断了")).rejects.toThrow(/socket hang up|ECONNRESET/);
    telegram.next("sendMessage", "hang");
    await expect(send("没到", AbortSignal.timeout(50))).rejects.toThrow(/abort/);
    telegram.next("sendMessage", "swallow");
    const cut = new AbortController();
    const sent = expect(send("到了", cut.signal)).rejects.toThrow(/abort/);
    // Not before it has come, however long that takes.
    await expect.poll(() => textsOf(telegram, group)).toContain("到了");
    cut.abort();
    await sent;
    expect(textsOf(telegram, group)).toEqual(["断了", "到了"]);
  });

  test("come of sending too much, in a chat, in a group and overall", async () => {
    let now = 1_800_000_000_000;
    const limits = { chatPerSecond: 1, groupPerMinute: 3, overallPerSecond: 2 };
    const { telegram, call, group, user } = await fake({ limits, now: () => now });
    telegram.startPrivate(user);
    const send = async (chat: number) =>
      (await call("sendMessage", { chat_id: chat, text: "好" })).description;
    expect(await send(group.id)).toBeUndefined();
    expect(await send(group.id)).toBe("Too Many Requests: retry after 1");
    expect(await send(user.id)).toBeUndefined();
    expect(await send(telegram.group().id)).toBe("Too Many Requests: retry after 1");
    for (let sent = 1; sent < 3; sent += 1) {
      now += 1000;
      expect(await send(group.id)).toBeUndefined();
    }
    now += 1000;
    expect(await send(group.id)).toBe("Too Many Requests: retry after 57");
    now += 57_000;
    expect(await send(group.id)).toBeUndefined();
  });
});

function keyboard(data: string) {
  return { inline_keyboard: [[{ text: "按", callback_data: data }]] };
}
