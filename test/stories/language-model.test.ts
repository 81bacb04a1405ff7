import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { readConfig } from "#src/config.ts";
import { readFlows } from "#src/dialogue/files.ts";
import { silentLog } from "#src/log.ts";
import { prismaLlmLedger } from "#src/triage/prisma.ts";
import { PROMPTS, readPrompt, wireLlm } from "#src/wire-llm.ts";
import { FLOWS } from "#src/wire.ts";
import { says, sends, startLlmServer } from "#test/helpers/llm-server.ts";
import type { Asked, LlmServer } from "#test/helpers/llm-server.ts";
import { story } from "#test/helpers/story.ts";

let server: LlmServer;
beforeAll(async () => {
  server = await startLlmServer();
});
afterAll(() => server.close());

const wordsOf = ({ messages }: Asked) => messages.at(-1)?.content ?? "";
const json = (change: object) =>
  says(
    JSON.stringify({
      category: "none",
      urgency: "normal",
      place: null,
      summary: "",
      confidence: 0.95,
      ...change,
    }),
  );

// Whatever may be a request is asked about, nothing is certain.
const CURIOUS = { certain: 1, likely: 1, unsure: 0.02 };

describe("with a language model, where rules and local model are unsure", () => {
  const s = story(
    "2026-11-23T09:00:00+08:00",
    undefined,
    ({ database, clock }) => {
      const config = readConfig({
        OPENAI_API_KEY: "sk",
        OPENAI_BASE_URL: server.url,
        LLM_MINUTE_BUDGET: "999",
      });
      const shared = { config, prompt: readPrompt(PROMPTS), flows: readFlows(FLOWS), log: silentLog };
      return wireLlm({ ...shared, ledger: prismaLlmLedger(database), clock });
    },
    CURIOUS,
  );

  test("it names the matter, and the ticket says who named it", async () => {
    server.on(() => json({ category: "environment" }));
    await s().says("zhang", "3栋后面堆的东西都长毛了,招虫子");
    await s().later("2m");
    s().hears("g1", /已登记/);
    const ticket = await s().ticket();
    expect(ticket.category).toBe("environment");
    expect(ticket.decision).toMatchObject({ via: "llm", review: false });
    expect(JSON.stringify(ticket.decision)).toContain("triage.v1");
    s().hears("wu2", /新工单/);
  });

  test("what it calls chatter stays unheard and is forgotten", async () => {
    s().skip();
    server.on(() => json({ category: "none" }));
    await s().says("li", "隔壁小区的喷泉停了好久了吧");
    await s().later("2m");
    s().silent();
    const left = await s().replayed.database.message.findMany({ where: { text: { contains: "喷泉" } } });
    expect(left).toEqual([]);
  });

  test("it never reads a number or a door", async () => {
    server.reset();
    server.on(() => json({ category: "property", place: "5栋2单元" }));
    await s().says("wang", "5栋2单元501的水表好像走得不对,电话13812345678,身份证36010219900307721X");
    await s().later("2m");
    expect(server.asked).toHaveLength(1);
    expect(wordsOf(server.asked[0] as Asked)).toMatch(/〔门牌1〕.*〔手机1〕.*〔证件1〕/);
    expect(JSON.stringify(server.asked)).not.toMatch(/501|13812345678|36010219900307721X/);
    s().hears("g1", /已登记/);
    // Who works on it needs them.
    expect(s().hears("wu2", /新工单/).text).toContain("13812345678");
  });

  test("two who write at the same time get each their own answer", async () => {
    s().skip();
    server.on((question) => json({ category: wordsOf(question).includes("桩") ? "parking" : "health" }));
    await s().says("chen", "8栋那个充电的桩好像有点问题");
    await s().says("zhou", "卫生站那边打针的是不是换人了啊");
    await s().later("2m");
    const tickets = (await s().tickets()).slice(-2);
    expect(tickets.map(({ category }) => category).toSorted()).toEqual(["health", "parking"]);
  });

  test("when it fails, what is said to Linli is registered all the same and a person looks at it first", async () => {
    s().skip();
    server.on(() => sends(500, "{}"));
    Object.assign(s().replayed.house.flows.rulebook, {
      thresholds: { ...s().replayed.house.flows.rulebook.thresholds, likely: 0.05 },
    });
    await s().whispers("gao", "10栋的门禁好像又不灵了");
    await s().later("2m");
    s().hears("gao", /已登记/);
    expect(s().hears("wu2", /新工单/).text).toContain("类别没把握");
    const ticket = (await s().tickets()).at(-1);
    expect(ticket?.decision).toMatchObject({ review: true });
  });
});
