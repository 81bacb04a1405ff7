// Whether somebody, or a group, that comes with a new id is one that is known: the same, not sure, or new. Pure.
import type { Contact } from "#src/message.ts";

export type Likeness = "same" | "unsure" | "new";

export type KnownAccount = Contact & {
  accountId: number;
  /** The login under which its id was last seen. */
  loginAt: Date | null;
};

/** A known account that goes by another id now. */
export type NewId = { accountId: number; to: string };

/** So many people of a group must be found again before their number says anything. */
const FEW = 3;
/** A name that says in which flat somebody lives, such as 3-2-501 张. */
const DOOR = /\d{1,3}\D{1,3}\d{1,2}\D{1,3}\d{3,4}(?!\d)/u;

/** Whether an id was seen under this login: then it is nobody's old one. */
export function isSeen({ loginAt }: { loginAt: Date | null }, login: Date): boolean {
  return loginAt !== null && loginAt >= login;
}

/**
 * Which known accounts go by the ids of these contacts now: those with the same stable mark, where it is one contact's and
 * one account's alone and the account's own id was not seen under this login. Everything else is left as it is.
 */
export function newIds(contacts: readonly Contact[], known: readonly KnownAccount[], login: Date): NewId[] {
  const present = new Set(contacts.map(({ id }) => id));
  const byMark = new Map<string, Set<string>>();
  for (const { id, stable } of contacts)
    if (stable !== null) byMark.set(stable, (byMark.get(stable) ?? new Set()).add(id));
  return [...byMark].flatMap(([stable, ids]) => {
    const [to = "", ...more] = ids;
    const [account, ...others] = known.filter((one) => one.stable === stable);
    if (!account || more.length > 0 || others.length > 0 || account.id === to) return [];
    // An id that is seen with a mark of its own is somebody else's.
    const isTaken = known.some(({ id, stable: own }) => id === to && own !== null);
    if (isTaken || present.has(account.id) || isSeen(account, login)) return [];
    return [{ accountId: account.accountId, to }];
  });
}

/** `names`: under which it is known. */
export type Namesake = {
  names: string[];
  stable: string | null;
  loginAt: Date | null;
  /** Whether they have spoken in the same chat. */
  here: boolean;
};
export type Newcomer = { name: string; stable: string | null; loginAt: Date };

/** Whether an account that is new may be one that is known. A name proves nothing: the answer is never "same". */
export function likeAccount(fresh: Newcomer, known: Namesake): Likeness {
  if (isSeen(known, fresh.loginAt) || fresh.name === "") return "new";
  // Two marks that differ, or are both there and alike, leave nothing to be asked.
  if (fresh.stable !== null && known.stable !== null) return "new";
  if (!known.names.includes(fresh.name)) return "new";
  return known.here || DOOR.test(fresh.name) ? "unsure" : "new";
}

export type KnownRoom = {
  loginAt: Date | null;
  /** Since when the bot is not in it. */
  leftAt: Date | null;
  /** Those who have spoken there. */
  speakers: Contact[];
};

/** Whether a group that is new is one of the same title that is known; `members`: null where nobody can be told. */
export function likeRoom(
  fresh: { members: readonly Contact[] | null; loginAt: Date },
  known: KnownRoom,
): Likeness {
  if (isSeen(known, fresh.loginAt)) return "new";
  // What the bot had been thrown out of before the login does not come back by it.
  if (known.leftAt !== null && known.leftAt < fresh.loginAt) return "new";
  const members = fresh.members ?? [];
  const ids = new Set(members.map(({ id }) => id));
  const marks = new Set(members.flatMap(({ stable }) => stable ?? []));
  const isFound = ({ id, stable }: Contact) => ids.has(id) || (stable !== null && marks.has(stable));
  const found = known.speakers.filter(isFound).length;
  // Who is not found may be there by another id, unless most members show their marks and theirs is not among them.
  const telling = marks.size * 2 > members.length;
  const comparable = known.speakers.filter((one) => isFound(one) || (telling && one.stable !== null));
  if (found >= FEW && found * 2 > known.speakers.length) return "same";
  return comparable.length >= FEW && found * 2 <= comparable.length ? "new" : "unsure";
}
