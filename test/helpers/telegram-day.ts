// A recorded chat, played by people of the fake Telegram instead of the replay channel.
import type { ReplayHouse } from "#src/cli/replay-house.ts";
import { fillCodes } from "#src/cli/replay-lines.ts";
import { readRecording } from "#src/cli/recording.ts";
import type { Line } from "#src/cli/recording.ts";
import type { TelegramServer } from "./telegram-server.ts";
import type { TgChat, TgUser } from "./telegram-types.ts";

const AFTER_MS = 180_000;
const FIRST_ID = 5_300_000_001;

type Stage = { telegram: TelegramServer; replayed: ReplayHouse; group: TgChat };

/** Everybody who speaks or taps in the recording, and everyone the community knows, as people of Telegram. */
export function castOf(lines: Line[], telegram: TelegramServer, known: { account: string; name: string }[]) {
  const names = new Map(known.map(({ account, name }) => [account, name]));
  for (const line of lines) if (line.type === "message") names.set(line.message.from, line.message.name);
  return new Map(
    [...names].map(([account, name], index) => [account, telegram.user({ name, id: FIRST_ID + index })]),
  );
}

/** The people whom the community's file names get their Telegram accounts, by which they are known from the start. */
export async function seatAccounts({ replayed, group }: Stage, cast: Map<string, TgUser>): Promise<void> {
  const { database } = replayed;
  const channel = "telegram";
  for (const { id, externalId } of await database.account.findMany({ where: { channel } })) {
    const user = cast.get(externalId);
    if (!user) continue;
    const data = { externalId: String(user.id) };
    await database.account.update({ where: { id }, data });
    await database.chat.updateMany({ where: { channel, externalId, kind: "private" }, data });
  }
  const data = { channel, externalId: String(group.id) };
  await database.chat.updateMany({ where: { kind: "group" }, data });
}

/** Plays the lines at their times; afterwards the messages kept go by the recording's ids. */
export async function playOnTelegram(file: string, stage: Stage, cast: Map<string, TgUser>): Promise<void> {
  const { telegram, replayed, group } = stage;
  const written = new Map<string, number>();
  const recorded: { id: string; externalId: string; chat: string }[] = [];
  const whereOf = (chat: string, from: TgUser) => (chat === "g1" ? group : (cast.get(chat) ?? from));
  const userOf = (account: string): TgUser => {
    const user = cast.get(account);
    if (!user) throw new Error(`expected ${account} in the cast`);
    return user;
  };
  const taken = () =>
    telegram.waitFor("the house to take what is new", () => telegram.pending().length === 0, 60_000);

  // Everybody has opened their private chat before the day begins.
  for (const user of cast.values()) telegram.startPrivate(user);
  await taken();
  await replayed.through(replayed.clock.now());
  for (const line of readRecording(file)) {
    await replayed.until(line.at);
    if (line.type === "message") {
      const { from, chat, text, images = 0, replyTo, mention = false, forwarded = false, id } = line.message;
      const user = userOf(from);
      const words = await fillCodes(replayed.database, text);
      const addressed = mention ? `@${telegram.bot.username ?? ""} ${words}` : words;
      const pictures = Array.from({ length: images }, (_, i) => Buffer.from(`${id}-${i}`));
      const [picture] = pictures;
      const message = telegram.say(whereOf(chat, user), user, {
        ...(picture ? { caption: addressed } : { text: addressed }),
        ...(pictures.length === 1 && picture ? { photo: picture } : {}),
        ...(pictures.length > 1 ? { album: pictures } : {}),
        ...(replyTo === undefined ? {} : { replyTo: written.get(replyTo) ?? 0 }),
        ...(forwarded ? { forward: "somebody" } : {}),
      });
      written.set(id, message.message_id);
      recorded.push({ id, externalId: String(message.message_id), chat: String(message.chat.id) });
    }
    if (line.type === "press")
      await press(stage, { line: line.press, user: userOf(line.press.from), whereOf });
    await taken();
    await replayed.through(line.at);
  }
  await replayed.through(new Date(replayed.clock.now().getTime() + AFTER_MS), ["turns", "deliveries"]);
  for (const { id, externalId, chat } of recorded) {
    const where = { externalId, chat: { channel: "telegram", externalId: chat } };
    await replayed.database.message.updateMany({ where, data: { externalId: id } });
  }
}

/** What is typed where another was shown the button: who is not on duty, or joined a neighbour's matter. */
const TYPED: Record<string, string> = { 接单: "接", 已解决: "已解决", 没解决: "没解决" };

type Pressed = {
  line: { chat: string; press: string; of?: string | undefined };
  user: TgUser;
  whereOf(chat: string, from: TgUser): { id: number };
};

/** Taps the newest such button that was sent to the chat, as a person would. */
async function press({ telegram, replayed }: Stage, { line, user, whereOf }: Pressed): Promise<void> {
  const where = whereOf(line.chat, user);
  const code = line.of === undefined ? undefined : await fillCodes(replayed.database, line.of);
  const rows = await replayed.database.outbound.findMany({
    where: {
      chat: { externalId: String(where.id) },
      state: "sent",
      ...(code === undefined ? {} : { ticket: { code } }),
    },
    orderBy: { id: "desc" },
  });
  const offered = rows.find((row) => (row.buttons as string[]).includes(line.press));
  if (offered) return void telegram.press(where, Number(offered.externalId), line.press, user);
  const command = TYPED[line.press];
  if (!command) throw new Error(`expected a button ${line.press} of ${code} in ${line.chat}`);
  telegram.say(where, user, `/${command} ${code}`);
}
