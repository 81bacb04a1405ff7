import type { Role } from "#src/words.ts";
import { COMMANDS } from "./command.ts";
import type { CommandName } from "./command.ts";
import { MAY, MAY_ASK } from "./permit.ts";
import type { Relation } from "./permit.ts";

/** What one can be to a ticket by holding an office. */
const BY_ROLE: Record<Role, readonly Relation[]> = {
  lead: ["committee", "lead", "assignee", "assisting"],
  member: ["committee", "assignee", "assisting"],
  grid_worker: ["grid"],
  staff: ["staff", "staff_in_charge"],
  admin: ["admin"],
};
/** Everybody may ask, but only who holds an office has something to hear. */
const OF_OFFICES: readonly CommandName[] = ["todo"];
/** 单 and 查 are one command; a menu shows it once. Telegram itself shows start. */
const SHOWN_ELSEWHERE: readonly CommandName[] = ["ticket", "start"];

/** The commands that are of use to somebody with these roles (none: a resident), what their office does first. */
export function menuFor(roles: readonly Role[]): CommandName[] {
  const all = (Object.keys(COMMANDS) as CommandName[]).filter((name) => !SHOWN_ELSEWHERE.includes(name));
  const own = all.filter((name) => roles.some((role) => isOf(role, name)));
  return [...new Set([...own, ...all.filter(isOfResidents)])];
}

function isOf(role: Role, name: CommandName): boolean {
  if (name in MAY) return meets(name as keyof typeof MAY, BY_ROLE[role]);
  const roles = askedBy(name);
  return roles === null ? OF_OFFICES.includes(name) : roles.includes(role);
}

function isOfResidents(name: CommandName): boolean {
  if (name in MAY) return meets(name as keyof typeof MAY, ["reporter"]);
  return askedBy(name) === null && !OF_OFFICES.includes(name);
}

function askedBy(name: CommandName): readonly Role[] | null {
  return name in MAY_ASK ? MAY_ASK[name as keyof typeof MAY_ASK] : [];
}

function meets(name: keyof typeof MAY, held: readonly Relation[]): boolean {
  return (MAY[name] as readonly Relation[]).some((relation) => held.includes(relation));
}

/** The command's English word, where only a–z are allowed. */
export function aliasOf(name: CommandName): string {
  const words: readonly string[] = COMMANDS[name].words;
  return words.find((word) => /^[a-z0-9_]+$/.test(word)) ?? "";
}
