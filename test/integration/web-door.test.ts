import { stat } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { TEXTS } from "#src/channels/web-texts.ts";
import { webChannel } from "#src/channels/web.ts";
import { newKey, post, testChat } from "#test/helpers/web-chat.ts";
import type { TestChat } from "#test/helpers/web-chat.ts";

describe("outside the demonstration", () => {
  let real: TestChat;
  beforeAll(async () => {
    real = await testChat({ demo: false, publicUrl: "https://linli.example" });
  });
  afterAll(() => real.close());
  const flat = { building: "3号楼", unit: "2", room: "501" };
  const enter = (body: unknown) => post(real, "/chat/enter", body);
  const cookieOf = (response: Response): string => response.headers.get("set-cookie")?.split(";")[0] ?? "";
  const window = (cookie: string) => real.channel.app.request("/chat", { headers: { cookie } });

  test("one comes in with a name and a flat, and is known by both", async () => {
    const response = await enter({ name: " 张阿姨 ", flat });
    expect(response.status).toBe(201);
    expect(response.headers.get("set-cookie")).toMatch(
      /^linli=[^;]+; Max-Age=15552000; Path=\/; HttpOnly; Secure; SameSite=Lax$/,
    );
    const cookie = cookieOf(response);
    const body = { chat: "g1", text: "没水了", images: [], replyTo: null, key: newKey() };
    expect((await post(real, "/chat/posts", body, { cookie, origin: "https://linli.example" })).status).toBe(
      202,
    );
    expect(real.taken[0]?.from).toEqual({
      id: expect.stringMatching(/^w-[\w-]{16}$/),
      name: "3-2-501 张阿姨",
    });
    expect((await real.channel.app.request("/", { headers: { cookie } })).headers.get("location")).toBe(
      "/chat",
    );
  });

  test.each([
    ["a flat that is not there", { name: "张", flat: { ...flat, room: "999" } }, TEXTS.flatUnknown],
    ["half a flat", { name: "张", flat: { building: "3", unit: "", room: "501" } }, TEXTS.flatMissing],
    ["no name", { name: " \u200b ", flat: null }, TEXTS.nameMissing],
    ["a long name", { name: "张".repeat(21), flat: null }, TEXTS.nameLong],
    ["the helper's name", { name: "邻里\u200b助手", flat: null }, TEXTS.nameTaken],
  ])("%s does not come in", async (_who, body, error) => {
    const response = await enter(body);
    expect([response.status, await response.json()]).toEqual([400, { error }]);
    expect(response.headers.get("set-cookie")).toBeNull();
  });

  test("a forged, changed or ended session is nobody's, and so is the demonstration's way in", async () => {
    const cookie = cookieOf(await enter({ name: "小陈", flat: null }));
    expect((await window(cookie)).status).toBe(200);
    const changed = cookie.replace(/.$/, (last) => (last === "A" ? "B" : "A"));
    for (const wrong of ["", "linli=abc.def", changed.replace("=", "=x"), `${cookie.split(".")[0]}.`]) {
      expect((await window(wrong)).headers.get("location")).toBe("/");
    }
    expect((await real.channel.app.request("/chat/posts?as=wu")).status).toBe(401);
    expect((await real.channel.app.request("/chat?as=wu")).headers.get("location")).toBe("/");
    real.clock.set(new Date(real.clock.now().getTime() + 181 * 86_400_000));
    expect((await window(cookie)).headers.get("location")).toBe("/");
  });

  test("someone who comes back after a month is signed in anew as the same person", async () => {
    const cookie = cookieOf(await enter({ name: "小陈", flat: null }));
    expect((await window(cookie)).headers.get("set-cookie")).toBeNull();
    real.clock.set(new Date(real.clock.now().getTime() + 40 * 86_400_000));
    const renewed = await window(cookie);
    const account = (page: string) => /w-[\w-]{16}/.exec(page)?.[0];
    expect(account(await (await window(cookieOf(renewed))).text())).toBe(account(await renewed.text()));
  });

  test("the secret is kept for the owner only and outlives a restart", async () => {
    const cookie = cookieOf(await enter({ name: "小陈", flat: null }));
    expect((await stat(join(real.home, "web-key"))).mode & 0o777).toBe(0o600);
    const restarted = webChannel(real.options);
    expect((await restarted.app.request("/chat", { headers: { cookie } })).status).toBe(200);
  });
});
