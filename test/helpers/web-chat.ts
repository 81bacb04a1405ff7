// A web chat of its own on a fresh database, with a small community and nobody behind it but the test.
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { view } from "#src/channels/web-live.ts";
import { webChannel } from "#src/channels/web.ts";
import type { WebChannel, WebChatOptions, WebPerson } from "#src/channels/web.ts";
import { simulatedClock } from "#src/clock.ts";
import { AppError } from "#src/errors.ts";
import { openDatabase } from "#src/database/client.ts";
import { silentLog } from "#src/log.ts";
import type { InboundMessage, MessageChange } from "#src/message.ts";
import { testDatabase } from "#test/helpers/database.ts";

const PEOPLE: WebPerson[] = [
  { account: "zhang", name: "3-2-501 张阿姨", note: "居民", group: "resident" },
  { account: "li", name: "5-1-302 李明", note: "居民", group: "resident" },
  { account: "wu", name: "吴主任", note: "物业委员会主任", group: "member" },
  { account: "ban", name: "办事员小班", note: "社区工作者", group: "staff" },
];

export type TestChat = {
  channel: WebChannel;
  clock: ReturnType<typeof simulatedClock>;
  home: string;
  options: WebChatOptions;
  /** What the house took, in order. */
  taken: InboundMessage[];
  /** The edits and recalls it took. */
  changes: MessageChange[];
  /** What the house does with each message and change; throws to refuse it. */
  answer(handler: (given: InboundMessage | MessageChange) => void | Promise<void>): void;
  close(): Promise<void>;
};

/** Opens a started channel; `close` drops its database and folder. */
export async function testChat(change: Partial<WebChatOptions> = {}): Promise<TestChat> {
  const database = await testDatabase();
  const opened = openDatabase(database.url);
  const home = await mkdtemp(join(tmpdir(), "linli-web-"));
  const clock = simulatedClock(new Date("2026-11-23T09:00:00+08:00"));
  const options: WebChatOptions = {
    database: opened.prisma,
    home,
    demo: true,
    groups: [{ id: "g1", title: "邻里花园" }],
    publicUrl: null,
    clock,
    people: () => Promise.resolve(PEOPLE),
    flatExists: (building, unit, room) => Promise.resolve(`${building}-${unit}-${room}` === "3-2-501"),
    maySeePhoto: () => Promise.resolve(false),
    isNeeded: () => Promise.resolve(false),
    workbench: {
      mayOpen: (account) => Promise.resolve(account === "ban"),
      wechat: () => null,
      drawQr: () => Promise.resolve(null),
    },
    boundAs: () => Promise.resolve(null),
    isShown: () => Promise.resolve(false),
    image: () => Promise.reject(new AppError("not_found", "expected no picture")),
    log: silentLog,
    ...change,
  };
  const channel = webChannel(options);
  const taken: InboundMessage[] = [];
  const changes: MessageChange[] = [];
  let handle: (given: InboundMessage | MessageChange) => void | Promise<void> = () => {};
  await channel.start({
    accept: async (message) => {
      await handle(message);
      taken.push(message);
    },
    follow: async (changed) => {
      await handle(changed);
      changes.push(changed);
    },
    followChat: () => Promise.resolve(),
  });
  return {
    channel,
    clock,
    home,
    options,
    taken,
    changes,
    answer(handler) {
      handle = handler;
    },
    async close() {
      await channel.stop();
      await opened.close();
      await database.drop();
      await rm(home, { recursive: true, force: true });
    },
  };
}

/** What the routes answer with; each fills its own part. */
export type Answer = {
  id: string;
  error: string;
  cursor: number;
  post: ShownPost;
  chats: { chat: string; more: boolean; posts: ShownPost[] }[];
};
export type ShownPost = ReturnType<typeof view>;

export const ORIGIN = "http://localhost";

/** The smallest picture there is. */
export const PNG = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
  "base64",
);

let keys = 0;
export const newKey = (): string => `key-${String((keys += 1)).padStart(6, "0")}`;

export type Asked = { as?: string; origin?: string; cookie?: string; type?: string };

/** Sends a body as the page's script would; a Buffer goes as it is. */
export async function post(
  chat: TestChat,
  path: string,
  body: unknown,
  asked: Asked = {},
): Promise<Response> {
  const { as, origin = ORIGIN, cookie = "", type = "application/json" } = asked;
  const address = as === undefined ? path : `${path}${path.includes("?") ? "&" : "?"}as=${as}`;
  return chat.channel.app.request(address, {
    method: "POST",
    headers: { origin, cookie, "content-type": type },
    body: body instanceof Buffer ? new Uint8Array(body) : JSON.stringify(body),
  });
}

/** Writes into the group, unless `more` says otherwise. */
export function say(chat: TestChat, as: string, text: string, more: object = {}): Promise<Response> {
  return post(
    chat,
    "/chat/posts",
    { chat: "g1", text, images: [], replyTo: null, key: newKey(), ...more },
    { as },
  );
}

export async function answerOf(response: Response): Promise<Answer> {
  const answer: Answer = JSON.parse(await response.text());
  return answer;
}

export async function read(chat: TestChat, path: string): Promise<{ status: number; body: Answer }> {
  const response = await chat.channel.app.request(path);
  return { status: response.status, body: await answerOf(response) };
}

/** The newest page of a chat, as that person sees it. */
export async function postsOf(chat: TestChat, as: string, id = "g1"): Promise<ShownPost[]> {
  return (await read(chat, `/chat/posts?as=${as}&chat=${id}`)).body.chats[0]?.posts ?? [];
}

export async function textsOf(chat: TestChat, as: string, id = "g1"): Promise<string[]> {
  return (await postsOf(chat, as, id)).map((shown) => shown.text);
}
