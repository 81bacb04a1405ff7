import { expect, test } from "vitest";
import { readFlows } from "#src/dialogue/files.ts";
import { saidOf, scopeOf } from "#src/dialogue/reach.ts";
import { isElsewhere, isStillAbout, joinable, ownMatter, sameMatter } from "#src/tickets/duplicate.ts";
import type { Alike, Candidate, Line, Request } from "#src/tickets/duplicate.ts";
import type { Reach } from "#src/dialogue/flow.ts";
import type { Ticket } from "#src/tickets/ticket.ts";
import { decide } from "#src/triage/decide.ts";

const flows = readFlows("flows");
const NOW = new Date("2026-11-23T10:00:00+08:00");
const ago = (hours: number) => new Date(NOW.getTime() - hours * 3_600_000);

function asking(text: string): Request & { sensitive: boolean } {
  const { label, matter, place, sensitive } = decide(text, flows.rulebook);
  const named = { category: label, matter };
  return {
    ...named,
    place,
    sensitive,
    said: saidOf(text, named, flows),
    scope: scopeOf(flows, named),
    now: NOW,
  };
}

/** What a neighbour's ticket looks like to a search for the request's category and matter. */
function opened(text: string, hours: number, request: Request): Alike[] {
  const { category, matter, place, sensitive, said } = asking(text);
  if (sensitive || category !== request.category || matter !== request.matter) return [];
  return [{ id: 1, place, said, lastAt: ago(hours) }];
}

/** What a neighbour has reported, what another says, and the hours between, a few minutes unless said otherwise. */
const PAIRS: ["same" | "apart", string, string, number?][] = [
  ["same", "3栋2单元电梯坏了", "3栋2单元电梯又不动了"],
  ["same", "3栋2单元电梯坏了,老人下不来", "3栋电梯停了,快来修"],
  ["same", "3栋2单元升降梯坏了", "3栋2单元电梯没反应了"],
  ["apart", "3栋2单元电梯坏了", "3栋1单元电梯坏了"],
  ["apart", "3栋2单元电梯坏了", "5栋2单元电梯坏了"],
  ["apart", "3栋货梯坏了", "3栋客梯坏了"],
  ["same", "5栋1单元停水了", "5栋2单元也没水了,什么时候来"],
  ["apart", "5栋停水了", "7栋停水了"],
  ["apart", "小区停水了", "5栋停水了"],
  ["same", "10栋1单元停电了", "10栋1单元没电了,一片漆黑"],
  ["apart", "10栋1单元停电了", "10栋2单元停电了"],
  ["apart", "3栋2单元501家里停电了", "3栋2单元702家里停电了"],
  ["apart", "3栋2单元501厨房漏水", "3栋2单元702卫生间漏水"],
  ["apart", "3栋2单元501漏水", "5栋1单元201漏水"],
  ["apart", "3栋漏水严重", "3栋2单元501漏水"],
  ["same", "3栋2单元楼道漏水", "3栋2单元一楼大厅漏水了,地上全是水"],
  ["apart", "3栋2单元楼道漏水", "3栋1单元楼道漏水"],
  ["same", "3栋2单元501漏水漏到地板上了", "3栋2单元501还在漏水没人来"],
  ["apart", "8栋1单元水管爆了", "9栋1单元水管爆了"],
  ["same", "8栋1单元楼道水管爆了", "8栋1单元水管爆裂,水往楼下流"],
  ["same", "东门路灯不亮", "东门路灯坏了好几天"],
  ["apart", "东门路灯不亮", "西门路灯不亮"],
  ["same", "地库B区的灯不亮", "地库B区照明坏了,灯全黑"],
  ["apart", "地库B区灯坏了", "地库A区灯坏了"],
  ["apart", "3栋2单元楼道灯坏了", "3栋2单元门口路灯坏了"],
  ["same", "3栋2单元声控灯不亮", "3栋2单元楼道灯坏了"],
  ["apart", "路灯坏了", "路灯坏了"],
  ["apart", "3栋2单元楼道灯坏了", "楼道灯坏了"],
  ["same", "8栋1单元门禁刷不开", "8栋1单元单元门打不开"],
  ["apart", "8栋1单元对讲没声音", "8栋1单元单元门关不上"],
  ["same", "北门垃圾堆成山了", "北门那排垃圾桶满了没人清"],
  ["apart", "3栋门口垃圾桶满了没人收", "5栋门口垃圾没人清"],
  ["apart", "垃圾桶满了没人收", "垃圾桶满了没人收"],
  ["same", "7栋垃圾没人清", "7栋楼下垃圾堆了三天"],
  ["same", "8栋2单元楼下烧烤店油烟太大", "8栋2单元下面那家烧烤店油烟熏得不行"],
  ["apart", "8栋2单元楼下烧烤店油烟太大", "8栋2单元下水道臭味熏人"],
  ["same", "9栋旁边工地半夜打桩太吵", "9栋边上工地施工吵死了"],
  ["apart", "9栋旁边工地半夜打桩太吵", "9栋楼上天天打麻将吵死了"],
  ["apart", "6栋前面井盖不见了", "9栋前面井盖不见了"],
  ["same", "6栋前面井盖不见了", "6栋门口窨井盖没了,太危险"],
  ["same", "12栋1单元楼上有人高空抛物", "12栋1单元楼上往下扔东西"],
  ["apart", "12栋高空抛物", "2栋有人高空抛物"],
  ["same", "1栋顶楼有人搭阳光房违建", "1栋楼顶阳光房违建,来看一下"],
  ["apart", "1栋顶楼有人搭阳光房违建", "1栋一楼有人圈地种菜"],
  ["same", "消防通道被堵了,东门那条", "东门消防通道停满了车"],
  ["same", "地下车库入口道闸坏了", "地下车库入口抬杆抬不起来"],
  ["apart", "南门道闸坏了", "北门道闸坏了"],
  ["same", "小广场的音响太吵了", "小广场音乐太吵,管一管"],
  ["same", "业委会换届什么时候启动", "业委会到期了,换届什么时候启动"],
  ["apart", "业委会换届什么时候启动", "业委会账目要公示"],
  ["same", "公共收益几年没公示了", "公共收益几年没看到账,要公示"],
  ["apart", "物业费怎么又涨了", "物业费发票怎么开"],
  ["apart", "物业不接电话", "保安睡觉没人管"],
  ["apart", "老人卡怎么办", "我妈的老年证怎么办"],
  ["apart", "居住证到期了怎么续签", "身份证到期去哪里办"],
  ["apart", "我要报名当志愿者", "我也想报名当志愿者"],
  ["apart", "想问下疫苗还有没有", "流感疫苗哪里打"],
  ["same", "5栋后面垃圾房好多老鼠", "5栋后面老鼠成群,请来消杀"],
  ["apart", "5栋后面好多老鼠", "8栋好多老鼠"],
  ["same", "3栋3单元前面樟树枝子戳到窗户", "3栋3单元树枝打到玻璃了,剪一下"],
  ["same", "3栋2单元501煤气泄漏", "3栋2单元有煤气味"],
  ["apart", "3栋2单元着火了", "5栋着火了"],
  ["apart", "3栋2单元着火了", "3栋2单元着火了", 5],
  ["apart", "西门口有车挡路,麻烦挪车", "西门口的车请挪车", 26],
  ["same", "西门口有车挡路,麻烦挪车", "西门那辆车叫车主挪一下", 0.3],
  ["same", "3栋2单元电梯坏了", "3栋2单元电梯还是坏的", 400],
  ["same", "4栋1单元有人飞线充电", "4栋1单元楼道充电,太危险"],
  ["apart", "车位被占了", "我的车位被占了"],
  ["apart", "停车难,没地方停", "停车费太贵了"],
  ["same", "11栋宽带断了", "11栋网络断了两天"],
  ["apart", "11栋宽带断了", "12栋宽带断了"],
  ["same", "中心花园的滑梯坏了", "中心花园滑梯松动了,小孩容易摔"],
  ["apart", "中心花园的滑梯坏了", "中心花园的长椅断了"],
  ["apart", "健身器材坏了没人修", "健身器材坏了没人修"],
  ["apart", "课后托管班还能报名吗", "孩子放学没人接,课后托管怎么报名"],
  ["apart", "想给老人订午餐怎么订", "社区食堂老人午餐怎么订"],
  ["apart", "我的电动车昨晚被偷了", "我家电动车也被偷了"],
  ["same", "3栋2单元的电梯困人了", "3栋2单元电梯里有人被困住了"],
  ["apart", "3栋2单元电梯里有人被困住了", "7栋2单元电梯里有人被困住了"],
  ["same", "6栋2单元楼道里堆满垃圾没人清", "6栋2单元楼道垃圾没人清"],
  ["same", "6栋2单元楼道堆满杂物", "6栋2单元楼道里杂物没人清"],
  ["apart", "6栋2单元楼道堆满杂物", "6栋1单元楼道堆满杂物"],
  ["same", "西门外面的路面坑坑洼洼", "西门口路面全是坑,绊倒人"],
  ["same", "12栋1单元下水道堵了,污水往外冒", "12栋1单元污水管堵了,楼道全是污水"],
  ["apart", "12栋1单元201马桶堵了", "12栋1单元302马桶堵了"],
  ["apart", "3栋2单元楼道小广告贴满了", "5栋2单元楼道小广告贴满了"],
];

test.each(PAIRS)("%s: %s / %s", (expected, first, second, hours = 0.2) => {
  const request = asking(second);
  expect(request.category).not.toBe("none");
  const found = request.sensitive ? null : sameMatter(request, opened(first, hours, request));
  expect(found === null ? "apart" : "same").toBe(expected);
});

test("which of two units is meant is not guessed, and the one that is named is taken", () => {
  const units = (text: string) => {
    const request = asking(text);
    const tickets = ["3栋1单元电梯坏了", "3栋2单元电梯坏了"].flatMap((first, index) =>
      opened(first, 1, request).map((ticket) => ({ ...ticket, id: index + 1 })),
    );
    return sameMatter(request, tickets)?.id ?? null;
  };
  expect(units("3栋电梯坏了")).toBeNull();
  expect(units("3栋2单元电梯坏了")).toBe(2);
});

const TICKET = {
  id: 1,
  state: "routed",
  private: false,
  category: "property",
  matter: "照明损坏",
  chat: { id: 1, kind: "group" },
  reporters: [{ personId: 7, name: "", chatId: 1, first: true }],
} as unknown as Ticket;

test.each<[string, string, string, number | null]>([
  ["the same lamp, without its place", "3栋2单元楼道灯坏了", "楼道灯还是不亮", 1],
  ["another lamp", "3栋2单元楼道灯坏了", "路灯不亮了", null],
  ["the same lamp in another building", "3栋2单元楼道灯坏了", "5栋楼道灯坏了", null],
])("more about one's own: %s", (_, first, second, expected) => {
  const request = { ...asking(second), personId: 7 };
  const own = { ticket: { ...TICKET, place: asking(first).place }, lastAt: ago(1), said: asking(first).said };
  expect(ownMatter(request, [own])?.id ?? null).toBe(expected);
});

test.each<[string, Partial<Ticket>, number, boolean]>([
  ["just now", {}, 0.02, true],
  ["long ago", {}, 0.2, false],
  ["in another chat", { chat: { id: 2, kind: "group", estateId: 1 } }, 0.02, false],
  ["private", { private: true }, 0.02, false],
  ["ended", { state: "ended" }, 0.02, false],
])("a bare +1 and a ticket last spoken of %s", (_, change, hours, expected) => {
  const candidates: Candidate[] = [{ ticket: { ...TICKET, ...change }, lastAt: ago(hours) }];
  expect(joinable(1, candidates, NOW) !== null).toBe(expected);
});

test.each<[string, Line[], number, boolean]>([
  ["right after it", ["about"], 0, true],
  ["after others who join", ["along", "along", "about"], 0, true],
  ["after one line about something else", ["else", "about"], 0, false],
  ["the same, saying what it joins", ["else", "about"], 1, true],
  ["after a talk about something else", ["else", "else", "along", "else", "about"], 2, false],
  ["where it was never spoken of", ["along"], 3, false],
  ["where nothing was said", [], 3, false],
])("a joining line %s", (_, lines, reach, expected) => {
  expect(isStillAbout(lines, reach)).toBe(expected);
});

const stairs = (building: string | null, unit: string | null) => ({ building, unit, room: null, spot: null });

test.each<[Reach, string, string | null, string | null, boolean]>([
  ["stairs", "another building", "5", "2", true],
  ["stairs", "another unit", "3", "1", true],
  ["stairs", "the same stairs", "3", "2", false],
  ["stairs", "a unit that is not named", "3", null, false],
  ["stairs", "no building named", null, "1", false],
  ["building", "another building", "5", "2", true],
  ["building", "another unit", "3", "1", false],
  ["estate", "another building", "5", "2", false],
])("a matter of the %s of 3-2, said to be so in %s", (reach, _, building, unit, expected) => {
  expect(isElsewhere(reach, stairs("3", "2"), stairs(building, unit))).toBe(expected);
});
