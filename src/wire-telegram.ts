// Where Telegram meets the settings.
import type { PrismaClient } from "#prisma/client/client.ts";
import { telegramChannel } from "#src/channels/telegram.ts";
import type { TelegramChannel } from "#src/channels/telegram.ts";
import type { Clock } from "#src/clock.ts";
import type { Config } from "#src/config.ts";
import type { Log } from "#src/log.ts";

export type TelegramParts = { database: PrismaClient; config: Config; clock: Clock; log: Log };

/** The channel of the bot whose token the settings have, or null where they have none. */
export function wireTelegram({ database, config, clock, log }: TelegramParts): TelegramChannel | null {
  return config.telegram && telegramChannel({ ...config.telegram, database, clock, log });
}

/** Forgets which updates were taken a while ago. */
export async function purgeTelegram(channel: TelegramChannel, { clock, log }: TelegramParts): Promise<void> {
  const lost = await channel.purge(clock.now());
  if (lost > 0)
    log.error({ channel: channel.name, updates: lost }, "updates given up that could not be taken");
}
