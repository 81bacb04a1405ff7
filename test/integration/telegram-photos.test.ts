import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { telegramPhotos } from "#src/channels/telegram-photos.ts";
import { failure, telegramOut } from "#test/helpers/telegram-out.ts";
import type { Out } from "#test/helpers/telegram-out.ts";
import { PNG, answerOf, post, testChat } from "#test/helpers/web-chat.ts";
import type { TestChat } from "#test/helpers/web-chat.ts";

const MEGABYTE = 1024 * 1024;

let out: Out;
let photos: ReturnType<typeof telegramPhotos>;
beforeAll(async () => {
  out = await telegramOut({ timeoutMs: 2_000 });
  photos = photosOf(10_000);
});
afterAll(() => out.close());

function photosOf(timeoutMs: number) {
  const { token, address } = out.server;
  return telegramPhotos({ api: out.api, token, apiRoot: address, timeoutMs });
}

/** Puts a file in a chat with the bot and returns its id. */
function fileOf(given: { bytes?: Buffer; size?: number }, kind: "photo" | "document" = "photo"): string {
  const person = out.server.user();
  out.server.say(person, person, { [kind]: given });
  const message = out.server.pending().at(-1)?.["message"] as Record<string, unknown>;
  const [file] = [message[kind]].flat().slice(-1) as { file_id: string }[];
  return file?.file_id ?? "";
}

describe("a picture that lies with Telegram", () => {
  test("comes as it was sent, with the type that its bytes have", async () => {
    expect(await photos(fileOf({ bytes: PNG }))).toEqual({ type: "image/png", bytes: new Uint8Array(PNG) });
    expect(await photos(fileOf({ bytes: PNG }, "document"))).toMatchObject({ type: "image/png" });
  });

  test.each([
    [
      "a file that is no picture",
      () => fileOf({ bytes: Buffer.from("<script>alert(1)</script>") }, "document"),
    ],
    ["a file that nobody knows", () => "AgACAgUAAx-of-another-bot"],
    ["more than Telegram gives bots", () => fileOf({ bytes: PNG, size: 20 * MEGABYTE + 1 })],
    ["more than we show, and says so", () => fileOf({ bytes: PNG, size: 10 * MEGABYTE + 1 })],
    [
      "more than we show, and says less",
      () => fileOf({ bytes: Buffer.concat([PNG, Buffer.alloc(10 * MEGABYTE)]), size: 5 }),
    ],
  ])("%s is none to be shown", async (_, ref) => {
    const error = await failure(photos(ref()));
    expect(error.code).toBe("not_found");
    expect(error.message).not.toContain("AgAC");
  });

  test.each([
    ["getFile", "hang" as const],
    ["getFile", { error: 500 }],
    ["getFile", { error: 429, retryAfter: 5 }],
    ["file", "hang" as const],
    ["file", "close" as const],
    ["file", { error: 404, description: "Not Found" }],
    ["file", { html: 502 as const }],
  ])("when %s meets %j it may be had another time", async (method, behaviour) => {
    out.server.next(method, behaviour);
    const error = await failure(photosOf(500)(fileOf({ bytes: PNG })));
    expect(error.code).toBe("channel_failed");
    expect(`${error.stack} ${String(error.cause)}`).not.toContain(out.server.token);
  });
});

describe("a picture of one channel on the other", () => {
  let chat: TestChat;
  let shown = true;
  beforeAll(async () => {
    chat = await testChat({
      image: ({ ref }) => photos(ref),
      isShown: (_, ids) => Promise.resolve(shown && ids.length > 0),
    });
  });
  afterAll(() => chat.close());

  const tell = (id: number, to: string, ref: string) =>
    chat.channel.send({
      id,
      chat: { id: to, kind: "private" },
      to: { id: to, name: "吴师傅" },
      text: "有新任务",
      buttons: [],
      images: [{ ref, channel: "telegram" }],
      ticketCode: null,
    });
  const imagesOf = async (as: string): Promise<string[]> => {
    const response = await chat.channel.app.request(`/chat/posts?chat=${as}&as=${as}`);
    const { chats } = (await response.json()) as { chats: { posts: { images: string[] }[] }[] };
    return chats.flatMap(({ posts }) => posts.flatMap(({ images }) => images));
  };
  const look = (as: string, id: string | undefined) =>
    chat.channel.app.request(`/chat/photos/${id}?as=${as}`);

  test("a resident's on Telegram is seen by the member whom the bot shows it in the web chat, by nobody else", async () => {
    const ref = fileOf({ bytes: PNG });
    await tell(1, "wu", ref);
    await tell(1, "wu", ref);
    const [id, ...more] = await imagesOf("wu");
    expect(more).toEqual([]);
    expect(id).toMatch(/^[0-9a-f]{32}$/);
    const response = await look("wu", id);
    expect(response.headers.get("content-type")).toBe("image/png");
    expect(response.headers.get("cache-control")).toContain("private");
    expect(Buffer.from(await response.arrayBuffer())).toEqual(PNG);
    expect((await look("li", id)).status).toBe(404);
  });

  test("it is fetched when somebody looks, not before", async () => {
    const before = out.server.calls("getFile").length;
    await tell(2, "wu", fileOf({ bytes: PNG }));
    expect(out.server.calls("getFile")).toHaveLength(before);
    await look("wu", (await imagesOf("wu")).at(-1));
    expect(out.server.calls("getFile")).toHaveLength(before + 1);
  });

  test("what its sender has taken back is seen no more", async () => {
    const [id] = await imagesOf("wu");
    shown = false;
    expect((await look("wu", id)).status).toBe(404);
    shown = true;
    expect((await look("wu", id)).status).toBe(200);
  });

  test("Telegram away is no broken page, and a file that is no picture is not shown", async () => {
    const [id] = await imagesOf("wu");
    out.server.next("getFile", { error: 500 });
    expect((await look("wu", id)).status).toBe(503);
    await tell(3, "li", fileOf({ bytes: Buffer.from("<svg onload=alert(1)>") }));
    expect((await look("li", (await imagesOf("li"))[0])).status).toBe(404);
  });

  test("after thirty days it is forgotten with the post that showed it", async () => {
    chat.clock.set(new Date(chat.clock.now().getTime() + 31 * 86_400_000));
    const [again] = await imagesOf("li");
    await tell(4, "li", fileOf({ bytes: PNG }));
    await chat.channel.purge(chat.clock.now());
    const ids = await imagesOf("li");
    expect(ids).toHaveLength(1);
    expect((await look("li", ids[0])).status).toBe(200);
    expect((await look("li", again)).status).toBe(404);
  });

  test("a web photo goes up to Telegram as it came in, and only while it is there", async () => {
    const uploaded = await post(chat, "/chat/photos?chat=zhang", PNG, { as: "zhang", type: "image/png" });
    const { id } = await answerOf(uploaded);
    const member = await telegramOut({ image: ({ ref }) => chat.channel.image(ref) });
    const wu = member.server.user();
    member.server.startPrivate(wu);
    await member.send(member.message(wu, { images: [{ ref: id, channel: "web" }] }));
    const [sent] = member.server.sent(wu);
    const file = await member.api.call("getFile", { file_id: sent?.photos[0] });
    const { file_path: path } = file as { file_path: string };
    const { address, token } = member.server;
    const response = await fetch(`${address}/file/bot${token}/${path}`);
    expect(Buffer.from(await response.arrayBuffer())).toEqual(PNG);
    expect(await failure(chat.channel.image("0".repeat(32)))).toMatchObject({ code: "not_found" });
    await member.close();
  });
});
