// Where Telegram meets the settings.
import type { PrismaClient } from "#prisma/client/client.ts";
import { telegramChannel } from "#src/channels/telegram.ts";
import type { TelegramChannel, TelegramOptions } from "#src/channels/telegram.ts";
import type { Clock } from "#src/clock.ts";
import type { Config } from "#src/config.ts";
import type { Log } from "#src/log.ts";
import type { Community } from "#src/routing/community.ts";
import { menusOf } from "#src/wire-telegram-menu.ts";

export type TelegramParts = {
  database: PrismaClient;
  config: Config;
  community: Community;
  clock: Clock;
  log: Log;
  /** A picture that another channel has. */
  image: TelegramOptions["image"];
};

/** The channel of the bot whose token the settings have, or null where they have none. */
export function wireTelegram({ config, community, ...parts }: TelegramParts): TelegramChannel | null {
  const menus = () => menusOf(parts.database, community);
  return config.telegram && telegramChannel({ ...config.telegram, ...parts, menus });
}

/** Forgets which updates were taken a while ago. */
export async function purgeTelegram(
  channel: TelegramChannel,
  { clock, log }: Pick<TelegramParts, "clock" | "log">,
): Promise<void> {
  const lost = await channel.purge(clock.now());
  if (lost > 0)
    log.error({ channel: channel.name, updates: lost }, "updates given up that could not be taken");
}
