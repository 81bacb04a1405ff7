import type { Heard } from "#src/intake/inbox.ts";
import { say } from "#src/dialogue/say.ts";
import type { Desk } from "#src/desk/answer.ts";
import { readStandIn } from "#src/desk/stand-in.ts";
import { plain } from "#src/delivery/notice-parts.ts";
import { tell } from "./change-ticket.ts";
import type { Step } from "./house.ts";

type Asked = { desk: Desk; rest: string; message: Heard };

/**
 * 替班: somebody takes another's shifts, and both are told. In one's own name it ends what was noted for these days.
 * Returns what staff hear.
 */
export async function noteStandIn(step: Step, { desk, rest, message }: Asked): Promise<string> {
  const { texts } = desk;
  const read = readStandIn(rest, desk);
  if ("refuse" in read) return read.refuse;
  for (const standIn of read.standIns) await step.rooms.community.standIn(standIn);
  const { from, until } = read;
  const [absent, by] = [read.absent.name, read.by.name];
  const isBack = read.absent.personId === read.by.personId;
  const told = isBack
    ? [plain(read.absent.personId, say(texts, "stand_in_back", { from, until }))]
    : [
        plain(read.absent.personId, say(texts, "stand_in_absent", { by, from, until })),
        plain(read.by.personId, say(texts, "stand_in_by", { absent, from, until })),
      ];
  await tell(step, told, { key: `stand-in-${message.id}`, ticketId: null, messageId: message.id });
  return isBack
    ? say(texts, "stand_in_over", { absent, from, until })
    : say(texts, "stand_in_done", { absent, by, from, until });
}
