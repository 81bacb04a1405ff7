import type { Place } from "#src/words.ts";

const DIGITS: Record<string, number> = {
  零: 0,
  〇: 0,
  一: 1,
  幺: 1,
  二: 2,
  两: 2,
  三: 3,
  四: 4,
  五: 5,
  六: 6,
  七: 7,
  八: 8,
  九: 9,
};

// A number as people write it: arabic, or Chinese up to 99.
const NUMBER = "(?:0{0,2}[1-9]\\d?|[一二三四五六七八九]?十[一二三四五六七八九]?|[一二三四五六七八九])";
const ROOM = "(?:0?[1-9]\\d{2,3}|[一二三四五六七八九幺][零〇一二三四五六七八九幺两]{2,3})";
const LINK = "[\\s,、的/\\-_~–—]{0,3}";
// What a number with 3 or 4 digits is counted in when it is no room.
const COUNTED =
  "(?![\\d.:]|\\s?(?:块|元|米|斤|克|个|人|天|年|月|分|点|次|平|万|千|百|度|套|户(?:人|都)|%|kg|km|/))";

// 这3栋, 共三栋, 几栋 count buildings; 3栋楼都 does too.
const NOT_COUNTED = "(?<![哪某这那共有几前后全每余多约隔\\d.a-z])";
const BUILDING_WORD =
  "(?:\\s?(?:栋楼(?![都全共之一的])|栋(?!楼|梁|房子|别墅)|幢|号楼(?!盘)|#\\s?楼|座(?![位谈机席])))";
const UNIT_WORD = "\\s?(?:单元)";
// How far behind a building its unit and room are looked for.
const AFTER = 16;
const LINK_LONGEST = 4;

const BUILDING = new RegExp(`${NOT_COUNTED}第?(${NUMBER}|(?<![a-z])[a-h])${BUILDING_WORD}`, "u");
// Without the word for a building it is one only when a unit or a room follows.
const BUILDING_THEN = new RegExp(
  `(?<![\\d.\\-:年月a-z#])(${NUMBER})\\s?(?:[#号]|楼)${LINK}(?=${NUMBER}(?:${UNIT_WORD}|\\s?门)|${ROOM}\\s?[室房]|(?<=#${LINK})(?:${NUMBER}-)?${ROOM}(?!\\d))`,
  "u",
);
const BUILDING_HASH = /(?<![\da-z#.])0?([1-9]\d?)\s?#(?![\da-z#])/u;
const UNIT = new RegExp(`(?<![这那共有几每个\\d.])第?(${NUMBER})${UNIT_WORD}`, "u");
const UNIT_DOOR = new RegExp(`^${LINK}(${NUMBER})\\s?(?:门|-)(?=${LINK}${ROOM}(?!\\d)|\\s*$|[\\s,。])`, "u");
const ROOM_AFTER = new RegExp(`^${LINK}(${ROOM})(?:\\s?[室房号户])?${COUNTED}`, "u");
const ROOM_ALONE = new RegExp(`(?<![\\d.\\-:a-z])(${ROOM})\\s?(?:室|房(?!价|租)|户(?!人|都|数))`, "u");

// 3-2-501 and 12-1803; no part of a longer chain of numbers such as a date or a telephone.
const DASHED =
  /(?<![\d.\-–—:/a-z#])0{0,2}([1-9]\d?)\s?[-–—]\s?0{0,2}([1-9])\s?[-–—]\s?0?([1-9]\d{2,3})(?![\d\-–—:.a-z]|\s?[元块米个人年])/u;
const DASHED_TWO =
  /(?<![\d.\-–—:/a-z#¥$])0{0,2}([1-9]\d?)\s?[-–—]\s?0?([1-9]\d?(?:0[1-9]|1[0-2]))(?![\d\-–—:.a-z%/]|\s?[元块米个人年月天号斤克点分万千度平套]|\s?(?:kg|km|ml))/u;

const SPOT =
  /\d{1,2}号(?:门|岗|车库)|(?:地下|地面|地上)?(?:车库|停车场|地库)\s?(?:[a-h]\d?区|[a-h]|负[一二三123]层?|[一二三123]层|入口|出口)?|(?:东南|西南|东北|西北|东|南|西|北)(?:大|小|侧|边)?门(?:口|岗)?|(?:小区|侧|正|后|大)门口|(?<![a-z])[a-h]区|(?:中心|小|音乐)?广场|中心花园|(?:儿童)?(?:乐园|游乐场|滑梯)|快递柜|菜鸟驿站|垃圾(?:站|房|亭|桶|分类点)|配电房|门卫室|岗亭|会所|篮球场|网球场|健身(?:区|器材)|充电(?:桩|棚|柜)|(?:自行车|电动车|单车)棚|泳池|凉亭|喷泉|人工湖/u;

/** Spots of which an estate has many, or that are too large to name one thing in. */
const MANY =
  /^(?:(?:地下|地面|地上)?(?:车库|停车场|地库)|垃圾.*|快递柜|充电.*|凉亭|健身.*|.*棚|滑梯|岗亭|门卫室|配电房)$/u;

/** Whether a spot alone says which place is meant: 东门 and 地库B区 do, 垃圾桶 does not. */
export function isOnePlace(spot: string): boolean {
  return !MANY.test(spot);
}

/** Takes a number in arabic or Chinese digits ("03", "十二", "五零一"); returns it as plain digits. */
function plain(number: string): string {
  if (/^\d+$/.test(number)) return String(Number(number));
  if (/^[a-h]$/.test(number)) return number.toUpperCase();
  const ten = number.indexOf("十");
  if (ten < 0) return Array.from(number, (digit) => DIGITS[digit] ?? 0).join("");
  const tens = ten === 0 ? 1 : (DIGITS[number.charAt(ten - 1)] ?? 1);
  return String(tens * 10 + (DIGITS[number.charAt(ten + 1)] ?? 0));
}

function half(text: string): string {
  return text.normalize("NFKC").toLowerCase();
}

type Found = { found: Place; start: number; end: number };

function at(match: RegExpExecArray, found: Place): Found {
  return { found, start: match.index, end: match.index + match[0].length };
}

function place(building?: string, unit?: string, room?: string): Place {
  const number = (part: string | undefined) => (part === undefined ? null : plain(part));
  return { building: number(building), unit: number(unit), room: number(room), spot: null };
}

function fromDashes(text: string): Found | null {
  const three = DASHED.exec(text);
  if (three !== null) return at(three, place(three[1], three[2], three[3]));
  const two = DASHED_TWO.exec(text);
  return two === null ? null : at(two, place(two[1], undefined, two[2]));
}

function fromWords(text: string): Found | null {
  const house = BUILDING.exec(text) ?? BUILDING_THEN.exec(text) ?? BUILDING_HASH.exec(text);
  if (house !== null) return withUnit(text, at(house, place(house[1])));
  const stair = UNIT.exec(text);
  if (stair !== null) return withRoom(text, at(stair, place(undefined, stair[1])));
  const flat = ROOM_ALONE.exec(text);
  return flat === null ? null : at(flat, place(undefined, undefined, flat[1]));
}

function withUnit(text: string, house: Found): Found {
  const rest = text.slice(house.end, house.end + AFTER);
  const stair = UNIT_DOOR.exec(rest) ?? UNIT.exec(rest);
  if (stair === null || stair.index > LINK_LONGEST) return withRoom(text, house);
  const end = house.end + stair.index + stair[0].length;
  return withRoom(text, { ...house, end, found: { ...house.found, unit: place(undefined, stair[1]).unit } });
}

function withRoom(text: string, before: Found): Found {
  const flat = ROOM_AFTER.exec(text.slice(before.end, before.end + AFTER));
  if (flat === null) return before;
  const room = place(undefined, undefined, flat[1]).room;
  return { ...before, end: before.end + flat[0].length, found: { ...before.found, room } };
}

function locate(text: string): Found | null {
  const dash = fromDashes(text);
  const words = fromWords(text);
  if (dash === null) return words;
  return words === null || words.found.room === null ? dash : words;
}

/**
 * Takes a resident's text; returns the building, unit and room as plain arabic digits and the spot (东门, 地库b区),
 * or null when it names no place. Dates, times, telephones, prices, scores and quantities are no places.
 */
export function findPlace(text: string): Place | null {
  const line = half(text.slice(0, 4_000));
  const numbered = locate(line)?.found ?? null;
  const named = SPOT.exec(line)?.[0].replaceAll(/\s/g, "").toUpperCase() ?? null;
  if (numbered === null && named === null) return null;
  return { building: null, unit: null, room: null, ...numbered, spot: named };
}

// Where "几栋几单元?" was just asked, numbers need no words: 3, 3号, 三-二, 3 2 501.
const BARE = new RegExp(
  `^(?:在|是|就|就在|就是|住)?\\s?(${NUMBER}|[a-h])\\s?[号#座]?(?:[\\s,、/–—-]{1,3}(${NUMBER})(?:[\\s,、/–—-]{1,3}(${ROOM}))?)?[的吧啊呢]?[\\s。.!~]*$`,
  "u",
);

/** The same as `findPlace` of what answers the question for building and unit: bare numbers are a place, too. */
export function placeAnswered(text: string): Place | null {
  const found = findPlace(text);
  if (found?.building ?? found?.spot) return found;
  const bare = BARE.exec(half(text.slice(0, 100)).replaceAll(/@\S+/g, "").trim());
  return bare === null ? found : place(bare[1], bare[2], bare[3]);
}

/** Takes a normalised line; returns it without the place it names, for judging what else it says. */
export function withoutPlace(text: string): string {
  const found = locate(text);
  const line = found === null ? text : text.slice(0, found.start) + " " + text.slice(found.end);
  return line.replace(SPOT, " ");
}

// Nicknames carry no unit words, so less is asked of them: "3-2 王", "3栋501李姐".
const NICKNAME =
  /^[^\d]{0,6}?0{0,2}([1-9]\d?)\s?[-–—_.·#栋幢\s]\s?0{0,2}([1-9])(?:\s?[-–—_.·#\s单元]{1,3}\s?0?([1-9]\d{2,3}))?(?!\d)/u;

/** Takes a nickname in a group ("3-2-501 张", "3栋501李姐"); returns the flat it names, or null. */
export function placeFromName(name: string): Place | null {
  const line = half(name.slice(0, 100));
  const found = locate(line)?.found ?? null;
  if (found !== null && found.building !== null) return found;
  const match = NICKNAME.exec(line);
  return match === null ? found : place(match[1], match[2], match[3]);
}
