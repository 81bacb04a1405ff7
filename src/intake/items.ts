// The numbers of a list inside a message: 1. 2、 (3) ① 一是 第二.
const CHINESE = "一二三四五六七八九";
/** Behind these a Chinese number begins an item; 万一是 and 唯一是 do not. */
const OPEN = "(?<=^|[\\p{P}\\s])";
/** Each style with the number as its first group. */
const STYLES = [
  /(?<![\d.a-z\-–—]|\d[:：])[(（]?(\d{1,2})(?:[)）]|[、．]|\.(?!\d)|\.(?=\d{1,2}\s?(?:栋|幢|号楼|单元|楼|#)))/giu,
  /([①-⑨])[、.]?/gu,
  new RegExp(`${OPEN}[(（]([${CHINESE}])[)）]`, "gu"),
  new RegExp(`${OPEN}([${CHINESE}])(?:是|来|、|[,，:：.．])`, "gu"),
  new RegExp(`第([${CHINESE}])(?:个|件事?|点|条)?(?:问题)?(?:就?是|呢?[,，、:：])`, "gu"),
  new RegExp(`${OPEN}其([${CHINESE}])`, "gu"),
];

/** Where an item of a list stands: from its number to the first of its words. */
export type Item = { start: number; end: number };

/** Takes a text; returns the items of the list in it, numbered from one without a gap; none where there are not two. */
export function itemsOf(text: string): Item[] {
  for (const style of STYLES) {
    const items: Item[] = [];
    for (const match of text.matchAll(style)) {
      if (valueOf(match[1] ?? "") !== items.length + 1) continue;
      items.push({ start: match.index, end: match.index + match[0].length });
    }
    if (items.length > 1) return items;
  }
  return [];
}

function valueOf(number: string): number {
  if (/\d/.test(number)) return Number(number);
  const circled = number.charCodeAt(0) - "①".charCodeAt(0);
  return circled >= 0 && circled < 9 ? circled + 1 : CHINESE.indexOf(number) + 1;
}
