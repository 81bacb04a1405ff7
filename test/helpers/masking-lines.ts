// Made-up lines with made-up personal data in all the ways people write it, the same ones each time.
import { normalise } from "#src/triage/normalise.ts";

export type MaskingLine = { text: string; secrets: string[] };

/** A fixed sequence that looks random (Numerical Recipes). */
function dice(seed: number) {
  let state = seed >>> 0;
  const below = (limit: number) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * limit);
  };
  const one = <T>(list: readonly T[]): T => list[below(list.length)] as T;
  const digits = (count: number) => Array.from({ length: count }, () => below(10)).join("");
  return { below, one, digits };
}
type Dice = ReturnType<typeof dice>;

const SPOKEN = [
  "零一二三四五六七八九",
  "〇幺二三四五六七八九",
  "零幺两三四五六七八九",
  "零壹贰叁肆伍陆柒捌玖",
];

function idCard({ one, below, digits }: Dice): string {
  const two = (number: number) => String(number).padStart(2, "0");
  const born = `${one(["19", "20"])}${two(below(25))}${two(below(12) + 1)}${two(below(28) + 1)}`;
  const body = `${one(["360102", "360103", "110105", "440305"])}${born}${digits(3)}`;
  // GB 11643-1999: weights and check characters.
  const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
  const sum = weights.reduce((total, weight, at) => total + weight * Number(body.charAt(at)), 0);
  return body + "10X98765432".charAt(sum % 11);
}

function bankCard({ one, digits }: Dice): string {
  const body = `${one(["6222", "6217", "6228"])}${digits(one([11, 14]))}`;
  const doubled = Array.from(body, Number).toReversed();
  const sum = doubled.reduce((total, digit, at) => {
    const twice = at % 2 === 0 ? digit * 2 : digit;
    return total + (twice > 9 ? twice - 9 : twice);
  }, 0);
  return body + String((10 - (sum % 10)) % 10);
}

/** A number as somebody types or says it. */
function written(number: string, groups: RegExp, { one, below }: Dice): string {
  const spaced = number.replace(groups, (_, ...parts: string[]) => {
    const gap = one([" ", "-", ".", " "]);
    return parts.slice(0, -2).join(gap);
  });
  const spoken = one(SPOKEN);
  return one([
    number,
    number,
    spaced,
    number.replace(/\d/g, (digit) => String.fromCodePoint(0xff10 + Number(digit))),
    number.replace(/\d/g, (digit) => spoken.charAt(Number(digit))),
    below(2) === 0 ? number : spaced,
  ]);
}

const MOBILE = /^(\d{3})(\d{4})(\d{4})$/;
const ITEMS: ((roll: Dice) => { before: string; secret: string })[] = [
  (roll) => {
    const number = `1${roll.one(["3", "5", "7", "8", "9"])}${roll.digits(9)}`;
    const before = roll.one(["电话", "手机", "打我", "联系", "", "我号码是", "王姐", "+86 "]);
    return { before, secret: written(number, MOBILE, roll) };
  },
  (roll) => ({
    before: roll.one(["身份证", "证件号", "身份证号码"]),
    secret: written(idCard(roll), /^(.{6})(.{8})(.{4})$/, roll),
  }),
  (roll) => ({
    before: roll.one(["卡号", "打到", "工行"]),
    secret: written(bankCard(roll), /^(.{4})(.{4})(.{4})(.+)$/, roll),
  }),
  (roll) => {
    const number = `${roll.one(["8", "6", "2"])}${roll.digits(7)}`;
    const area = roll.one(["0791", "010", "0755"]);
    return {
      before: roll.one(["座机", "家里电话", "打"]),
      secret: roll.one([`${area}-${number}`, `(${area})${number}`, `${area}${number}`]),
    };
  },
  (roll) => {
    const plate = `${roll.one(["A", "B", "E"])}${roll.one(["", "·", " "])}${roll.one(["D", "F", "8"])}${roll.digits(4)}${roll.one(["", "6"])}`;
    return {
      before: roll.one(["车牌", "那辆", "我的车"]),
      secret: `${roll.one(["赣", "粤", "京", "湘"])}${roll.one([plate, plate, plate.toLowerCase()])}`,
    };
  },
  (roll) => ({
    before: roll.one(["邮箱", "发到", ""]),
    secret: `${roll.one(["li.na", "wang_88", "zhang-san", "chen2001"])}@${roll.one(["qq.com", "163.com", "mail.example.cn"])}`,
  }),
  (roll) => ({
    before: roll.one(["微信号", "加我微信", "vx", "微信:", "V信"]),
    secret: `${roll.one(["lin", "wxid_", "sunny-", "ncren"])}${roll.digits(5)}${roll.one(["", "a", "_z"])}`,
  }),
  (roll) => {
    const room = `${roll.below(19) + 1}${roll.one(["01", "02", "03"])}`.padStart(3, "1");
    const house = String(roll.below(20) + 1);
    const before = roll.one([`${house}栋2单元`, `${house}-2-`, `${house}幢`, `${house}号楼1单元`]);
    return { before, secret: room };
  },
];
const AROUND = [
  "麻烦师傅来看下",
  "家里漏水",
  "找不到人",
  "请尽快",
  "老人一个人在家",
  "谢谢",
  "挡住出口了",
  "明天上午都在",
  "孩子发烧",
  "我姓陈",
];

/** So many lines, each with one to four items. */
export function maskingLines(count: number): MaskingLine[] {
  const roll = dice(20_261_124);
  return Array.from({ length: count }, () => {
    const secrets: string[] = [];
    let text = roll.one(AROUND);
    for (let nth = roll.below(4); nth >= 0; nth -= 1) {
      const { before, secret } = roll.one(ITEMS)(roll);
      text += `${roll.one([",", " ", "，", "。", "\n"])}${before}${secret}${roll.one([",", " ", "，"])}${roll.one(AROUND)}`;
      secrets.push(secret);
    }
    return { text, secrets };
  });
}

/** What of the secrets can still be read in a masked text, however it is written. */
export function leaks(masked: string, secrets: readonly string[]): string[] {
  const bare = (text: string) => normalise(text).replace(/[\s·.\-()]/g, "");
  return secrets.filter((secret) => bare(masked).includes(bare(secret)));
}
