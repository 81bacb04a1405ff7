// The menu of commands beside Telegram's input line: in groups, for residents, and for each who holds an office.
import type { Clock } from "#src/clock.ts";
import { AppError } from "#src/errors.ts";
import type { Log } from "#src/log.ts";
import type { TelegramApi } from "./telegram-api.ts";
import { refusalOf } from "./telegram-refusal.ts";
import type { Refusal } from "./telegram-refusal.ts";
import { MENU } from "./telegram-texts.ts";

/** Commands by their English words. */
export type Menus = {
  group: string[];
  resident: string[];
  /** Private chats of those who hold an office. */
  people: { chat: string; commands: string[] }[];
};

export type MenuOptions = { api: Pick<TelegramApi, "call">; clock: Clock; log: Log };

/** Failures that pass: the menu is tried again another time. */
const PASSING = new Set<Refusal["kind"]>(["not_sent", "unknown", "server_error", "unauthorized", "conflict"]);

/**
 * Sets the menus as they are to be. It may be called every minute, since Telegram is only told what has changed; never
 * throws: without its menu the bot works as well.
 */
export function telegramMenu({ api, clock, log }: MenuOptions): (menus: Menus) => Promise<void> {
  /** By scope, what Telegram has of us since this process began. */
  const set = new Map<string, string>();
  let restUntil = 0;
  let isBusy = false;

  const tell = async (scope: string, commands: string[] | undefined): Promise<void> => {
    const where = { scope: JSON.parse(scope) as object };
    for (const language of ["zh", "en"] as const) {
      // Whose Telegram speaks no Chinese is shown the English ones, without a language of their own.
      const payload = language === "zh" ? { ...where, language_code: language } : where;
      if (commands === undefined) await api.call("deleteMyCommands", payload);
      else await api.call("setMyCommands", { ...payload, commands: described(commands, language) });
    }
  };

  /** Whether to go on with the others. */
  const change = async (scope: string, commands: string[] | undefined): Promise<boolean> => {
    try {
      await tell(scope, commands);
    } catch (error) {
      const kind = refusalOf(error)?.kind;
      log.warn({ channel: "telegram", reason: kind }, "menu not set");
      const wait = error instanceof AppError ? (error.retryAfter ?? 0) : 0;
      restUntil = clock.now().getTime() + wait * 1_000;
      if (wait > 0 || kind === undefined || PASSING.has(kind)) return false;
    }
    if (commands === undefined) set.delete(scope);
    else set.set(scope, commands.join(" "));
    return true;
  };

  const bring = async (menus: Menus): Promise<void> => {
    const wanted = scopesOf(menus);
    const changed = [...wanted].filter(([scope, commands]) => set.get(scope) !== commands.join(" "));
    const gone = [...set.keys()].filter((scope) => !wanted.has(scope));
    for (const [scope, commands] of changed) if (!(await change(scope, commands))) return;
    for (const scope of gone) if (!(await change(scope, undefined))) return;
  };

  return async (menus) => {
    if (isBusy || clock.now().getTime() < restUntil) return;
    isBusy = true;
    await bring(menus).finally(() => {
      isBusy = false;
    });
  };
}

function scopesOf({ group, resident, people }: Menus): Map<string, string[]> {
  return new Map([
    [JSON.stringify({ type: "default" }), group],
    [JSON.stringify({ type: "all_group_chats" }), group],
    [JSON.stringify({ type: "all_private_chats" }), resident],
    ...people.map(({ chat, commands }): [string, string[]] => {
      return [JSON.stringify({ type: "chat", chat_id: chat }), commands];
    }),
  ]);
}

function described(commands: string[], language: "zh" | "en") {
  return commands.flatMap((command) => {
    const texts = MENU[command];
    return texts ? [{ command, description: texts[language] }] : [];
  });
}
