import type { Category, CommitteeCode } from "#src/words.ts";
import type { CommunityFile } from "./community.ts";
import { isWhole, keyed, twice } from "./file-lists.ts";

/** The committee that a category's flow names. */
export type Answering = { code: Category; committee: CommitteeCode };

/** What is wrong with the offices of a file, which may have holes: doubles, leads, roles, shifts of strangers, and categories nobody answers for. */
export function checkOffices(file: CommunityFile, categories: readonly Answering[]): string[] {
  return [
    ...doubles(file),
    ...roles(file),
    ...leads(file),
    ...strangers(file),
    ...unanswered(file, categories),
  ];
}

/** An account may hold several offices, but one in a committee, and one outside committees. */
export function officeKey(member: { account: string; committee?: string | undefined }): string {
  return member.committee === undefined ? member.account : `${member.account} of ${member.committee}`;
}

function doubles(file: CommunityFile): string[] {
  const members = new Set(file.members.map((member) => member.account));
  const accounts = [...members, ...file.residents.map((resident) => resident.account)];
  const code = (list: string) => (entry: { code: string }, i: number) => [
    { key: entry.code, path: `${list}.${i}.code` },
  ];
  const defects = [
    ...twice("calendar", keyed(file.calendars, code("calendars"))),
    ...twice("committee", keyed(file.committees, code("committees"))),
    ...twice(
      "office",
      keyed(file.members, (member, i) => [{ key: officeKey(member), path: `members.${i}` }]),
    ),
    ...twice(
      "duty",
      keyed(file.duties, ({ category, grid }, i) => [
        { key: grid === undefined ? category : `${category} in ${grid}`, path: `duties.${i}` },
      ]),
    ),
    ...twice(
      "resident",
      keyed(file.residents, ({ account }, i) => [{ key: account, path: `residents.${i}.account` }]),
    ),
  ];
  file.residents.forEach(({ account }, i) => {
    if (members.has(account)) defects.push(`residents.${i}.account: expected no member, got ${account}`);
  });
  file.groups.forEach(({ id }, i) => {
    if (accounts.includes(id)) defects.push(`groups.${i}.id: expected an id that is no account, got ${id}`);
  });
  return defects;
}

const COMMITTEE_ROLES = new Set(["lead", "member"]);
const HOUSE_ROLES = new Set(["staff", "admin"]);

function roles(file: CommunityFile): string[] {
  const names = new Map<string, string>();
  const defects: string[] = [];
  file.members.forEach(({ account, name, role, committee }, i) => {
    if (COMMITTEE_ROLES.has(role) && committee === undefined)
      defects.push(`members.${i}.committee: expected a committee for a ${role}, got nothing`);
    if (HOUSE_ROLES.has(role) && committee !== undefined)
      defects.push(`members.${i}.committee: expected none for ${role}, got ${committee}`);
    const before = names.get(account) ?? name;
    if (before !== name) defects.push(`members.${i}.name: expected ${before} as before, got ${name}`);
    names.set(account, before);
  });
  return defects;
}

function leads(file: CommunityFile): string[] {
  const defects: string[] = [];
  file.committees.forEach(({ code }, i) => {
    const found = file.members.filter((member) => member.committee === code && member.role === "lead");
    const accounts = found.map((member) => member.account).join(", ");
    if (found.length > 1 || (found.length === 0 && isWhole(file.members)))
      defects.push(
        `committees.${i}: expected one lead among the members for ${code}, got ${accounts || "none"}`,
      );
  });
  return defects;
}

function strangers(file: CommunityFile): string[] {
  const offices = new Set(file.members.map((member) => officeKey(member)));
  const accounts = new Set(file.members.map((member) => member.account));
  const defects: string[] = [];
  file.shifts.forEach(({ member: account, committee }, i) => {
    if (accounts.has(account) && !offices.has(officeKey({ account, committee })))
      defects.push(`shifts.${i}.member: expected a member of ${committee}, got ${account}`);
  });
  return defects;
}

/** A category goes where the list of duties says for the whole community, else where its flow says. */
function unanswered(file: CommunityFile, categories: readonly Answering[]): string[] {
  if (!isWhole(file.committees) || !isWhole(file.duties)) return [];
  const committees = new Set<string>(file.committees.map((committee) => committee.code));
  const listed = new Set<string>(
    file.duties.filter((duty) => duty.grid === undefined).map((duty) => duty.category),
  );
  return categories
    .filter(({ code, committee }) => !listed.has(code) && !committees.has(committee))
    .map(
      ({ code, committee }) =>
        `duties: expected a committee for ${code}, since there is no ${committee}; got none`,
    );
}
