import { beforeAll, describe, expect, test } from "vitest";
import { handleTurn } from "#src/corridor/handle-turn.ts";
import { forgetTalk } from "#src/corridor/forget-talk.ts";
import { everything } from "#test/helpers/everything.ts";
import { secondChannel } from "#test/helpers/second-channel.ts";
import { story } from "#test/helpers/story.ts";

const CODE = /\b\w{4}-\w{4}-\w{4}\b/;
const WRONG = /^这个码用不了/;
const START = "2026-11-23T09:00:00+08:00";

const codeIn = ({ text }: { text: string }) => CODE.exec(text)?.[0] ?? "none";

describe("a member is invited to another platform", () => {
  const s = story(START);
  let other: ReturnType<typeof secondChannel>;
  let code = "";
  beforeAll(() => {
    other = secondChannel(s());
  });

  test("staff get a code, the way to use it and how long it holds; only its hash is kept", async () => {
    await s().says("ban", "/邀请 小邬");
    const told = s().hears("ban", /小邬的绑定码,24 小时/);
    code = codeIn(told);
    const plain = code.replaceAll("-", "");
    expect(told.text).toContain(`https://other.example/?start=${plain}`);
    const codes = await s().replayed.database.bindingCode.findMany();
    expect(codes).toHaveLength(1);
    expect(JSON.stringify(codes)).not.toContain(plain);
    s().silent();
  });

  test("who says it in private is the member: greeted as one, and told of on the other platform", async () => {
    await other.says("7001", `/start ${code.replaceAll("-", "")}`, { name: "小邬\u202e子" });
    const told = s().hears("7001", /合成一个/).text;
    expect(told).toMatch(/小邬.*\n.*环境和物业委员会委员.*0 件.*\/待办/);
    expect(s().hears("wu2", /加了一个账号/).text).toContain("「小邬子」");
    s().silent();
  });

  test("the code is nowhere any more, neither where it was told nor where it was said", async () => {
    const kept = await everything(s());
    expect(kept).not.toContain(code);
    expect(kept).not.toContain(code.replaceAll("-", ""));
  });

  test("rights and notices are the person's: the notice comes to one chat, the work is done from either", async () => {
    await other.says("8001", "8栋1单元门禁刷不开了,麻烦来修", { in: "og" });
    await s().later("1m");
    s().hears("7001", /新工单/);
    s().silent("wu2");
    const { code: ticket } = await s().ticket();
    s().skip();
    await other.presses("7001", "接单");
    s().hears("7001", /您接了/);
    s().silent("wu2");
    await s().whispers("wu2", "/待办");
    expect(s().hears("wu2", /待办 1 件/).text).toContain(ticket);
    await other.presses("7001", "进展");
    await other.says("7001", "已经约了师傅");
    await s().later("1m");
    s().hears("7001", /进展已记下/);
    expect((await s().ticket()).state).toBe("handling");
    s().silent("wu2");
    const [wu2] = s().replayed.house.community.members.filter(({ name }) => name === "小邬");
    expect(wu2?.accounts).toEqual(["wu2", "7001"]);
  });

  test("a used code, a wrong one and one that is over are answered in the same words", async () => {
    await other.says("7002", code);
    const used = s().hears("7002", WRONG).text;
    await other.says("7002", "/绑定 K7Q2-9MXD-4TB8");
    expect(s().hears("7002", /.*/).text).toBe(used);
    await s().whispers("ban", "邀请 小陶");
    const late = codeIn(s().hears("ban", /小陶/));
    await s().later("24h");
    s().skip();
    await other.says("7002", late);
    expect(s().hears("7002", /.*/).text).toBe(used);
    await other.says("7002", "/绑定 月亮");
    expect(s().hears("7002", /.*/).text).toBe(used);
    await s().whispers("ban", "/邀请 小陶");
    const first = codeIn(s().hears("ban", /小陶/));
    await s().whispers("ban", "/邀请 tiao2");
    const newer = codeIn(s().hears("ban", /小陶/));
    await other.says("7002", first);
    expect(s().hears("7002", /.*/).text).toBe(used);
    expect(newer).not.toBe(first);
    s().silent();
    await forgetTalk(s().replayed.house);
    expect(await everything(s())).not.toContain(late);
  });

  test("after five wrong ones within an hour not even a right one is looked at", async () => {
    await s().whispers("ban", "/邀请 小陶");
    const right = codeIn(s().hears("ban", /小陶/));
    for (const wrong of [code, code]) {
      await other.says("7002", wrong);
      s().hears("7002", WRONG);
    }
    await other.says("7002", right);
    s().hears("7002", /次数有点多/);
    await other.says("7003", right.toLowerCase().replaceAll("-", " "));
    s().hears("7003", /合成一个/);
    s().skip();
    await s().later("1h");
    await other.says("7002", code);
    s().hears("7002", WRONG);
  });

  test("who needs an invitation is listed; whom nobody knows is said", async () => {
    await s().whispers("ban", "/邀请");
    const list = s().hears("ban", /还没绑定/).text;
    expect(list).toContain("吴主任");
    expect(list).not.toMatch(/小邬|小陶/);
    await s().whispers("ban", "/邀请 没这人");
    s().hears("ban", /没有找到/);
    await s().whispers("wu", "/邀请 小邬");
    s().hears("wu", /办不了/);
    s().silent();
  });

  test("only an admin invites an admin", async () => {
    await s().whispers("ban", "/邀请 管理员");
    s().hears("ban", /办不了/);
    await s().whispers("admin", "/邀请 小班");
    s().hears("admin", /没有找到/);
    await s().whispers("admin", "/邀请 ban");
    s().hears("admin", /社区工作者小班的绑定码/);
    await s().whispers("admin", "/邀请 管理员");
    s().hears("admin", /10 分钟/);
  });

  test("a code shown in a group is void", async () => {
    await s().whispers("ban", "/邀请 吴主任");
    const shown = codeIn(s().hears("ban", /吴主任/));
    s().skip();
    await s().says("zhao", `/绑定 ${shown}`);
    s().hears("zhao", /只能私下/);
    await other.says("7004", shown);
    s().hears("7004", WRONG);
    s().silent();
    expect(await everything(s())).not.toContain(shown);
  });

  test("an invitation holds while the invited is of the committee, and who invited is of the staff", async () => {
    await s().whispers("ban", "/邀请 吴主任");
    const wu = codeIn(s().hears("ban", /吴主任/));
    await s().whispers("ban", "/邀请 田主任");
    const tiao = codeIn(s().hears("ban", /田主任/));
    await s().leaves("wu");
    await other.says("7005", wu);
    s().hears("7005", WRONG);
    await s().leaves("ban");
    await other.says("7005", tiao);
    s().hears("7005", WRONG);
    s().silent();
  });
});

describe("one code, two who say it at once", () => {
  const s = story(START);

  test("exactly one of them is the member; the same message twice does it once", async () => {
    const other = secondChannel(s());
    const { database, house } = s().replayed;
    await s().whispers("ban", "/邀请 小邬");
    const code = codeIn(s().hears("ban", /小邬/));
    for (const account of ["7001", "7002", "7003"]) await other.says(account, "在吗");
    await s().later("1m");
    s().skip();
    await Promise.all(
      ["7001", "7002", "7003", "7001"].map((account) => other.hands(account, code, { id: `say-${account}` })),
    );
    const due = await database.conversation.findMany({ where: { turnDueAt: { not: null } } });
    expect(due).toHaveLength(3);
    const quiet = { ...house, queue: { ...house.queue, add: async () => {} } };
    await Promise.all([...due, ...due].map(({ id }) => handleTurn(quiet, id)));
    await s().later("1m");
    const said = await database.outbound.findMany({ where: { chat: { channel: "other" } } });
    expect(said.filter(({ text }) => /合成一个/.test(text))).toHaveLength(1);
    expect(said.filter(({ text }) => WRONG.test(text))).toHaveLength(2);
    s().hears("wu2", /加了一个账号/);
    s().silent("wu2");
    const wu2 = await database.account.findFirstOrThrow({ where: { externalId: "wu2" } });
    expect(await database.account.count({ where: { personId: wu2.personId } })).toBe(2);
  });
});
