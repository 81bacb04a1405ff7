// A second platform beside a story's own: its people have other accounts there, and open their private chats themselves.
import type { InboundMessage } from "#src/message.ts";
import { accept } from "#src/corridor/accept.ts";
import type { Story } from "#test/helpers/story.ts";
import { inboundMessage } from "#test/helpers/inbound.ts";

export const OTHER = "other";
type Saying = { in?: string; id?: string; name?: string; replyTo?: string };

export function secondChannel({ replayed }: Story) {
  const { house, database, clock } = replayed;
  const first = house.channels.get("replay");
  if (!first) throw new Error("the story has no channel");
  house.channels.set(OTHER, {
    ...first,
    name: OTHER,
    privateChat: () => null,
    invitation: (code) => `https://other.example/?start=${code}`,
  });
  let count = 0;
  const message = (account: string, text: string, saying: Saying = {}): InboundMessage =>
    inboundMessage({
      channel: OTHER,
      chat: { id: saying.in ?? account, kind: saying.in ? "group" : "private", title: "" },
      from: { id: account, name: saying.name ?? account },
      id: saying.id ?? `o${++count}`,
      at: clock.now(),
      text,
      replyTo: saying.replyTo ?? null,
    });
  return {
    /** Somebody writes there, in private or in the group `in`. */
    says: (account: string, text: string, saying: Saying = {}): Promise<void> =>
      replayed.hand(message(account, text, saying)),
    /** The same, whose turn is still to come. */
    hands: (account: string, text: string, saying: Saying = {}): Promise<void> =>
      accept(house, message(account, text, saying)),
    /** Somebody taps the newest button with this text in their private chat there. */
    presses: async (account: string, button: string): Promise<void> => {
      const rows = await database.outbound.findMany({
        where: { chat: { channel: OTHER, externalId: account }, state: "sent" },
        orderBy: { id: "desc" },
      });
      const offered = rows.find((row) => (row.buttons as string[]).includes(button));
      if (!offered) throw new Error(`expected a button ${button} in ${account}`);
      const press = { outboundId: offered.id, ticketCode: null, button };
      await replayed.hand({ ...message(account, ""), press });
    },
    personId: async (account: string): Promise<number> => {
      const by = { channel_externalId: { channel: OTHER, externalId: account } };
      return (await database.account.findUniqueOrThrow({ where: by })).personId;
    },
  };
}
