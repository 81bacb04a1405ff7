// The connection to the puppet: its login, and the watchdog that makes it anew when it has gone quiet.
import type { Clock } from "#src/clock.ts";
import { faultName } from "#src/errors.ts";
import type { Log } from "#src/log.ts";
import { BEGINNING, LOGGED_IN, LOGGED_OUT, READY, failed, failureOf, scanned } from "./wechat-login.ts";
import type { LoginState, LoginStatus } from "./wechat-login.ts";
import type { Puppet } from "./wechat-puppet.ts";
import { within } from "./wechat-time.ts";
import type { Signs } from "./wechat-signs.ts";
import { gapAt, isDeaf, isHearing, newWatch, unheardSince, watched } from "./wechat-watch.ts";
import type { Happening, Watch, WatchSettings } from "./wechat-watch.ts";

export type ConnectOptions = {
  puppet: Puppet;
  clock: Clock;
  log: Log;
  /** For operators, in the terminal: a QR code to scan, or what is wrong. */
  announce(state: LoginState): void;
  watch: WatchSettings & { everyMs: number };
  signs: Pick<Signs, "last" | "keep">;
  /** For so long after the start a login is waited for before operators hear of it. */
  loginMs: number;
};
export type Connection = {
  /** Begins, and waits for no login; `missed` is told since when nothing was heard, after a gap. */
  start(missed: (since: Date) => void): Promise<void>;
  stop(): Promise<void>;
  happens(what: Happening): void;
  login(): LoginState;
  status(): LoginStatus;
};

const ANSWER_MS = 15_000;
/** So often at most it is written down that all is well. */
const KEEP_MS = 60_000;

type Line = ConnectOptions & {
  state: LoginState;
  since: Date;
  seen: Watch;
  gap: LoginStatus["gap"];
  keptAt: Date | null;
  isOn: boolean;
  remaking: boolean;
};

/** The connection of a puppet that has not been started. */
export function connection(options: ConnectOptions): Connection {
  const { puppet, clock, loginMs } = options;
  const line: Line = {
    ...options,
    state: BEGINNING,
    since: clock.now(),
    gap: null,
    keptAt: null,
    seen: newWatch(clock.now()),
    isOn: false,
    remaking: false,
  };
  let timers: NodeJS.Timeout[] = [];
  return {
    happens: (what) => happens(line, what),
    login: () => line.state,
    status: () => ({
      ...line.state,
      since: line.since,
      deafSince: unheardSince(line.seen),
      gap: line.gap,
    }),
    start: async (missed) => {
      line.isOn = true;
      line.seen = newWatch(clock.now(), await heardBefore(line));
      puppet.on("heartbeat", () => happens(line, "beat"));
      puppet.on("dong", () => happens(line, "beat"));
      puppet.on("scan", (payload: { status: number; qrcode?: string }) => become(line, scanned(payload)));
      puppet.on("login", () => {
        const gap = gapAt(line.seen, clock.now());
        happens(line, "login");
        become(line, LOGGED_IN);
        if (!gap) return;
        line.gap = { from: gap.since, until: clock.now() };
        missed(gap.since);
      });
      puppet.on("logout", () => {
        happens(line, "logout");
        become(line, LOGGED_OUT);
      });
      puppet.on("error", (error: unknown) => fail(line, error));
      const impatient = setTimeout(() => {
        if (line.state === BEGINNING) become(line, failed(`no login within ${loginMs / 1000} s`));
      }, loginMs);
      timers = [impatient, setInterval(() => look(line), options.watch.everyMs)];
      puppet.start().catch((error: unknown) => fail(line, error));
    },
    stop: async () => {
      await keep(line);
      line.isOn = false;
      for (const timer of timers) clearInterval(timer);
      await within(puppet.stop(), ANSWER_MS).catch(() => {});
    },
  };
}

async function heardBefore({ signs, log }: Line): Promise<Date | null> {
  try {
    return await signs.last();
  } catch (error) {
    log.warn({ channel: "wechat", error: faultName(error) }, "it is not known when it was heard last");
    return null;
  }
}

/** Writes down that it hears, for the time after a restart. */
async function keep(line: Line): Promise<void> {
  const now = line.clock.now();
  if (!isHearing(line.seen, line.watch, now)) return;
  line.keptAt = now;
  await line.signs.keep(now).catch((error: unknown) => {
    line.log.warn({ channel: "wechat", error: faultName(error) }, "not kept when it was heard last");
  });
}

function happens(line: Line, what: Happening): void {
  line.seen = watched(line.seen, what, line.clock.now());
}

function become(line: Line, state: LoginState): void {
  const isNew = state.text !== line.state.text || state.qrCode !== line.state.qrCode;
  if (isNew) line.since = line.clock.now();
  line.state = state;
  if (isNew && line.isOn) line.announce(state);
}

function fail(line: Line, error: unknown): void {
  const failure = failureOf(error);
  line.log.warn({ channel: "wechat", known: failure !== null }, "wechat reports an error");
  if (failure === null || !line.isOn) return;
  happens(line, "lost");
  become(line, failed(failure));
}

function look(line: Line): void {
  const { watch, clock, puppet, seen, state } = line;
  if (isDeaf(seen, watch, clock.now())) return void remake(line);
  if (clock.now().getTime() - (line.keptAt?.getTime() ?? 0) >= KEEP_MS) void keep(line);
  const quiet = clock.now().getTime() - (seen.beatAt?.getTime() ?? 0);
  // Gateways need not beat by themselves, but they answer.
  if (state.text !== READY || quiet <= watch.beatMs / 2) return;
  try {
    puppet.ding("linli");
  } catch (error) {
    // Between two connections some puppets throw here.
    fail(line, error);
  }
}

async function remake(line: Line): Promise<void> {
  if (line.remaking) return;
  line.remaking = true;
  happens(line, "lost");
  line.log.warn({ channel: "wechat" }, "wechat has gone quiet, connecting anew");
  // Not its own reset: that does nothing after a start that has failed.
  await within(line.puppet.stop(), ANSWER_MS).catch((error: unknown) => fail(line, error));
  happens(line, "made");
  if (line.isOn) await within(line.puppet.start(), ANSWER_MS).catch((error: unknown) => fail(line, error));
  line.remaking = false;
}
