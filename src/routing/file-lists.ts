// The lists of a community file, in which an entry that is wrong itself is a hole.

/** An entry's key, and the path to it that a defect names. */
export type Keyed = { key: string; path: string };

/** One defect for each entry whose key has come before; `what` says what a key is. */
export function twice(what: string, entries: Keyed[]): string[] {
  const seen = new Set<string>();
  return entries.flatMap(({ key, path }) => {
    const again = seen.has(key);
    seen.add(key);
    return again ? [`${path}: expected each ${what} once, got ${key} again`] : [];
  });
}

/** Takes a list that may have holes; returns what `keys` makes of each entry, with its place. */
export function keyed<T>(list: T[], keys: (entry: T, index: number) => Keyed[]): Keyed[] {
  const all: Keyed[] = [];
  list.forEach((entry, index) => all.push(...keys(entry, index)));
  return all;
}

/** Whether every entry of a list can be looked at. */
export function isWhole(list: unknown[]): boolean {
  return Object.keys(list).length === list.length;
}
