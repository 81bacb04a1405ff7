// The connection to the puppet: its login, and the watchdog that makes it anew when it has gone quiet.
import type { Clock } from "#src/clock.ts";
import type { Log } from "#src/log.ts";
import { BEGINNING, LOGGED_IN, LOGGED_OUT, READY, failed, failureOf, scanned } from "./wechat-login.ts";
import type { LoginState, LoginStatus } from "./wechat-login.ts";
import type { Puppet } from "./wechat-puppet.ts";
import { within } from "./wechat-time.ts";
import { gapAt, isDeaf, newWatch, watched } from "./wechat-watch.ts";
import type { Happening, Watch, WatchSettings } from "./wechat-watch.ts";

export type ConnectOptions = {
  puppet: Puppet;
  clock: Clock;
  log: Log;
  /** For operators, in the terminal: a QR code to scan, or what is wrong. */
  announce(state: LoginState): void;
  watch: WatchSettings & { everyMs: number };
  /** For so long after the start a login is waited for before operators hear of it. */
  loginMs: number;
};
export type Connection = {
  /** Begins and returns at once; `missed` is told since when nothing was heard, after a gap. */
  start(missed: (since: Date) => void): void;
  stop(): Promise<void>;
  happens(what: Happening): void;
  login(): LoginState;
  status(): LoginStatus;
};

const ANSWER_MS = 15_000;

type Line = ConnectOptions & {
  state: LoginState;
  since: Date;
  seen: Watch;
  gap: LoginStatus["gap"];
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
      deafSince: line.seen.deafSince,
      gap: line.gap,
    }),
    start: (missed) => {
      line.isOn = true;
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
      line.isOn = false;
      for (const timer of timers) clearInterval(timer);
      await within(puppet.stop(), ANSWER_MS).catch(() => {});
    },
  };
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
