// Postgres refuses to run as root: this finds the user it runs as instead, and what that user can reach.
import { readFileSync, statSync } from "node:fs";
import { dirname } from "node:path";

export type Owner = { uid: number; gid: number; name: string };

/**
 * The user to run Postgres as, or null for the one we are. Only root needs another: the owner of the
 * data folder if it exists already, else `postgres`, else `nobody`.
 */
export function postgresOwner(data: string): Owner | null {
  if (process.getuid?.() !== 0) return null;
  const users = readUsers();
  const owner = statSync(data, { throwIfNoEntry: false });
  if (owner && owner.uid !== 0) {
    const name = users.find((user) => user.uid === owner.uid)?.name ?? `uid ${owner.uid}`;
    return { uid: owner.uid, gid: owner.gid, name };
  }
  const user = ["postgres", "nobody"].flatMap((name) => users.filter((one) => one.name === name))[0];
  return user ?? { uid: 65534, gid: 65534, name: "nobody" };
}

/** The first folder on the way to `path` (itself included) that `owner` may not pass, or null. */
export function blockedAt(path: string, owner: Owner): string | null {
  const parents = dirname(path) === path ? null : blockedAt(dirname(path), owner);
  if (parents !== null) return parents;
  const stat = statSync(path, { throwIfNoEntry: false });
  if (!stat) return null;
  return (stat.mode & passBit(stat, owner)) === 0 ? path : null;
}

function passBit(folder: { uid: number; gid: number }, owner: Owner): number {
  if (folder.uid === owner.uid) return 0o100;
  return folder.gid === owner.gid ? 0o010 : 0o001;
}

function readUsers(): Owner[] {
  const lines = readFileSync("/etc/passwd", "utf8").split("\n");
  return lines.flatMap((line) => {
    const [name, , uid, gid] = line.split(":");
    return name && uid && gid ? [{ name, uid: Number(uid), gid: Number(gid) }] : [];
  });
}
