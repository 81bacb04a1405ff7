// Two matters in one message: where it is cut, and only when both are clear.
import { CLEAR } from "./gather.ts";
import type { Judge, Verdict } from "./gather.ts";
import { itemsOf } from "./items.ts";

/** A longer text is a letter, and a letter is read as a whole. */
const LONGEST = 240;
/** Words that begin another matter, behind a mark, a space or a particle that ends a clause. */
const ANOTHER =
  /(?<=^|[\p{P}\p{S}\s了吧啊呀呢吗])(?:另外|另有|此外|还有|再有|再一个|再就是|再反映|还要反映|还想(?:问|反映|投诉|请教)|顺便|顺带|对了|一个是|另一个|其次)/gu;
const SENTENCE = /(?<=[。!?！？;；…\n])(?![。!?！？;；…\n])/u;
const ENDS = /[。!?！？;；…\n]+/gu;
/** How a message says that several matters follow; it is no matter itself. */
const ANNOUNCED =
  /(?:反映|反应|投诉|咨询|说|讲|问|报|提)?(?:一下)?[两二三四五几]\s?(?:件|个|点|处|条)(?:大|小)?(?:事儿?|问题|情况|诉求|意见|毛病|地方|(?=[:：]))/u;
/** How a sentence goes on with what stands before it. */
const GOES_ON =
  /^[\s\p{P}]*(?:找|打|叫|问|跟|和|给|报|说|投诉|反映|联系|催|喊|物业|保安|保洁|管家|居委|社区|没人|没有人|一直|都|也|又|才|还|结果|现在|已经|目前|因为|由于|所以|导致|害得|搞得|弄得|使得|以至|希望|请|麻烦|求|能不能|能否|可不可以|是不是|什么时候|啥时候|怎么|为什么|为啥|凭什么|难道|这|那|他|她|它|你|我|咱|大家|但|可|而|就|每|天天|太|真|老人|孩子|小孩|家里|家中|万一|要是|如果|再不|再这样)/u;
/** What a sentence has that lists another matter without saying so. */
const AS_WELL = /也/u;
const EDGES = /^[\s,，、;；]+|[\s,，、;；]+$/gu;

/**
 * What stands before a part: a number or a word that begins another matter; nothing, in a message that has announced
 * several; a line break; or the end of a sentence.
 */
type Border = "marked" | "announced" | "line" | "sentence";
type Part = { text: string; verdict: Verdict | null; border: Border };

/**
 * Takes a message and what makes of a text what it asks for; returns its parts in order, or the whole alone where it is
 * about one matter. Each of several parts is a clear request about another matter or another building.
 */
export function split(text: string, judge: Judge): string[] {
  const sentences = text.length > LONGEST ? [] : sentencesOf(text);
  if (sentences.length < 2) return [text];
  const parts = join(
    blocksOf(sentences).flatMap((block) => {
      const found = join(block.map((line) => ({ ...line, verdict: clear(line.text, judge) })));
      return found.map((part) => ({ ...part, verdict: part.verdict ?? clear(part.text, judge) }));
    }),
  );
  const texts = parts.map((part) => part.text.replace(EDGES, ""));
  const verdicts = texts.map((part) => clear(part, judge));
  return isSafe(verdicts, judge(text)) ? texts : [text];
}

/** Whether a text says that several matters follow; what it says of a place then holds for all of them. */
export function announces(text: string): boolean {
  return ANNOUNCED.test(text);
}

/** A message that joins a neighbour's matter and goes on to one of its own. */
export type Joined = { head: string; more: string };

/**
 * Takes a message, what makes of a text what it asks for, and whether a text only joins somebody else's matter; returns
 * its two parts, or null where it does not begin by joining or nothing clear and new follows.
 */
export function splitJoin(text: string, judge: Judge, joins: (text: string) => boolean): Joined | null {
  if (text.length > LONGEST) return null;
  const marks = [...text.matchAll(ANOTHER)].map(({ index }) => ({ at: index, marked: true }));
  const ends = [...text.matchAll(ENDS)].map(({ index, 0: { length } }) => ({
    at: index + length,
    marked: false,
  }));
  for (const { at, marked } of [...marks, ...ends].toSorted((a, b) => a.at - b.at)) {
    const head = text.slice(0, at).replace(EDGES, "");
    const more = text.slice(at).replace(EDGES, "");
    if (more === "" || !joins(head)) continue;
    const verdict = clear(more, judge);
    // Without a word that begins another matter it may be more about the neighbour's.
    const apart = marked || (!GOES_ON.test(more) && (AS_WELL.test(more) || verdict?.building != null));
    if (verdict && apart) return { head, more };
  }
  return null;
}

type Sentence = { text: string; border: Border };

/** The text cut before each number of a list, each word that begins another matter, and each sentence. */
function sentencesOf(text: string): Sentence[] {
  const marks = [
    ...itemsOf(text),
    ...[...text.matchAll(ANOTHER)].map(({ index }) => ({ start: index, end: index })),
  ].toSorted((a, b) => a.start - b.start);
  const isAnnounced = announces(text);
  const sentences: Sentence[] = [];
  for (const [index, from] of [0, ...marks.map(({ end }) => end)].entries()) {
    const lines = text.slice(from, marks[index]?.start).split(SENTENCE);
    const isMarked = index > 0;
    for (const [place, line] of lines.entries()) {
      if (line.replace(EDGES, "") === "") continue;
      const plain = lines[place - 1]?.endsWith("\n") ? "line" : "sentence";
      const inside = isAnnounced ? "announced" : plain;
      sentences.push({ text: line, border: isMarked && place === 0 ? "marked" : inside });
    }
  }
  return sentences;
}

/** Sentences that no mark parts, together. */
function blocksOf(sentences: Sentence[]): Sentence[][] {
  const blocks: Sentence[][] = [];
  for (const sentence of sentences) {
    const block = blocks.at(-1);
    if (block && sentence.border !== "marked") block.push(sentence);
    else blocks.push([sentence]);
  }
  return blocks;
}

function clear(text: string, judge: Judge): Verdict | null {
  const verdict = judge(text.replace(ANNOUNCED, "").replace(EDGES, ""));
  return verdict && (verdict.emergency || verdict.confidence >= CLEAR) ? verdict : null;
}

/** Joins each part to the one that it goes on with; what is about a matter told before comes to it. */
function join(parts: Part[]): Part[] {
  const joined: Part[] = [];
  for (const part of parts) {
    const { verdict } = part;
    const last = joined.at(-1);
    const same = joined.find((other) => other.verdict && verdict && !differs(other.verdict, verdict));
    if (same && same !== last) {
      same.text = `${same.text.replace(EDGES, "")}\n${part.text}`;
    } else if (!last || (!same && isApart(last, part))) {
      joined.push({ ...part });
    } else {
      last.text += part.text;
      last.verdict ??= verdict;
    }
  }
  return joined;
}

function isApart({ verdict: first }: Part, { text, verdict: next, border }: Part): boolean {
  if (!first || !next) return false;
  const isSameLabel = first.label === next.label;
  // A danger and what is told around it are one incident, unless it is said to be something else.
  if (first.emergency && next.emergency) return false;
  const isDanger = first.emergency || next.emergency;
  if (isDanger && (isSameLabel || (border !== "marked" && border !== "announced"))) return false;
  if (border === "marked") return true;
  if (GOES_ON.test(text)) return false;
  if (border === "announced" || (first.building !== null && next.building !== null)) return true;
  return !isSameLabel && (border === "line" || next.building !== null || AS_WELL.test(text));
}

function differs(one: Verdict, other: Verdict): boolean {
  if (one.label !== other.label || one.matter !== other.matter) return true;
  return one.building !== null && other.building !== null && one.building !== other.building;
}

/** Whether nothing is lost by the cut: every part asks for something of its own, and a danger stays one. */
function isSafe(parts: (Verdict | null)[], whole: Verdict | null): boolean {
  if (parts.length < 2 || !whole) return false;
  if (whole.emergency && !parts.some((part) => part?.emergency)) return false;
  return parts.every(
    (part, index) => part && parts.slice(0, index).every((other) => other && differs(other, part)),
  );
}
