// A danger that the model thinks possible, but not likely enough to ring for.
import { describe, expect, test } from "vitest";
import { replayChannel } from "#src/channels/replay.ts";
import { story } from "#test/helpers/story.ts";

// The model alone rings for nothing here: what it knows for dangers is what it suspects.
const DOUBTING = { emergency: 1, emergency_asked: 1 };
const SPARKS = "8栋1单元配电箱在冒火花,滋滋响";

describe("a matter that may be a danger", () => {
  const s = story("2026-11-23T22:10:00+08:00", undefined, undefined, DOUBTING);

  test("is an ordinary ticket; its first answer, and its member, say that somebody may be in danger", async () => {
    await s().says("wang", SPARKS);
    await s().later("1m");
    const line = s().hears("g1", /已登记/);
    expect(line.text).toMatch(/要是有人有危险,点「紧急」/);
    expect(line.buttons).toEqual(["紧急"]);
    expect((await s().ticket()).urgency).not.toBe("emergency");
    s().hears("zhian", /新工单[\s\S]*可能有人有危险,请先看这件/);
    s().silent();
  });

  test("any neighbour's tap makes it an emergency: the number to call is said, the person on duty is rung", async () => {
    await s().presses("li", "紧急", { in: "g1" });
    const line = s().hears("g1", /值班/);
    expect(line.text).toMatch(/^[^,。]*(别|先|离|拨|打)[\s\S]*22:4\d前必有人回应/);
    s().hears("zhian", /升为【紧急】:有人点了「紧急」/);
    s().silent();
    const { urgency, events } = await s().ticket();
    expect(urgency).toBe("emergency");
    const li = await s().replayed.database.account.findFirstOrThrow({ where: { externalId: "li" } });
    expect(events.find(({ kind }) => kind === "raised")?.actorId).toBe(li.personId);
  });

  test("a second tap rings nobody again", async () => {
    await s().presses("sun", "紧急", { in: "g1" });
    await s().later("1m");
    s().silent();
    const raised = (await s().ticket()).events.filter(({ kind }) => kind === "raised");
    expect(raised).toHaveLength(1);
  });

  test("nobody takes it: it rings on like any emergency", async () => {
    await s().later("5m");
    s().hears("ban", /都没回应/);
  });

  test("who taps when it is over is told so, and nothing changes", async () => {
    await s().says("sun", "9栋2单元配电箱在冒火花,滋滋响");
    await s().later("1m");
    const { code } = await s().ticket(2);
    await s().whispers("sun", `/撤回 ${code}`);
    s().skip();
    await s().presses("li", "紧急", { in: "g1", code });
    await s().later("1m");
    s().silent("g1");
    s().hears("li", /不在办了.*110/);
    expect((await s().ticket(2)).state).toBe("withdrawn");
  });
});

describe("a matter that may be a danger and is nobody else's business", () => {
  const s = story("2026-11-23T09:00:00+08:00", undefined, undefined, DOUBTING);

  test("has the button in private alone", async () => {
    await s().says("zhao", "隔壁一直有人喊别打了,孩子哭得厉害");
    await s().later("1m");
    const line = s().hears("g1", /私下/);
    expect([line.buttons, line.text.includes("危险")]).toEqual([[], false]);
    expect(s().hears("zhao", /已登记/).buttons).toEqual(["紧急"]);
    await s().presses("zhao", "紧急");
    s().hears("zhao", /^.*110/);
    expect((await s().ticket()).urgency).toBe("emergency");
  });
});

describe("a card about what may be a danger", () => {
  const s = story("2026-11-23T09:00:00+08:00", undefined, undefined, { ...DOUBTING, certain: 1.01 });

  test("asks for the danger as well, and a tap on it opens an emergency", async () => {
    await s().says("wang", SPARKS);
    await s().later("2m");
    const card = s().hears("g1", /要登记办理吗.*点「紧急」/);
    expect(card.buttons).toEqual(["立单", "不是", "紧急"]);
    expect(await s().tickets()).toEqual([]);
    await s().presses("li", "紧急", { in: "g1" });
    s().hears("g1", /值班/);
    const { urgency, reporters } = await s().ticket();
    expect(urgency).toBe("emergency");
    expect(reporters).toHaveLength(1);
    const wang = await s().replayed.database.account.findFirstOrThrow({ where: { externalId: "wang" } });
    expect(reporters[0]?.personId).toBe(wang.personId);
  });

  test("立单 on the same card opens nothing more", async () => {
    s().skip();
    await s().presses("sun", "立单", { in: "g1" });
    await s().later("1m");
    expect(await s().tickets()).toHaveLength(1);
  });
});

describe("a card about what may be a danger and is nobody else's business", () => {
  const s = story("2026-11-23T09:00:00+08:00", undefined, undefined, { ...DOUBTING, certain: 1 });

  test("asks its author alone, and their tap opens a private emergency", async () => {
    await s().says("zhao", "隔壁一直有人喊别打了,孩子哭得厉害");
    await s().later("2m");
    s().silent("g1");
    expect(s().hears("zhao", /要登记办理吗/).buttons).toEqual(["立单", "不是", "紧急"]);
    await s().presses("zhao", "紧急");
    const { urgency, private: isPrivate } = await s().ticket();
    expect([urgency, isPrivate]).toEqual(["emergency", true]);
    s().hears("zhao", /110/);
  });
});

describe("a matter that may be a danger where nobody can tap", () => {
  const s = story("2026-11-23T09:00:00+08:00", undefined, undefined, DOUBTING, undefined, (emit) =>
    replayChannel(emit, false),
  );

  test("a stray number rings nobody, the word does", async () => {
    await s().says("wang", SPARKS);
    await s().later("1m");
    s().hears("g1", /点「紧急」/);
    await s().says("li", "1");
    await s().says("sun", "加1");
    await s().later("1m");
    s().silent("g1");
    expect((await s().ticket()).urgency).not.toBe("emergency");
    await s().says("li", "紧急");
    s().hears("g1", /值班/);
    expect((await s().ticket()).urgency).toBe("emergency");
  });
});
