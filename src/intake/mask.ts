// Personal numbers and addresses out of a text: before it reaches an LLM, and before chatter reaches the store.

export type Secret = { token: string; value: string };
export type Masked = { text: string; secrets: Secret[] };

const NAMES = {
  id_card: "证件",
  bank_card: "卡号",
  mobile: "手机",
  landline: "电话",
  number: "号码",
  plate: "车牌",
  email: "邮箱",
  account: "账号",
  room: "门牌",
} as const;
type Kind = keyof typeof NAMES;

type Found = { kind: Kind; start: number; end: number };
/** `write` keeps letters, `count` reads Chinese numerals as digits too; character n of both began at `from[n]`. */
type Shadow = { write: string; count: string; from: number[] };

const NUMERALS = new Map(
  Array.from("零〇一幺二两三四五六七八九壹贰叁肆伍陆柒捌玖", (sign, nth) => [
    sign,
    "0011223456789123456789".charAt(nth),
  ]),
);
const UNSEEN = /^[\p{Cf}\uFE0F\u20E3]$/u;

// What people put between the digits of one number.
const GAP = "[ \\n\\-–—.·_~/*,，、()（）]{0,2}";
const digits = (count: number) => `\\d(?:${GAP}\\d){${count - 1}}`;
const alone = (pattern: string) => new RegExp(`(?<!\\d)(?:${pattern})(?!\\d)`, "giu");

/** GB 11643: six digits of region, the date of birth, three of order, a check digit; the older form lacks two and the check. */
const ID_CARD = alone(`[1-9]${GAP}${digits(16)}${GAP}[\\dx]|[1-9]${GAP}${digits(14)}`);
const BANK_CARD = alone(digits(19).replace("{18}", "{14,18}"));
const MOBILE = alone(`(?:(?:\\+|00)?86${GAP})?1${GAP}[3-9]${GAP}${digits(9)}`);
const LANDLINE = alone(
  `[(（[]?(?:0${GAP}|(?:\\+|00)86${GAP})\\d${GAP}\\d(?:${GAP}\\d)?[)）\\]]?${GAP}[2-9](?:${GAP}\\d){6,7}(?:\\s?转\\s?\\d{1,5})?`,
);
const LOCAL = new RegExp(
  `(?<=(?:电话|座机|固话|号码|tel|打)[^\\d]{0,6})[2-8](?:${GAP}\\d){6,7}(?!\\d)`,
  "giu",
);
/** Orders, accounts, memberships: nobody else's business either. */
const LONG = /(?<!\d)(?!400|800)\d{9,30}(?!\d)/gu;
const PLATE =
  /[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼使领]\s?[a-hj-np-z]\s?[-·.•]?\s?(?:[a-hj-np-z\d]\s?){4,5}[a-hj-np-z\d挂学警港澳领](?![a-z\d])/giu;
const EMAIL = /[\w.+-]+\s?@\s?[\w-]+(?:\s?\.\s?[a-z\d-]+)+/giu;
const NAMED = "(?:微信|威信|薇信|v信|vx|wx|wechat|weixin|加微|➕微|加v|加我|qq|扣扣|企鹅)";
/** What follows the name of a platform, with a word or two between. */
const ACCOUNT = new RegExp(`(?<=${NAMED}(?:id|号|号码)?[\\s:：是为就的/]{0,4})[a-z\\d][-\\w]{4,19}`, "giu");
const QQ = new RegExp(
  `(?<=(?:qq|扣扣|企鹅)号?[\\s:：是为就]{0,3})${digits(12).replace("{11}", "{4,11}")}`,
  "giu",
);
/** Letters with digits or a line below, as nobody writes words. */
const HANDLE = /(?<![a-z\d_-])(?=[a-z\d_-]*[\d_])[a-z][a-z\d_-]{6,19}(?![a-z\d_-])/giu;
/** Ordinary ones have one letter or an E and another, those for office two; eight figures or seven. */
const PASSPORT = new RegExp(
  `(?<![a-z\\d])(?:[egdsp]\\s?${digits(8)}|[dsepk][a-z]\\s?${digits(7)})(?!\\d)`,
  "giu",
);

const HOUSE = "(?:栋楼?|幢|号楼|座|#\\s?楼?)";
const ROOM = "[1-9]\\d{2,3}";
const ROOMS = [
  // 3栋2单元501, 三幢五零一, 2单元501: the door alone is private, its stairs are not.
  new RegExp(
    `(?<=${HOUSE}[\\s,，、的-]{0,3}(?:\\d{1,2}\\s?(?:单元|门)[\\s,，、的-]{0,3})?|单元[\\s,，、的-]{0,3})${ROOM}(?![\\d元块斤])`,
    "gu",
  ),
  new RegExp(`(?<=(?<![\\d-])\\d{1,2}\\s?[-–—]\\s?\\d\\s?[-–—]\\s?)${ROOM}(?![\\d-])`, "gu"),
  new RegExp(`(?<=(?<![\\d-])\\d{1,2}\\s?[-–—]\\s?)${ROOM}(?![\\d元块斤%-])`, "gu"),
  new RegExp(`(?<!\\d)${ROOM}(?=\\s?(?:室|房(?!价|租)))`, "gu"),
  // 楼上八零三, 十二楼1203.
  new RegExp(`(?<=楼上?)${ROOM}(?![\\d元块斤米平栋])`, "gu"),
];

/**
 * Takes a text; returns it with every mobile, landline, identity card, bank card, plate, e-mail address, account name,
 * passport and door number replaced by a token such as 〔手机1〕, and what stood there. Digits may be full-width, spaced or
 * written as Chinese numerals.
 */
export function mask(text: string): Masked {
  const shadow = shadowOf(text);
  const taken: Found[] = [];
  for (const found of search(shadow)) {
    if (taken.every((other) => found.end <= other.start || found.start >= other.end)) taken.push(found);
  }
  const counts = new Map<Kind, number>();
  const secrets: Secret[] = [];
  let masked = "";
  let copied = 0;
  for (const { kind, start, end } of taken.toSorted((a, b) => a.start - b.start)) {
    const from = shadow.from[start] ?? text.length;
    const to = shadow.from[end] ?? text.length;
    const count = (counts.get(kind) ?? 0) + 1;
    counts.set(kind, count);
    const token = `〔${NAMES[kind]}${count}〕`;
    secrets.push({ token, value: text.slice(from, to) });
    masked += text.slice(copied, from) + token;
    copied = to;
  }
  return { text: masked + text.slice(copied), secrets };
}

/** Takes what an LLM made of a masked text; returns it with what the tokens stand for put back. */
export function unmask(text: string, secrets: readonly Secret[]): string {
  return secrets.reduce((filled, { token, value }) => filled.replaceAll(token, value), text);
}

/** The surest first: a longer number must not lose a part to a shorter one. */
function* search({ write, count }: Shadow): Generator<Found> {
  yield* each(count, ID_CARD, "id_card", isIdCard);
  yield* each(count, BANK_CARD, "bank_card", passesLuhn);
  yield* each(count, MOBILE, "mobile");
  yield* each(count, LANDLINE, "landline");
  yield* each(count, LOCAL, "landline");
  yield* each(count, LONG, "number");
  yield* each(write, EMAIL, "email");
  yield* each(write, PLATE, "plate");
  yield* each(write, PASSPORT, "id_card");
  yield* each(write, QQ, "account");
  yield* each(write, ACCOUNT, "account");
  yield* each(write, HANDLE, "account");
  for (const room of ROOMS) yield* each(count, room, "room");
}

function* each(
  line: string,
  pattern: RegExp,
  kind: Kind,
  holds: (found: string) => boolean = () => true,
): Generator<Found> {
  for (const match of line.matchAll(pattern)) {
    const start = match.index;
    const end = start + match[0].trimEnd().length;
    if (holds(match[0])) yield { kind, start, end };
  }
}

function shadowOf(text: string): Shadow {
  let write = "";
  let count = "";
  const from: number[] = [];
  let at = 0;
  for (const sign of text) {
    const folded = sign.normalize("NFKC").toLowerCase();
    if (!UNSEEN.test(sign)) {
      // One character for one: what folds to several stands for itself.
      const one = folded.length === 1 ? folded : sign.charAt(0);
      write += one;
      count += NUMERALS.get(one) ?? one;
      from.push(at);
    }
    at += sign.length;
  }
  return { write, count, from };
}

function bare(found: string): string {
  return found.replace(/[^\dx]/giu, "");
}

/** A wrong check digit is a slip of the pen: only the date of birth has to be one. */
function isIdCard(found: string): boolean {
  const number = bare(found);
  const born = number.length === 18 ? number.slice(6, 14) : `19${number.slice(6, 12)}`;
  return /^(?:18|19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])$/.test(born);
}

/** ISO/IEC 7812-1, annex B. */
function passesLuhn(found: string): boolean {
  const number = bare(found);
  let sum = 0;
  for (let back = 0; back < number.length; back++) {
    const digit = Number(number.charAt(number.length - 1 - back));
    const doubled = back % 2 === 1 ? digit * 2 : digit;
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return sum % 10 === 0;
}
