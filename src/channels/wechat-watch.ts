// Whether WeChat still hears: what is not heard is lost, so a connection that has gone quiet is made anew. Pure.

export type Watch = {
  /** Null while nobody is logged in. */
  loggedInAt: Date | null;
  beatAt: Date | null;
  heardAt: Date | null;
  /** When messages of groups came within the hour before the last one. */
  heard: Date[];
  /** When it was last made anew. */
  madeAt: Date;
  /** Whether the connection has failed since it was last made. */
  broken: boolean;
  /** Since when messages may have been lost; null while all is well. */
  deafSince: Date | null;
  /** When an earlier run of the house surely heard last; null when there was none, or since the first login. */
  before: Date | null;
};

export type WatchSettings = {
  /** No sign of life of the gateway for so long. */
  beatMs: number;
  /** No message for so long where there were many. */
  silentMs: number;
};

const HOUR = 3_600_000;
/** So many messages within an hour make a group lively. */
const LIVELY = 20;
const AGAIN_MS = 60_000;
/** A gap shorter than this is none: nobody writes in it. */
const GAP_MS = 60_000;
/** Of an earlier run it is known to the minute when it heard last, and a house that only starts anew is back soon. */
const RESTART_MS = 3 * 60_000;

/** `before`: when an earlier run of the house surely heard last. */
export function newWatch(now: Date, before: Date | null = null): Watch {
  return {
    loggedInAt: null,
    beatAt: null,
    heardAt: null,
    heard: [],
    madeAt: now,
    broken: false,
    deafSince: null,
    before,
  };
}

export type Happening = "beat" | "group" | "private" | "login" | "logout" | "lost" | "made";

/** The watch after something has happened. */
export function watched(watch: Watch, happening: Happening, now: Date): Watch {
  const alive = { ...watch, beatAt: now };
  switch (happening) {
    case "beat":
      return alive;
    case "private":
      return { ...alive, heardAt: now };
    case "group":
      return { ...alive, heardAt: now, heard: [...lately(watch.heard, now), now] };
    case "login":
      return { ...alive, loggedInAt: now, heardAt: now, broken: false, deafSince: null, before: null };
    case "logout":
      return { ...watch, loggedInAt: null, deafSince: watch.deafSince ?? lastSign(watch) };
    case "lost":
      return { ...watched(watch, "logout", now), broken: true };
    case "made":
      return { ...watch, madeAt: now, beatAt: now, broken: false };
    default: {
      const never: never = happening;
      throw new Error(`unknown happening ${String(never)}`);
    }
  }
}

function lately(heard: readonly Date[], now: Date): Date[] {
  return heard.filter((at) => now.getTime() - at.getTime() < HOUR);
}

/** When it surely heard last; null before the first login. */
function lastSign({ loggedInAt, beatAt, heardAt }: Watch): Date | null {
  if (loggedInAt === null) return null;
  return new Date(Math.max(beatAt?.getTime() ?? 0, heardAt?.getTime() ?? 0, loggedInAt.getTime()));
}

/** Whether the connection is to be made anew now, and why. */
export function isDeaf(
  watch: Watch,
  { beatMs, silentMs }: WatchSettings,
  now: Date,
): "beat" | "silent" | null {
  if (now.getTime() - watch.madeAt.getTime() < Math.min(AGAIN_MS, beatMs)) return null;
  const since = (at: Date | null) => now.getTime() - (at ?? watch.madeAt).getTime();
  if (watch.loggedInAt === null) {
    const waits = watch.deafSince !== null && since(watch.madeAt) >= beatMs;
    return watch.broken || waits ? "beat" : null;
  }
  if (since(watch.beatAt) >= beatMs) return "beat";
  const lively = watch.heard.filter((at) => since(at) < HOUR + silentMs).length >= LIVELY;
  return lively && since(watch.heardAt) >= silentMs ? "silent" : null;
}

/** Since when messages may have been lost; null while all is well. */
export function unheardSince({ before, deafSince }: Watch): Date | null {
  return before ?? deafSince;
}

/** Whether it surely hears at this moment: such a moment is to be remembered. */
export function isHearing(watch: Watch, settings: WatchSettings, now: Date): boolean {
  return watch.loggedInAt !== null && unheardSince(watch) === null && isDeaf(watch, settings, now) === null;
}

/** How long nothing was heard, at a login; null when that is not worth a word. In milliseconds. */
export function gapAt(watch: Watch, now: Date): { since: Date; ms: number } | null {
  const since = unheardSince(watch);
  if (since === null) return null;
  const ms = now.getTime() - since.getTime();
  return ms >= (watch.before === null ? GAP_MS : RESTART_MS) ? { since, ms } : null;
}
