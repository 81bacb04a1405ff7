import { expect, test } from "vitest";
import { findPlace, placeAnswered, placeFromName } from "#src/triage/place.ts";

test.each([
  ["3栋2单元501", "3", "2", "501"],
  ["3-2-501漏水", "3", "2", "501"],
  ["3#2-501", "3", "2", "501"],
  ["3#501漏水", "3", null, "501"],
  ["三号楼", "3", null, null],
  ["三幢二单元", "3", "2", null],
  ["12栋1803", "12", null, "1803"],
  ["12-1803 电梯坏了", "12", null, "1803"],
  ["3号楼501室", "3", null, "501"],
  ["十二栋", "12", null, null],
  ["二十一栋", "21", null, null],
  ["3 栋", "3", null, null],
  ["３栋２单元５０１", "3", "2", "501"],
  ["3栋二单元", "3", "2", null],
  ["三栋二单元五零一", "3", "2", "501"],
  ["3号楼2门501", "3", "2", "501"],
  ["3号501室", "3", null, "501"],
  ["03栋02单元0501", "3", "2", "501"],
  ["二单元501", null, "2", "501"],
  ["501室漏水", null, null, "501"],
  ["A座1203", "A", null, "1203"],
  ["家在12号楼1单元1803的老人", "12", "1", "1803"],
  ["5号楼和6号楼之间", "5", null, null],
  ["3栋2单元五楼", "3", "2", null],
  ["3栋楼下", "3", null, null],
])("%s is a place", (text, building, unit, room) => {
  expect(findPlace(text)).toEqual({ building, unit, room, spot: null });
});

test.each([
  ["东门那边", "东门"],
  ["地库B区漏水", "地库B区"],
  ["2号门", "2号门"],
  ["就在快递柜", "快递柜"],
])("%s names a spot", (text, spot) => {
  expect(findPlace(text)).toEqual({ building: null, unit: null, room: null, spot });
});

test("a building and a spot go together", () => {
  expect(findPlace("3栋后面垃圾房")).toEqual({ building: "3", unit: null, room: null, spot: "垃圾房" });
});

test.each([
  "11-22下午停水",
  "2026-11-22",
  "11月22号",
  "3号下午来",
  "打138-0013-8000",
  "0571-88881234",
  "2-3个",
  "比分3-2",
  "3:2赢了",
  "v3-2-501",
  "12:30-13:30",
  "100-200元",
  "8-1000块",
  "1500元",
  "3号1500块",
  "10-1215",
  "两栋楼",
  "三栋楼都停电了",
  "地铁3号线",
  "几号楼",
  "热门话题",
  "6-10度",
  "",
])("%s is no place", (text) => {
  expect(findPlace(text)).toBeNull();
});

test.each([
  ["3-2-501 张", "3", "2", "501"],
  ["3栋501李姐", "3", null, "501"],
  ["3-2 王", "3", "2", null],
  ["12-1803小李", "12", null, "1803"],
  ["3栋张姐", "3", null, null],
  ["3.2.501", "3", "2", "501"],
  ["03-02-0501", "3", "2", "501"],
  ["2栋2单元1201 阿芳", "2", "2", "1201"],
  ["A栋302 Lily", "A", null, "302"],
])("the nickname %s names a flat", (name, building, unit, room) => {
  expect(placeFromName(name)).toEqual({ building, unit, room, spot: null });
});

test.each([
  ["3", "3", null, null],
  ["3号", "3", null, null],
  ["是十二", "12", null, null],
  ["3-2", "3", "2", null],
  ["3 2", "3", "2", null],
  ["三，二", "3", "2", null],
  ["3 2 501", "3", "2", "501"],
  ["@邻里助手 3-2。", "3", "2", null],
  ["就在3栋2单元", "3", "2", null],
])("where it was just asked, %s is a place", (text, building, unit, room) => {
  expect(placeAnswered(text)).toEqual({ building, unit, room, spot: null });
});

test.each(["", "我家", "3天了", "13812345678", "100", "3个人", "等了2小时", "第二次了", "好的", "一样"])(
  "even where it was just asked, %s is none",
  (text) => {
    expect(placeAnswered(text)).toBeNull();
  },
);

test.each(["小明", "阳光2012", "13812345678", "", "晴天☀️"])("the nickname %s names none", (name) => {
  expect(placeFromName(name)).toBeNull();
});
