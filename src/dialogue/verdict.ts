export type Verdict = { deed: "confirm" | "dispute" | "rate"; text: string };

const STARS = /^([1-5])\s*[分星]?[。!!~]*$/;
const NO = /^(没解决|没有解决|未解决|没好|没修好|没弄好|没有?[,,。!!]|没有?$|还没|还是|不行|没用)/;
const YES = /^(已?解决了?|好了|修好了|弄好了|可以了|没问题|搞定|好啦|行了)/;
const LONGEST_YES = 20;

/** What someone answers in their own words when asked whether it is solved, or for stars; null when it is no answer. */
export function readVerdict(text: string): Verdict | null {
  const line = text.normalize("NFKC").trim();
  const stars = STARS.exec(line)?.[1];
  if (stars) return { deed: "rate", text: stars };
  if (NO.test(line)) return { deed: "dispute", text: line };
  return YES.test(line) && line.length <= LONGEST_YES ? { deed: "confirm", text: "" } : null;
}
