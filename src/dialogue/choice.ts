// What a text chooses of the buttons of a message, where the chat can show none and people answer in words.
import { DANGER_BUTTON } from "#src/words.ts";

/** A button, and what was said for it: its number, its own words or others; `unclear`: one was meant, but not which. */
export type Choice = { button: string; by: "number" | "own" | "other" } | "unclear";

/** In what other words people choose a button. Those that agree to anything are not among what cannot be undone. */
const WORDS: Record<string, RegExp> = {
  已解决:
    /^(是|是的|对|对的|嗯+|ok|好|好的|(都|已|已经|全)?(好|解决|修好|弄好|处理好|搞好|搞定|办好)[了啦]?|可以了|没问题了?|行了|完事了|👍+)$/u,
  没解决:
    /^(否|不|不是|不对|没|没有|还没有?|不行|不好|(还是|依然|仍然|还|根本|并)?(没有?|未|不)(解决|好|修好|弄好|处理好|搞好|搞定|办好|行)|没用|老样子|还是老样子|👎+)$/u,
  立单: /^(是|是的|对|对的|嗯+|ok|好|好的|要|需要|可以|行|登记|报|👍+)$/u,
  不是: /^(否|不|不对|不要|不用|不需要|不用了|算了|没有)$/u,
  确认: /^(确定|是|是的|对|对的)$/u,
  接单: /^(接|接了|我接|我接了|接下|我来|我来接|我来办|我来处理)$/u,
  退单: /^(退|退了|退回|我退|不接)$/u,
  进展: /^(有进展|报进展)$/u,
  办结: /^(办完了?|办好了|结了)$/u,
  撤销: /^(撤回|取消)$/u,
};
/** The names of the stars. */
const STARS: Record<string, RegExp> = {
  "5": /^(非常满意|很满意|十分满意|特别满意|满分|好评|⭐{5}|★{5})$/u,
  "4": /^(满意|比较满意|还不错|⭐{4}|★{4})$/u,
  "3": /^(基本满意|一般|一般般|还行|⭐{3}|★{3})$/u,
  "2": /^(不满意|不太满意|⭐{2}|★{2})$/u,
  "1": /^(非常不满意|很不满意|差评|⭐|★)$/u,
};
const DIGITS: Record<string, string> = { 一: "1", 二: "2", 两: "2", 三: "3", 四: "4", 五: "5" };
const CIRCLED = "❶❷❸❹❺❻❼❽❾";
const BEFORE = /^(选项|我?(回复?|选择?|点|按|打|给|评)(选项)?|第|就)/u;
const AFTER = /[吧啊哈呀哦呢的]$/u;
const NUMBER = /^([1-9]|[一二两三四五])(号|个|项|分|星|颗星|颗|星好评)?$/u;
/** 1 and what the button says after it, with or without something between. */
const NUMBER_AND = /^([1-9])(?:[.、,:)号]\s?|\s)?(\D.*)$/u;
const SEVERAL = /^[1-9](\s?(或者?|和|还是|、|,|\/|\s)\s?[1-9])+$/u;

/**
 * Takes a message and the buttons in the order in which they were numbered; null when it chooses none and is to be read as
 * any other message.
 */
export function readChoice(text: string, buttons: readonly string[]): Choice | null {
  const line = spoken(text);
  if (line === "" || line.length > 24 || buttons.length === 0) return null;
  const own = buttons.find((button) => spoken(button) === line);
  if (own !== undefined) return { button: own, by: "own" };
  const said = meant(line, buttons);
  if (said !== null) return { button: said, by: "other" };
  return byNumber(line, buttons);
}

/** What a number, or a number and words, choose. */
function byNumber(line: string, buttons: readonly string[]): Choice | null {
  const bare = strip(line);
  // Nobody is rung by a number, which may be that of a building.
  const isByWord = buttons.every((button) => button === DANGER_BUTTON);
  const digit = NUMBER.exec(bare)?.[1];
  if (digit !== undefined) return isByWord ? null : numbered(DIGITS[digit] ?? digit, buttons);
  if (SEVERAL.test(bare)) return isByWord ? null : "unclear";
  const [, number = "", rest = ""] = NUMBER_AND.exec(bare) ?? [];
  const also = number === "" ? null : readChoice(rest, buttons);
  if (also === null || also === "unclear") return null;
  if (also.button === DANGER_BUTTON) return also;
  const first = numbered(number, buttons);
  return first && first !== "unclear" && first.button === also.button ? first : "unclear";
}

/** The text as it is compared: half-width, small, without what only colours or ends it. */
function spoken(text: string): string {
  return Array.from(text, (sign) => (CIRCLED.includes(sign) ? String(CIRCLED.indexOf(sign) + 1) : sign))
    .join("")
    .normalize("NFKC")
    .replace(/[\uFE0F\u20E3\u200D]|[\u{1F3FB}-\u{1F3FF}]/gu, "")
    .toLowerCase()
    .replace(/^[\s"'“”‘’「」【】[\](){}#]+|[\s"'“”‘’「」【】[\](){}。.!,、;:~]+$/gu, "")
    .replace(/\s+/gu, " ");
}

function strip(line: string): string {
  const bare = line.replace(BEFORE, "").replace(BEFORE, "").replace(AFTER, "").trim();
  return bare === "" ? line : bare;
}

function meant(line: string, buttons: readonly string[]): string | null {
  const bare = line.replace(AFTER, "");
  const fits = (button: string) => {
    const words = (buttons.length === 5 ? STARS[button] : undefined) ?? WORDS[button];
    return words !== undefined && (words.test(line) || words.test(bare));
  };
  return buttons.find(fits) ?? null;
}

/** Stars go by their own number, all else by its place; a number that there is none of is unclear. */
function numbered(digit: string, buttons: readonly string[]): Choice | null {
  const button = buttons.includes(digit) ? digit : buttons[Number(digit) - 1];
  if (button !== undefined && button !== DANGER_BUTTON) return { button, by: "number" };
  // Stars before they were asked for are an answer of their own kind.
  return buttons.includes("已解决") && digit <= "5" ? null : "unclear";
}
