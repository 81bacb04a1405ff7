// A community file is either right as a whole or refused with every defect named.
import { CommunityFile } from "./community.ts";

type Found = { file: CommunityFile } | { defects: string[] };

/** Checks a parsed community file: its shape, and that every code it refers to exists. Defects read `path: expected …`. */
export function checkCommunity(input: unknown): Found {
  const parsed = CommunityFile.safeParse(input);
  if (!parsed.success) {
    return {
      defects: parsed.error.issues.map((issue) => `${issue.path.join(".") || "file"}: ${issue.message}`),
    };
  }
  const defects = [...references(parsed.data), ...twice(parsed.data), ...leads(parsed.data)];
  return defects.length > 0 ? { defects } : { file: parsed.data };
}

function references(file: CommunityFile): string[] {
  const known = {
    estate: new Set(file.estates.map((estate) => estate.code)),
    grid: new Set(file.grids.map((grid) => grid.code)),
    committee: new Set<string>(file.committees.map((committee) => committee.code)),
    member: new Set(file.members.map((member) => member.account)),
  };
  const defects: string[] = [];
  const need = (kind: keyof typeof known, code: string | undefined, path: string) => {
    if (code !== undefined && !known[kind].has(code)) {
      defects.push(`${path}: expected a ${kind} of this file (${[...known[kind]].join(", ")}), got ${code}`);
    }
  };
  file.grids.forEach((grid, i) => need("estate", grid.estate, `grids.${i}.estate`));
  file.buildings.forEach((building, i) => {
    need("estate", building.estate, `buildings.${i}.estate`);
    need("grid", building.grid, `buildings.${i}.grid`);
  });
  file.members.forEach((member, i) => {
    need("committee", member.committee, `members.${i}.committee`);
    member.grids.forEach((grid, j) => need("grid", grid, `members.${i}.grids.${j}`));
  });
  file.duties.forEach((duty, i) => {
    need("committee", duty.committee, `duties.${i}.committee`);
    need("grid", duty.grid, `duties.${i}.grid`);
  });
  file.shifts.forEach((shift, i) => {
    need("committee", shift.committee, `shifts.${i}.committee`);
    need("member", shift.member, `shifts.${i}.member`);
  });
  file.groups.forEach((group, i) => need("estate", group.estate, `groups.${i}.estate`));
  return defects;
}

function twice(file: CommunityFile): string[] {
  const lists: [string, string[]][] = [
    ["estates", file.estates.map((estate) => estate.code)],
    ["grids", file.grids.map((grid) => grid.code)],
    ["committees", file.committees.map((committee) => committee.code)],
    ["accounts", [...file.members, ...file.residents].map((person) => person.account)],
    ["groups", file.groups.map((group) => group.id)],
    [
      "buildings",
      file.buildings.flatMap((entry) => entry.numbers.map((number) => `${entry.estate}/${number}`)),
    ],
  ];
  return lists.flatMap(([name, codes]) =>
    codes
      .filter((code, index) => codes.indexOf(code) !== index)
      .map((code) => `${name}: expected each once, got ${code} twice`),
  );
}

function leads(file: CommunityFile): string[] {
  return file.committees
    .filter((committee) => !file.members.some((m) => m.committee === committee.code && m.role === "lead"))
    .map((committee) => `committees: expected a lead among the members for ${committee.code}, got none`);
}
