// What a closing says of a matter, and what its flow asks for before it counts.
import { OUTCOMES } from "#src/words.ts";
import type { Category, Outcome } from "#src/words.ts";
import type { Flows } from "./flow.ts";

export const NEEDS = ["text", "photo", "agreement", "visit"] as const;
/** What a flow may ask for; words are always needed. */
export type Need = (typeof NEEDS)[number];
export const MISSING = ["text", "rest", "reason", "whom", "photo", "agreement", "visit"] as const;
/** What is asked for when a closing lacks it: beside the needs, what an outcome has to be told with. */
export type Missing = (typeof MISSING)[number];

/** `named`: whether the outcome was said, and not only taken for granted. */
export type Closing = { outcome: Outcome; named: boolean; text: string };

const BORDER = "[\\s,,。.;;::、!!]";
const NAMED: Record<Outcome, RegExp> = {
  // Many a result begins like this; then it is quoted whole.
  solved: new RegExp(`^(已解决|solved)(?=$|${BORDER})`, "iu"),
  partly: /^(部分解决了?(?!的)|partly\b)/iu,
  unsolvable: /^(无法解决(?!的)|unsolvable\b)/iu,
  outside: /^(转外部门(?!的)|outside\b)/iu,
};

/** Reads what a member says at the end: an outcome where it begins with one, else 已解决; the rest are their own words. */
export function readClosing(said: string): Closing {
  const text = said.trim();
  for (const outcome of OUTCOMES) {
    const word = NAMED[outcome].exec(text)?.[0];
    if (word === undefined) continue;
    const rest = text.slice(word.length).replace(new RegExp(`^${BORDER}+`, "u"), "");
    return { outcome, named: true, text: rest };
  }
  return { outcome: "solved", named: false, text };
}

/** What was said before and what completes it; another outcome, or all of it said anew, stands for itself. */
export function completed(before: { outcome: Outcome; text: string }, next: Closing): Closing {
  if (next.named && next.outcome !== before.outcome) return next;
  const text = next.text.includes(before.text)
    ? next.text
    : [before.text, next.text].filter((part) => part !== "").join(";");
  return { outcome: before.outcome, named: true, text };
}

/** For which outcomes a need holds: nobody has agreed to what cannot be solved. */
const HOLDS: Record<Need, readonly Outcome[]> = {
  text: OUTCOMES,
  photo: ["solved", "partly"],
  agreement: ["solved"],
  visit: OUTCOMES,
};

/** What the flow of a matter asks for when it is closed with this outcome; a matter's own list goes before its category's. */
export function needsOf(
  flows: Flows,
  { category, matter }: { category: Category; matter: string },
  outcome: Outcome,
): Need[] {
  const flow = flows.categories.find(({ code }) => code === category);
  const own = flow?.matters.find(({ name }) => name === matter)?.closing ?? flow?.closing;
  return (own?.needs ?? []).filter((need) => HOLDS[need].includes(outcome));
}

/** Whether the flow of a matter ever asks for a signed agreement: its pictures are no result to show around. */
export function asksAgreement(flows: Flows, about: { category: Category; matter: string }): boolean {
  return needsOf(flows, about, "solved").includes("agreement");
}

const REST = /剩|余|还[有差没要需在得]|待|未|没|后续|下[周月一步]|等|继续|明天|其他|暂/u;
const BODY =
  /局|部门|街道|居委|政府|公司|中心|城管|消防|交警|民警|公安|派出所|法院|检察|司法所|热线|12\d{3}|医院|学校|委员会|住建|房管|供电|供水|燃气|热力|环保|市监|街办|镇|乡|办公室|处|站|所|院/u;
const FOBS_OFF =
  /^(没办法|没法办|没法|办不了|解决不了|不归?我们?管|管不了|无法处理|无法解决|处理不了|暂时?办不了|不行|无|不知道)[了啊呀。.!!]*$/u;

/** The words with which parties agree, and those that say before them that they do not. */
const AGREED =
  /调解协议|口头协议|书面协议|协议书|和解|达成了?(一致|协议|共识)|[签订立]了?[字协]|握手言和|双方(都?同意|认可)|谅解|[说谈](定|妥|好)了?/gu;
const NOT = /(没(?!再)|未|不愿|不肯|不同意|不接受|拒绝|无法|难以)[^,,。;;!!]{0,6}$/u;

const WENT =
  /上门|入户|探访|走访|看望|探望|看了|看过|回访|拜访|家访|去了?.{0,6}家|到了?.{0,6}家|当面|见到|见了|电话|致电|联系|通话|视频|找到|送回|接回|陪/u;
const WHOM =
  /老人|奶奶|爷爷|阿姨|大爷|大妈|大娘|大叔|叔|伯|婆|外公|姥|老伴|老师|师傅|先生|女士|家属|家里人|家人|子女|儿子|女儿|儿媳|女婿|孙|本人|居民|邻居|他|她|老[\p{Script=Han}]|(看望|探望|探访|走访|拜访|联系|回访|见到)(了|过|到|上)?\p{Script=Han}{2}/u;
const WHEN =
  /今[天早晚日]|昨[天晚日]|前天|上午|下午|中午|早上|晚上|傍晚|刚|每[天周月]|周[一二三四五六日天]|星期|\d{1,2}\s?[月.\-/]\s?\d{1,2}|\d{1,2}[日号点]|\d{1,2}[::]\d{2}|[一二三四五六七八九十]点/u;

export type Evidence = {
  needs: readonly Need[];
  pictures: number;
  /** What was asked for before: an answer to just that is taken as it comes. */
  asked: readonly Missing[];
};

/** What a closing still lacks; nothing when it may count. */
export function missingIn({ outcome, text }: Closing, { needs, pictures, asked }: Evidence): Missing[] {
  const missing: Missing[] = [];
  const answered = (item: Missing) => text !== "" && asked.includes(item);
  if (outcome === "solved" && text === "") missing.push("text");
  if (outcome === "partly" && !REST.test(text) && !answered("rest")) missing.push("rest");
  if (outcome === "unsolvable" && (text === "" || FOBS_OFF.test(text))) missing.push("reason");
  if (outcome === "outside" && !BODY.test(text) && !answered("whom")) missing.push("whom");
  if (needs.includes("photo") && pictures === 0) missing.push("photo");
  if (needs.includes("agreement") && pictures === 0 && !saysAgreed(text)) missing.push("agreement");
  if (needs.includes("visit") && !saysVisit(text)) missing.push("visit");
  return missing;
}

/** Whether words say who was visited or called, and when. */
function saysVisit(text: string): boolean {
  return WENT.test(text) && WHOM.test(text) && WHEN.test(text);
}

/** Whether words say that the parties have come to terms. */
function saysAgreed(text: string): boolean {
  return [...text.matchAll(AGREED)].some(({ index }) => !NOT.test(text.slice(0, index)));
}

/** Whether words can be nothing but what was asked for: they name an outcome, or tell of terms or of a visit. */
export function completes(text: string, asked: readonly Missing[]): boolean {
  const tells =
    (asked.includes("agreement") && saysAgreed(text)) || (asked.includes("visit") && saysVisit(text));
  return readClosing(text).named || tells;
}
