export type Verdict = {
  deed: "confirm" | "dispute" | "rate";
  text: string;
  /** It says so by itself; the others are an answer only where something has just been asked. */
  plain?: boolean;
};

const STARS = /^([1-5])\s*[分星]?[。!!~]*$/;
const GRADES: Record<string, string> = { 非常满意: "5", 满意: "4", 基本满意: "3" };
const GRADE = /^(非常满意|基本满意|满意)[了的]?[。!!~]*$/;
/** Who is not satisfied has been served badly: more than a grade. */
const UNSATISFIED = /^(非常)?不满意/;
const NO = /^(没解决|没有解决|未解决|没好|没修好|没弄好|没有?[,,。!!]|没有?$|还没|还是|不行|没用)/;
const PLAIN = /没解决|没有解决|未解决|没修好|没弄好|没好|还是(没|不|老样子|坏)|又坏|又漏/;
/** Beside these, thanks are mere manners. */
const NOT_YET = /还没(?!来得及|谢)|不行|没用/;
const THANKS = /谢|辛苦|感激|点赞/;
const YES = /^(已?解决了?|好了|修好了|弄好了|可以了|没问题|搞定|好啦|行了)/;
const LONGEST_YES = 20;

const STILL =
  /还(?:在|没|是|不|堆|漏|响|坏|有(?:一|几|两|半|点|些))|仍|依旧|照样|照旧|老样子|没(?:清|搬|弄|修|收|拆|换|动|扫)|只(?:清|修|弄|搬|换)了|一半/;
const BESIDES = /还有(?!一|几|两|半|点|些)|另外|对了|顺便|再说一|再报/;

/** Whether words tell what is not done yet ("后面那堆还在"), and of nothing besides ("还有门禁也坏了"). */
export function isStill(text: string): boolean {
  return STILL.test(text) && !BESIDES.test(text);
}

/**
 * What someone answers in their own words when asked whether it is solved, or for stars; null when it is no answer.
 * Thanks are never a no, unless it says plainly what is not solved.
 */
export function readVerdict(text: string): Verdict | null {
  const written = text.trim();
  const line = written.normalize("NFKC");
  const stars = STARS.exec(line)?.[1] ?? GRADES[GRADE.exec(line)?.[1] ?? ""];
  if (stars) return { deed: "rate", text: stars };
  const plain = PLAIN.test(line);
  // The words as they were written, so that they are found again when their writer takes them back.
  const no = { deed: "dispute", text: written, ...(plain ? { plain } : {}) } as const;
  if (NO.test(line) && (plain || NOT_YET.test(line) || !THANKS.test(line))) return no;
  if (UNSATISFIED.test(line)) return no;
  return YES.test(line) && line.length <= LONGEST_YES ? { deed: "confirm", text: "" } : null;
}
