// Which statements a connection keeps ready, so that Postgres need not read and plan them each time.

/** A list of another length is another statement: what is said once only is not worth keeping. */
const MOST_KEPT = 300;
const MOST_SEEN = 1_000;

/**
 * Returns the name of a statement for the connections of one pool: the same text has the same name; without a name, one
 * is not kept.
 */
export function statementNames(): (statement: { sql: string }) => string {
  const names = new Map<string, string>();
  const seen = new Set<string>();
  return ({ sql }) => {
    const known = names.get(sql);
    if (known !== undefined) return known;
    if (names.size >= MOST_KEPT) return "";
    if (seen.delete(sql)) {
      const name = `s${names.size}`;
      names.set(sql, name);
      return name;
    }
    if (seen.size >= MOST_SEEN) seen.clear();
    seen.add(sql);
    return "";
  };
}
