import { createServer } from "node:net";
import type { AddressInfo } from "node:net";
import { inspect } from "node:util";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { telegramApi } from "#src/channels/telegram-api.ts";
import { refusalOf } from "#src/channels/telegram-refusal.ts";
import { failure, telegramOut } from "#test/helpers/telegram-out.ts";
import type { Out } from "#test/helpers/telegram-out.ts";

const SECRET_TEXT = "3-2-501 张阿姨 13800138000";

let out: Out;
beforeEach(async () => {
  out = await telegramOut({ timeoutMs: 10_000 });
});
afterEach(() => out.close());

const say = (chat: { id: number }, timeoutMs = 10_000) =>
  out.api.call("sendMessage", { chat_id: chat.id, text: SECRET_TEXT }, { timeoutMs });

describe("what Telegram says of a call", () => {
  test.each([
    [{ error: 401 }, "channel_failed", { kind: "unauthorized" }],
    [{ error: 404, description: "Not Found" }, "channel_failed", { kind: "unauthorized" }],
    [
      { error: 404, description: "Not Found: method not found" },
      "channel_failed",
      { kind: "refused", status: 404 },
    ],
    [{ error: 403 }, "channel_unreachable", { kind: "unreachable" }],
    [
      { error: 403, description: "Forbidden: user is deactivated" },
      "channel_unreachable",
      { kind: "unreachable" },
    ],
    [
      { error: 400, description: "Bad Request: chat not found" },
      "channel_unreachable",
      { kind: "unreachable" },
    ],
    [
      { error: 400, description: "Bad Request: not enough rights to send text messages to the chat" },
      "channel_unreachable",
      { kind: "unreachable" },
    ],
    [
      { error: 400, description: "Bad Request: not enough rights to send photos to the chat" },
      "channel_failed",
      { kind: "refused", status: 400 },
    ],
    [
      { error: 400, description: `Bad Request: can't parse entities: in "${SECRET_TEXT}"` },
      "channel_failed",
      { kind: "parse" },
    ],
    [
      { error: 400, description: "Bad Request: message thread not found" },
      "channel_failed",
      { kind: "thread_not_found" },
    ],
    [
      { error: 400, description: "Bad Request: TOPIC_CLOSED" },
      "channel_failed",
      { kind: "thread_not_found" },
    ],
    [
      { error: 400, description: "Bad Request: message to be replied not found" },
      "channel_failed",
      { kind: "reply_not_found" },
    ],
    [{ error: 400, description: "Bad Request: message is too long" }, "channel_failed", { kind: "too_long" }],
    [
      { error: 400, description: "Bad Request: something new" },
      "channel_failed",
      { kind: "refused", status: 400 },
    ],
    [
      {
        error: 400,
        description: "Bad Request: group chat was upgraded to a supergroup chat",
        migrateTo: -1002,
      },
      "channel_failed",
      { kind: "migrated", to: "-1002" },
    ],
    [{ error: 409 }, "channel_failed", { kind: "conflict" }],
    [{ error: 500 }, "channel_failed", { kind: "server_error", status: 500 }],
    [{ html: 502 as const }, "channel_failed", { kind: "server_error", status: 502 }],
    [{ html: 504 as const }, "channel_failed", { kind: "unknown" }],
    ["hang" as const, "channel_failed", { kind: "unknown" }],
    ["swallow" as const, "channel_failed", { kind: "unknown" }],
    ["close" as const, "channel_failed", { kind: "unknown" }],
    ["swallow-close" as const, "channel_failed", { kind: "unknown" }],
  ])("%j is %s, %j", async (behaviour, code, refusal) => {
    const group = out.server.group();
    out.server.next("sendMessage", behaviour);
    const isLate = behaviour === "hang" || behaviour === "swallow";
    const error = await failure(say(group, isLate ? 1_000 : undefined));
    expect(error).toMatchObject({ code, retryAfter: null });
    expect(refusalOf(error)).toEqual(refusal);
    expect(out.server.calls("sendMessage")).toHaveLength(1);
    keepsQuiet(error);
  });

  test.each([
    [{ error: 429, retryAfter: 1 }, 1],
    [{ error: 429, retryAfter: 30 }, 30],
    [{ error: 429, retryAfter: 73_414 }, 73_414],
    [{ error: 429 }, 30],
  ])("%j asks to wait %d s", async (behaviour, retryAfter) => {
    const group = out.server.group();
    out.server.next("sendMessage", behaviour);
    const error = await failure(say(group));
    expect(error).toMatchObject({ code: "channel_throttled", retryAfter });
    expect(refusalOf(error)).toEqual({ kind: "throttled" });
  });

  test("a caller who gives up need not wait", async () => {
    out.server.next("getUpdates", "hang");
    const stopped = AbortSignal.timeout(50);
    const call = out.api.call("getUpdates", { timeout: 50 }, { timeoutMs: 60_000, signal: stopped });
    expect(refusalOf(await failure(call))).toEqual({ kind: "unknown" });
  });
});

describe("where there is no Telegram at all", () => {
  const token = `42:${"k".repeat(35)}`;
  const call = async (apiRoot: string, timeoutMs = 2_000) => {
    const api = telegramApi({ token, apiRoot, timeoutMs });
    const error = await failure(api.call("sendMessage", { chat_id: 1, text: SECRET_TEXT }));
    api.close();
    keepsQuiet(error, token);
    return refusalOf(error);
  };
  /** Answers whatever is asked with these bytes, then hangs up. */
  const answering = async (bytes: string) => {
    const server = createServer((socket) => {
      socket.on("error", () => {});
      socket.once("data", () => socket.end(bytes));
    }).listen(0, "127.0.0.1");
    await new Promise((resolve) => server.once("listening", resolve));
    const { port } = server.address() as AddressInfo;
    return { address: `http://127.0.0.1:${port}`, close: () => server.close() };
  };
  const http = (status: string, body: string, length = Buffer.byteLength(body)) =>
    `HTTP/1.1 ${status}\r\ncontent-type: application/json\r\ncontent-length: ${length}\r\n\r\n${body}`;

  test("a port that nobody listens at, a name that nobody has: nothing was sent", async () => {
    const closed = await answering("");
    await new Promise<void>((resolve) => {
      closed.close().once("close", resolve);
    });
    expect(await call(closed.address)).toEqual({ kind: "not_sent" });
    expect(await call("http://telegram.invalid", 10_000)).toEqual({ kind: "not_sent" });
  });

  test("a plain server where a secure one is expected: nothing was sent", async () => {
    const plain = await answering("not TLS");
    expect(await call(plain.address.replace("http:", "https:"))).toEqual({ kind: "not_sent" });
    plain.close();
  });

  test("a line that is dead before anything is said: nothing was sent", async () => {
    const silent = createServer((socket) => socket.on("error", () => {})).listen(0, "127.0.0.1");
    await new Promise((resolve) => silent.once("listening", resolve));
    const { port } = silent.address() as AddressInfo;
    expect(await call(`https://127.0.0.1:${port}`, 400)).toEqual({ kind: "not_sent" });
    silent.close();
  });

  test.each([
    ["a page", http("200 OK", "<html>log in to the hotel's network</html>"), "not_sent"],
    ["half an answer", http("200 OK", '{"ok":true,"resu'), "unknown"],
    ["an answer cut short", http("200 OK", '{"ok":true,"resu', 500), "unknown"],
    ["no word", "", "unknown"],
    ["noise", "SSH-2.0-OpenSSH_9.2\r\n", "unknown"],
  ])("%s instead of an answer", async (_, bytes, kind) => {
    const strange = await answering(bytes);
    expect(await call(strange.address)).toEqual({ kind });
    strange.close();
  });

  test("a refusal that is none of Telegram's", async () => {
    const strange = await answering(http("403 Forbidden", '{"message":"no quota"}'));
    expect(await call(strange.address)).toEqual({ kind: "refused", status: 0 });
    strange.close();
  });

  test("an address with a path keeps it", async () => {
    const asked: string[] = [];
    const server = createServer((socket) => {
      socket.on("error", () => {});
      socket.once("data", (data) => {
        asked.push(data.toString().split("\r\n")[0] ?? "");
        socket.end(http("200 OK", '{"ok":true,"result":true}'));
      });
    }).listen(0, "127.0.0.1");
    await new Promise((resolve) => server.once("listening", resolve));
    const { port } = server.address() as AddressInfo;
    const api = telegramApi({ token, apiRoot: `http://127.0.0.1:${port}/proxy`, timeoutMs: 2_000 });
    expect(await api.call("getMe", {})).toBe(true);
    expect(asked).toEqual([`POST /proxy/bot${token}/getMe HTTP/1.1`]);
    api.close();
    server.close();
  });
});

/** Neither the token nor the resident's words, however deep one looks. */
function keepsQuiet(error: Error, token = out.server.token): void {
  const all = inspect(error, { depth: 10, showHidden: true });
  expect(all).not.toContain(token.split(":")[1]);
  expect(all).not.toContain("13800138000");
  expect(all).not.toContain("127.0.0.1");
}
