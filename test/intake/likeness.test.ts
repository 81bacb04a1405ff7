import { describe, expect, test } from "vitest";
import { likeAccount, likeRoom, newIds } from "#src/intake/likeness.ts";
import type { KnownAccount, KnownRoom, Namesake, Newcomer } from "#src/intake/likeness.ts";

const LOGIN = new Date("2026-11-23T09:00:00+08:00");
const BEFORE = new Date("2026-11-22T09:00:00+08:00");
const contact = (id: string, stable: string | null) => ({ id, stable });
const account = (accountId: number, id: string, stable: string | null, loginAt: Date | null = BEFORE) => ({
  accountId,
  id,
  stable,
  loginAt,
});

describe("an account goes by a new id where its mark says so", () => {
  const A = account(1, "old", "h");
  test.each<[string, ReturnType<typeof contact>[], KnownAccount[], object[]]>([
    ["one mark, one account", [contact("new", "h")], [A], [{ accountId: 1, to: "new" }]],
    [
      "also one never seen under any login",
      [contact("new", "h")],
      [account(1, "old", "h", null)],
      [{ accountId: 1, to: "new" }],
    ],
    [
      "where the new id has spoken already without its mark",
      [contact("new", "h")],
      [A, account(2, "new", null)],
      [{ accountId: 1, to: "new" }],
    ],
    ["not without a mark", [contact("new", null)], [A], []],
    ["not where it has that id already", [contact("old", "h")], [A], []],
    ["not where its own id was seen since", [contact("new", "h")], [account(1, "old", "h", LOGIN)], []],
    ["not where its own id is there as well", [contact("new", "h"), contact("old", null)], [A], []],
    ["not where two contacts have the mark", [contact("new", "h"), contact("newer", "h")], [A], []],
    ["not where two accounts have the mark", [contact("new", "h")], [A, account(2, "older", "h")], []],
    [
      "not where the new id had a mark of its own",
      [contact("new", "h")],
      [A, account(2, "new", "other")],
      [],
    ],
    ["not where the new id had this mark before", [contact("new", "h")], [A, account(2, "new", "h")], []],
  ])("%s", (_, contacts, known, wanted) => {
    expect(newIds(contacts, known, LOGIN)).toEqual(wanted);
  });
});

describe("a name alone never makes two accounts one", () => {
  const fresh: Newcomer = { name: "张阿姨", stable: null, loginAt: LOGIN };
  const known: Namesake = { names: ["张阿姨"], stable: null, loginAt: BEFORE, here: true };
  test.each<[string, Partial<Newcomer>, Partial<Namesake>, string]>([
    ["the same name in the same chat", {}, {}, "unsure"],
    ["by the name they had first", {}, { names: ["花开富贵", "张阿姨"] }, "unsure"],
    ["never seen under any login", {}, { loginAt: null }, "unsure"],
    ["only one of them shows a mark", { stable: "h" }, {}, "unsure"],
    ["seen since the login", {}, { loginAt: LOGIN }, "new"],
    ["another name", {}, { names: ["张叔叔"] }, "new"],
    ["no name", { name: "" }, { names: [""] }, "new"],
    ["two marks", { stable: "h" }, { stable: "g" }, "new"],
    ["the same name elsewhere", {}, { here: false }, "new"],
    [
      "the same name elsewhere, with its flat",
      { name: "3-2-501 张" },
      { names: ["3-2-501 张"], here: false },
      "unsure",
    ],
    ["a date is no flat", { name: "2026-11-2 张" }, { names: ["2026-11-2 张"], here: false }, "new"],
  ])("%s: %#", (_, change, other, wanted) => {
    expect(likeAccount({ ...fresh, ...change }, { ...known, ...other })).toBe(wanted);
  });
});

describe("a group is known again by who is in it", () => {
  const marked = (...names: string[]) => names.map((name) => contact(`new-${name}`, name));
  const spoke = (...names: string[]) => names.map((name) => contact(`old-${name}`, name));
  const room = (speakers: KnownRoom["speakers"], change: Partial<KnownRoom> = {}): KnownRoom => ({
    loginAt: BEFORE,
    leftAt: null,
    speakers,
    ...change,
  });
  const mute = (...ids: string[]) => ids.map((id) => contact(id, null));
  test.each<[string, KnownRoom["speakers"] | null, KnownRoom, string]>([
    ["mostly the same people", marked("a", "b", "c", "x"), room(spoke("a", "b", "c", "d")), "same"],
    ["the same ids", mute("a", "b", "c"), room(mute("a", "b", "c")), "same"],
    ["two alone prove nothing", marked("a", "b"), room(spoke("a", "b")), "unsure"],
    ["nobody has a mark", mute("n1", "n2", "n3"), room(mute("o1", "o2", "o3")), "unsure"],
    [
      "few of many have a mark",
      [...marked("a", "b", "c"), ...mute("n")],
      room([...spoke("a", "b", "c"), ...mute("1", "2", "3", "4")]),
      "unsure",
    ],
    [
      "most members show no mark any more",
      [...marked("a"), ...mute("n1", "n2", "n3")],
      room(spoke("a", "b", "c", "d")),
      "unsure",
    ],
    ["members are not told", null, room(spoke("a", "b", "c")), "unsure"],
    ["other people", marked("x", "y", "z"), room(spoke("a", "b", "c")), "new"],
    ["half of them", marked("a", "b", "x"), room(spoke("a", "b", "c", "d")), "new"],
    [
      "the old one was heard since",
      marked("a", "b", "c"),
      room(spoke("a", "b", "c"), { loginAt: LOGIN }),
      "new",
    ],
    ["left before the login", marked("a", "b", "c"), room(spoke("a", "b", "c"), { leftAt: BEFORE }), "new"],
    ["gone since the login", marked("a", "b", "c"), room(spoke("a", "b", "c"), { leftAt: LOGIN }), "same"],
  ])("%s", (_, members, known, wanted) => {
    expect(likeRoom({ members, loginAt: LOGIN }, known)).toBe(wanted);
  });
});
