// What is counted of a committee's work, and the three rates made of it. A rate is never shown without its counts.

/** So many of so many. */
export type Share = { part: number; whole: number };

export type Figures = {
  total: number;
  open: number;
  ended: number;
  withdrawn: number;
  /** Past the answer or the result limit. */
  overdue: number;
  /** How many ratings there are, and the sum of their stars. */
  rated: number;
  stars: number;
  /**
   * 响应率: tickets that a person answered by the limit, of those whose answer was given or due. Where one had to be
   * answered anew its last turn counts. Withdrawn and merged ones are left out.
   */
  answered: Share;
  /**
   * 解决率: tickets whose last closing was 已解决 and was confirmed by the first reporter, or ended without anybody
   * saying no; of all whose closing was confirmed, ended or disputed. One that waits for its answer is left out until it
   * has one; one that is being done again counts as not solved.
   */
  solved: Share;
  /** 满意率: ratings of 3 to 5 stars, of all ratings: of every closing and every person. */
  satisfied: Share;
};
export type CommitteeFigures = { committeeId: number; figures: Figures };

const NONE: Share = { part: 0, whole: 0 };
const ZERO: Figures = {
  total: 0,
  open: 0,
  ended: 0,
  withdrawn: 0,
  overdue: 0,
  rated: 0,
  stars: 0,
  answered: NONE,
  solved: NONE,
  satisfied: NONE,
};

/** The figures of several committees together. */
export function summed(all: readonly Figures[]): Figures {
  return all.reduce(
    (sum, one) => ({
      total: sum.total + one.total,
      open: sum.open + one.open,
      ended: sum.ended + one.ended,
      withdrawn: sum.withdrawn + one.withdrawn,
      overdue: sum.overdue + one.overdue,
      rated: sum.rated + one.rated,
      stars: sum.stars + one.stars,
      answered: both(sum.answered, one.answered),
      solved: both(sum.solved, one.solved),
      satisfied: both(sum.satisfied, one.satisfied),
    }),
    ZERO,
  );
}

/** A share as staff read it, 18/20(90%); without a rate where there is nothing to count. Only all of it is 100%. */
export function shown({ part, whole }: Share): string {
  if (whole === 0) return "0/0";
  const percent = part === whole ? 100 : Math.min(99, Math.round((100 * part) / whole));
  return `${part}/${whole}(${percent}%)`;
}

function both(a: Share, b: Share): Share {
  return { part: a.part + b.part, whole: a.whole + b.whole };
}
