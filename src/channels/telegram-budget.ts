// How much may be sent, as Telegram's FAQ has it: one a second in a chat, twenty a minute in a group, thirty a second in all.

const SECOND = 1_000;
const MINUTE = 60_000;
/** For what is pressing the last few are kept free. */
const GROUP = { all: 20, ordinary: 17 };
const OVERALL = { all: 30, ordinary: 27 };
/** Chats remembered before those that are free anyway are forgotten. */
const MANY = 5_000;
/** Two chats closed at once may mean that all are; after so long another is tried. */
const GUESS = MINUTE;

export type Wanted = {
  chat: string;
  group: boolean;
  /** How many messages it is: an album counts each picture. */
  count: number;
  pressing: boolean;
};

export type Budget = {
  /** Books it and returns 0, or books nothing and returns in how many milliseconds to ask again. */
  take(wanted: Wanted, now: Date): number;
  /** Telegram has asked at `now` to leave the chat alone until then. */
  close(chat: string, until: Date, now: Date): void;
};

type Sent = { at: number; count: number }[];
type Of = { freeAt: number; closedUntil: number; sent: Sent };

export function telegramBudget(): Budget {
  const chats = new Map<string, Of>();
  let all: Sent = [];
  /** Those who wait are told different moments, so that they do not all come back at once. */
  let nextTurn = 0;
  let allClosedUntil = 0;

  const of = (chat: string): Of => {
    const known = chats.get(chat) ?? { freeAt: 0, closedUntil: 0, sent: [] };
    chats.set(chat, known);
    return known;
  };

  const waits = (own: Of, { group, count, pressing }: Wanted, at: number): number[] => {
    const key = pressing ? "all" : "ordinary";
    return [
      own.freeAt - at,
      own.closedUntil - at,
      pressing ? 0 : allClosedUntil - at,
      group ? roomIn(own.sent, { most: GROUP[key], span: MINUTE, count, at }) : 0,
    ];
  };

  return {
    take(wanted, now) {
      const at = now.getTime();
      if (chats.size > MANY) forget(chats, at);
      const own = of(wanted.chat);
      own.sent = own.sent.filter((sent) => sent.at > at - MINUTE);
      all = all.filter((sent) => sent.at > at - SECOND);
      const { count, pressing } = wanted;
      const here = Math.max(...waits(own, wanted, at));
      if (here > 0) return here;
      const most = pressing ? OVERALL.all : OVERALL.ordinary;
      const crowd = roomIn(all, { most, span: SECOND, count, at });
      if (crowd > 0) {
        nextTurn = Math.max(nextTurn, at + crowd) + (SECOND / OVERALL.ordinary) * count;
        return nextTurn - at;
      }
      own.freeAt = at + SECOND * count;
      own.sent.push({ at, count });
      all.push({ at, count });
      return 0;
    },

    close(chat, until, now) {
      const at = now.getTime();
      const own = of(chat);
      own.closedUntil = Math.max(own.closedUntil, until.getTime());
      const isAnother = [...chats].some(([name, other]) => name !== chat && other.closedUntil > at);
      if (isAnother) allClosedUntil = Math.min(own.closedUntil, at + GUESS);
    },
  };
}

/** In how many milliseconds so many more fit into the span; 0: now. */
function roomIn(sent: Sent, { most, span, count, at }: Record<"most" | "span" | "count" | "at", number>) {
  let over = sent.reduce((sum, one) => sum + one.count, 0) + count - most;
  for (const one of sent) {
    if (over <= 0) return 0;
    over -= one.count;
    if (over <= 0) return one.at + span - at;
  }
  return 0;
}

function forget(chats: Map<string, Of>, at: number): void {
  for (const [name, { freeAt, closedUntil, sent }] of chats) {
    const last = sent.at(-1)?.at ?? 0;
    if (Math.max(freeAt, closedUntil, last + MINUTE) <= at) chats.delete(name);
  }
}
