// What a resident says when we have misunderstood: "不是停车,是电梯", "搞错了,是3栋", "搞错了,没事".
import type { Category, Place } from "#src/words.ts";
import { asCategory } from "./category.ts";
import { decide } from "./decide.ts";
import { hasWords, normalise } from "./normalise.ts";
import { findPlace, withoutPlace } from "./place.ts";
import { matchesIn } from "./read-line.ts";
import type { Rulebook } from "./rulebook.ts";

export type HeardCorrection =
  /**
   * `words` say what it is, beyond a mere name; `matter` where they are clear enough. `not`: the categories that it was
   * said not to be, empty where none was named.
   */
  | { of: "category"; category: Category; matter: string | null; words: string; not: readonly Category[] }
  | { of: "place"; place: Place }
  /** It was nothing that anyone is to see to. */
  | { of: "none" };

const LONGEST = 80;
const SEP = "[\\s,.。!;:、~…]*";
const GAP = "[\\s,.。!;:、~…]+";
const GREETING = new RegExp(
  `^(?:@\\S+\\s*)*(?:(?:不好意思|抱歉|对不起|啊|哦|噢|哎呀?|唉|呃|诶|那个|您好|你好)${SEP})*`,
  "u",
);
const QUESTION = /[??]|[吗么嘛][\s。!~]*$/u;

const WHO = "(?:我|是我|你们?|您|系统|机器人|刚才|刚刚|这个?|又|好像|可能|类别|分类|地址|位置|楼栋?){0,3}";
const WRONG = "(?:搞|弄|看|说|打|发|点|记|听|写|填|报|归|分|选|定位?|登记|理解|分类)错";
const WHAT = "(?:类别?|地方|地址|位置|楼栋?|事情?|意思|字)";
/** Where such words end: 错峰停车 is no mistake. */
const DONE = "(?:了|啦|咯|咧|(?=[\\s,.。!;:、~…是我不归应]|$))";
/** With these words alone it is said that something is wrong. */
const MISTAKEN =
  `(?:${WHO}(?:${WRONG}|错|误会|误解)${WHAT}?${DONE}|(?:类别|分类|地址|位置|楼栋?)(?:好像|都|也)?不对了?` +
  `|不是[这那]个?(?:意思|事|事情|问题|类别?|地方)(?:啊|呀)?)`;
const MEAN =
  "(?:我|这|那|其实|本来|明明){0,2}(?:刚才|刚刚)?(?:(?:要|想)?(?:说|指|报|反映|问|讲)的(?:意思)?(?:其实|明明)?是|的?意思是|是说)(?:说)?";
const IS = `(?:${MEAN}|(?:其实|应该|而|明明)?(?:就)?(?:是|属于|归)(?!不是))`;

const NOTHING =
  /^(?:没事|没什么|没啥事?|不用(?:管|登记|立单|处理|办|来|麻烦)|别(?:登记|立单|管)|当我没说|忽略|作废|取消|撤回|撤了|算了)(?:了|儿|吧|啦|哈|啊|的|一下|就行|就好|谢谢|事)*$/u;
const NO_REQUEST =
  /^(?:这|我|我这|那|其实|真的?|又|都|也){0,3}(?:不是(?:要)?(?:什么)?(?:诉求|投诉|报修|求助|要求|请求|反映问题|找你们|登记|正经事)(?:的|啊|呀)?|不用登记|没要登记)$/u;
const JUST_TALK =
  /^(?:我|我们|就|就是|只是|只|不过|其实|是|在|跟邻居|跟大家){0,4}(?:随[便口](?:问问|一?问)|(?:随便|随口|闲)?(?:说说|聊聊|聊天|一说|说一?句)|吐槽|吐个槽|发牢骚|抱怨一?句?|感慨一?下?|开个?玩笑|闹着玩)(?:而已|罢了|的|啦|了|呢|一下|哈|啊)*$/u;

const AFTER_MISTAKE = new RegExp(`^(?:${MISTAKEN}${SEP}){1,2}(?<rest>.*)$`, "su");
const AFTER_NO = new RegExp(`^(?:不是|不对)(?:的|啊|呀|哦)?${GAP}(?<rest>${IS}.*)$`, "su");
const NOT_BUT = new RegExp(
  `^(?:这|那|它|我|其实|根本|说的|报的){0,3}不是(?<not>[^是]{1,14}?)${SEP}${IS}(?<but>.+)$`,
  "su",
);
const THIS_NOT_THAT = new RegExp(`^${IS}(?<but>[^是]{1,40}?)${SEP}(?:而|并|可)?不是(?<not>.{1,14})$`, "su");
const MEANT = new RegExp(`^(?=我)${MEAN}(?<but>.+)$`, "su");
const INTRODUCED = new RegExp(`^${IS}`, "u");
const TRAILING = /[\s,.。!;:、~…]+$/u;
/** What may follow a bare name: 电梯的事, 停车这块. */
const TAIL = /(?:的|那?个|这)*(?:事情?|问题|方面|这?块|这?类|类别)?(?:啊|呀|呢|吧|哦|啦|了|才对|的)*$/u;
const PLACE_TAIL = /小区|[的那这边里儿啊呀呢吧哦啦了才对地方位置\s,.。!;:、~…]/gu;
/** 这栋 as what it is not. */
const THIS_PLACE = /^[这那][栋幢个边儿里]/u;
/** Kinds of talk, not what it is about. */
const GENERIC = /^(?:投诉|报修|求助|诉求|咨询|建议|反映|问题|事|事情|要求|服务|情况|大事|小事|急事)$/u;
const ONLY = /随便|随口|只是|就是|而已|罢了|玩笑/u;
/** "不是我不交物业费,是…" argues; a topic alone has nobody in it and denies nothing. */
const ARGUED = /[我你您他她它们不没想会]|因为|为了/u;

/**
 * Takes what the reporter of a ticket said after it; returns what it puts right, or null where it puts nothing right or
 * does not say what is right instead. A danger is never a correction: it must be heard for itself.
 */
export function hearCorrection(text: string, rulebook: Rulebook): HeardCorrection | null {
  if (text.length > LONGEST) return null;
  const line = normalise(text).replace(GREETING, "").replace(TRAILING, "");
  if (line.length < 3 || QUESTION.test(line)) return null;
  const found = read(line, rulebook);
  // The word that it was a mistake is no part of what is the matter.
  const rest = AFTER_MISTAKE.exec(line)?.groups?.["rest"] ?? line;
  return found !== null && decide(rest, rulebook).emergency === null ? found : null;
}

function read(line: string, rulebook: Rulebook): HeardCorrection | null {
  if (isTakenBack(line)) return { of: "none" };
  const mistake = AFTER_MISTAKE.exec(line)?.groups?.["rest"];
  if (mistake !== undefined) return afterMistake(mistake, rulebook);
  const no = AFTER_NO.exec(line)?.groups?.["rest"];
  if (no !== undefined) return instead(no.replace(INTRODUCED, ""), rulebook);
  return contrast(line, rulebook);
}

function afterMistake(rest: string, rulebook: Rulebook): HeardCorrection | null {
  if (rest === "") return null;
  if (saysNothing(rest)) return { of: "none" };
  return contrast(rest, rulebook) ?? instead(rest.replace(INTRODUCED, ""), rulebook);
}

/** "不是诉求,我随便说说": one part at least says that nothing was asked, and no part says anything else. */
function isTakenBack(line: string): boolean {
  const parts = line.split(new RegExp(GAP, "u")).filter((part) => part !== "");
  const said = (pattern: RegExp) => parts.some((part) => pattern.test(part));
  const known = parts.every((part) => [NO_REQUEST, JUST_TALK, NOTHING].some((one) => one.test(part)));
  return known && (said(NO_REQUEST) || (said(JUST_TALK) && ONLY.test(line)));
}

function saysNothing(rest: string): boolean {
  const parts = rest.split(new RegExp(GAP, "u")).filter((part) => part !== "");
  return parts.every((part) => [NOTHING, NO_REQUEST, JUST_TALK, /^谢谢/u].some((one) => one.test(part)));
}

/** "不是…,是…" in either order; what it is not must be something that a ticket can be about, or a place. */
function contrast(line: string, rulebook: Rulebook): HeardCorrection | null {
  const match = NOT_BUT.exec(line) ?? THIS_NOT_THAT.exec(line);
  if (match?.groups) {
    const { not = "", but = "" } = match.groups;
    const to = THIS_PLACE.test(not) || placeAlone(not) ? findPlace(but) : null;
    if (to) return { of: "place", place: to };
    const about = bare(not);
    const topics = ARGUED.test(not) || GENERIC.test(about) ? [] : [...topicsOf(about, rulebook)];
    const heard = topics.length > 0 ? instead(but, rulebook) : null;
    return heard?.of === "category" ? { ...heard, not: topics } : heard;
  }
  const meant = MEANT.exec(line)?.groups?.["but"];
  return meant === undefined ? null : instead(meant, rulebook);
}

function instead(said: string, rulebook: Rulebook): HeardCorrection | null {
  const place = placeAlone(said);
  return place ? { of: "place", place } : named(said, rulebook);
}

function placeAlone(said: string): Place | null {
  const place = findPlace(said);
  return place && !hasWords(withoutPlace(said).replaceAll(PLACE_TAIL, "")) ? place : null;
}

/** The category of these words: as it or one of its matters is called, else as they are judged, else by their topic. */
function named(words: string, rulebook: Rulebook): HeardCorrection | null {
  const { categories } = rulebook;
  const name = bare(words);
  const flow = categories.find((category) => category.name === name || category.code === name);
  if (flow) return { of: "category", category: flow.code, matter: null, words: "", not: [] };
  const owner = categories.find(({ matters }) => matters.some((matter) => matter.name === name));
  if (owner) return { of: "category", category: owner.code, matter: name, words, not: [] };
  if (GENERIC.test(name)) return null;
  const { request, label, guess } = decide(words, rulebook);
  const topics = topicsOf(name, rulebook, name.length);
  const [first] = topics;
  const topic = first && topics.size === 1 ? first : guess;
  const meant = request && label !== "none" ? label : topic;
  const category = categories.find(({ code }) => code === meant);
  if (!category || (!request && !topics.has(meant))) return null;
  const { matter } = asCategory(words, meant, rulebook);
  const own = matter === category.name ? null : matter;
  return { of: "category", category: meant, matter: own, words, not: [] };
}

function bare(words: string): string {
  return words.replace(TRAILING, "").replace(TAIL, "");
}

/** The categories of whose name or matters' names this is a part, and those of which a word this long is in it. */
function topicsOf(name: string, rulebook: Rulebook, longest = 1): Set<Category> {
  const partOf = (whole: string) => name.length >= 2 && whole.includes(name);
  const found = rulebook.categories.filter(
    (category) => partOf(category.name) || category.matters.some((matter) => partOf(matter.name)),
  );
  const topics = new Set(found.map(({ code }) => code));
  for (const { rule, words } of matchesIn(rulebook.spell(name), rulebook)) {
    const owner = rule.role === "matter" ? rulebook.categories[rule.owner] : undefined;
    if (owner && words.some((word) => word.length >= longest)) topics.add(owner.code);
  }
  return topics;
}
