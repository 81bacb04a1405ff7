// Work in lanes: what belongs together is done in order, the rest side by side.

export type Lanes = {
  /** Does the work when all that came before it in its lane is done, at most `width` lanes at a time. */
  run<T>(lane: string, work: () => Promise<T>): Promise<T>;
  /** Resolves when nothing is under way. */
  idle(): Promise<void>;
};

/** `width`: Infinity where any number of lanes may be at work. */
export function openLanes(width: number): Lanes {
  const ends = new Map<string, Promise<void>>();
  const queue: (() => void)[] = [];
  let free = width;

  const enter = () =>
    new Promise<void>((resolve) => {
      if (free === 0) {
        queue.push(resolve);
      } else {
        free -= 1;
        resolve();
      }
    });
  const leave = () => {
    const next = queue.shift();
    if (next) next();
    else free += 1;
  };

  return {
    run(lane, work) {
      const before = ends.get(lane) ?? Promise.resolve();
      const result = before.then(enter).then(work).finally(leave);
      const end = result.then(
        () => {},
        () => {},
      );
      ends.set(lane, end);
      void end.then(() => {
        if (ends.get(lane) === end) ends.delete(lane);
      });
      return result;
    },
    async idle() {
      while (ends.size > 0) await Promise.all(ends.values());
    },
  };
}
