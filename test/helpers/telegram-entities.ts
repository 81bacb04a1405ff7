// Text with entities as bots send it: given beside the text, or in a small part of HTML or of MarkdownV2.
import { found } from "./telegram-found.ts";
import { isObject } from "./telegram-request.ts";
import type { TgEntity } from "./telegram-types.ts";
import { bad } from "./telegram-types.ts";

type Marked = { text: string; entities: TgEntity[] };

const TAGS: Record<string, string> = {
  b: "bold",
  strong: "bold",
  i: "italic",
  em: "italic",
  u: "underline",
  ins: "underline",
  s: "strikethrough",
  strike: "strikethrough",
  del: "strikethrough",
  "tg-spoiler": "spoiler",
  code: "code",
  pre: "pre",
  a: "text_link",
  blockquote: "blockquote",
};
const NAMED: Record<string, string> = { lt: "<", gt: ">", amp: "&", quot: '"' };

/** What a bot sends, with its entities, trimmed and with those added that Telegram finds itself. */
export function formatted(text: string, mode: string, given: unknown): Marked {
  const marked = parse(text, mode.toLowerCase(), given);
  const cut = marked.text.length - marked.text.trimStart().length;
  const trimmed = marked.text.trim();
  const entities = marked.entities
    .map((one) => ({ ...one, offset: Math.max(one.offset - cut, 0) }))
    .map((one) => ({ ...one, length: Math.min(one.length, trimmed.length - one.offset) }))
    .filter((one) => one.length > 0);
  return { text: trimmed, entities: [...entities, ...found(trimmed, entities)] };
}

function parse(text: string, mode: string, given: unknown): Marked {
  if (mode === "html") return parseHtml(text);
  if (mode === "markdownv2") return parseMarkdown(text);
  if (mode !== "" && mode !== "none" && mode !== "markdown") throw bad("unsupported parse_mode");
  const entities = Array.isArray(given) ? given.filter(isObject).map(entityOf) : [];
  return { text, entities };
}

function entityOf(given: Record<string, unknown>): TgEntity {
  const { type, offset, length } = given;
  if (typeof type !== "string" || typeof offset !== "number" || typeof length !== "number")
    throw bad("can't parse MessageEntity: Field is of wrong type");
  return { ...given, type, offset, length };
}

function parseHtml(source: string): Marked {
  const open: { tag: string; offset: number; url?: string }[] = [];
  const entities: TgEntity[] = [];
  let text = "";
  const wrong = (why: string, at: number) =>
    bad(`can't parse entities: ${why} at byte offset ${Buffer.byteLength(source.slice(0, at))}`);
  for (const match of source.matchAll(/<(\/?)([a-z0-9-]*)([^>]*)(>?)|&(?:#(\d+)|(\w+));|[^<&]+|&/gi)) {
    const [whole, slash, name = "", rest = "", end, code, named] = match;
    const tag = name.toLowerCase();
    if (slash === undefined) text += literal(whole, code, named);
    else if (end === "") throw wrong("Unclosed start tag", match.index);
    else if (slash === "") {
      if (!(tag in TAGS) && tag !== "span") throw wrong(`Unsupported start tag "${tag}"`, match.index);
      const [, url] = /href="([^"]*)"/i.exec(rest) ?? [];
      open.push({ tag, offset: text.length, ...(url !== undefined && { url }) });
    } else {
      const last = open.pop();
      if (last === undefined) throw wrong("Unexpected end tag", match.index);
      if (last.tag !== tag)
        throw bad(
          `can't parse entities: Unmatched end tag at byte offset ${match.index}, expected "</${last.tag}>", found "</${tag}>"`,
        );
      const { offset, url } = last;
      const type = TAGS[tag] ?? "spoiler";
      entities.push({ type, offset, length: text.length - offset, ...(url !== undefined && { url }) });
    }
  }
  const left = open.pop();
  if (left !== undefined)
    throw bad(`can't parse entities: Can't find end tag corresponding to start tag "${left.tag}"`);
  return { text, entities: entities.sort((a, b) => a.offset - b.offset) };
}

function literal(whole: string, code: string | undefined, named: string | undefined): string {
  if (code !== undefined) return String.fromCodePoint(Number(code));
  return named === undefined ? whole : (NAMED[named] ?? whole);
}

const MARKS: Record<string, string> = {
  "*": "bold",
  _: "italic",
  __: "underline",
  "~": "strikethrough",
  "||": "spoiler",
  "`": "code",
};

function parseMarkdown(source: string): Marked {
  const open: { mark: string; offset: number }[] = [];
  const entities: TgEntity[] = [];
  let text = "";
  const pieces = /\\(.)|\[((?:\\.|[^\]\\])*)\]\(([^)]*)\)|(__|\|\||[*_~`])|([[\](){}#+=|>.!-])|[^]/gu;
  for (const [whole, escaped, label, url, mark, reserved] of source.matchAll(pieces)) {
    if (label !== undefined && url !== undefined) {
      const shown = label.replaceAll(/\\(.)/gu, "$1");
      entities.push({ type: "text_link", offset: text.length, length: shown.length, url });
      text += shown;
    } else if (mark === undefined) {
      if (reserved !== undefined)
        throw bad(
          `can't parse entities: Character '${reserved}' is reserved and must be escaped with the preceding '\\'`,
        );
      text += escaped ?? whole;
    } else if (open.at(-1)?.mark === mark) {
      const { offset } = open.pop() ?? { offset: 0 };
      entities.push({ type: MARKS[mark] ?? "bold", offset, length: text.length - offset });
    } else open.push({ mark, offset: text.length });
  }
  const [left] = open;
  if (left !== undefined)
    throw bad(
      `can't parse entities: Can't find end of ${MARKS[left.mark]} entity at byte offset ${left.offset}`,
    );
  return { text, entities: entities.sort((a, b) => a.offset - b.offset) };
}
