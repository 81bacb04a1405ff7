// One open window: what it missed from the transcript, then everything as it happens.
import type { SSEStreamingApi } from "hono/streaming";
import type { Visitor } from "./web-door.ts";
import type { HubEvent } from "./web-hub.ts";
import type { Parts } from "./web-parts.ts";
import type { Post } from "./web-posts.ts";
import { pressedBy } from "./web-posts.ts";

const BATCH = 200;
// A window that leaves this much unread is cut off; it comes back and reads from where it was.
const PATIENCE = 500;
const RETRY_MS = 2_000;

export type Window = { visitor: Visitor; chats: string[]; after: number };

/** For so long its writer may take a post back. */
const RECALL_MS = 120_000;

/** How many milliseconds are left in which this reader may take the post back; 0 when it is too late or not theirs. */
export function recallTime(post: Post, reader: Visitor, now: Date): number {
  if (post.author !== reader.account || post.recalled) return 0;
  return Math.max(0, post.at.getTime() + RECALL_MS - now.getTime());
}

/** A post as one reader sees it at this moment. */
export function view(post: Post, reader: Visitor, now: Date) {
  const own = post.author === reader.account;
  const { id, seq, chat, text, images, quote, recalled, recalls } = post;
  return {
    id,
    seq,
    chat,
    text,
    images,
    quote,
    recalled,
    recalls,
    recallTime: recallTime(post, reader, now),
    at: post.at.toISOString(),
    author: post.author,
    name: post.authorName,
    own,
    key: own ? post.clientKey : null,
    forReader: post.addressee === reader.account,
    buttons: mayPress(post, reader) ? post.buttons : [],
    pressed: pressedBy(post, reader.account),
  };
}

/** In a private chat only the person addressed presses; in a group the house decides. */
export function mayPress(post: Post, reader: Visitor): boolean {
  return post.chat !== reader.account || post.addressee === null || post.addressee === reader.account;
}

/** Runs until the window goes away or the hub closes. */
export async function live(
  stream: SSEStreamingApi,
  window: Window,
  from: Pick<Parts, "posts" | "hub" | "clock">,
): Promise<void> {
  const { visitor, chats } = window;
  const waiting: HubEvent[] = [];
  const line = { open: true };
  let wake = (): void => {};
  const end = (): void => {
    line.open = false;
    wake();
  };
  const take = (event: HubEvent): void => {
    if (waiting.push(event) > PATIENCE) end();
    wake();
  };
  let cursor = window.after;
  const show = async (post: Post): Promise<void> => {
    if (post.seq <= cursor) return;
    cursor = post.seq;
    const data = JSON.stringify(view(post, visitor, from.clock.now()));
    await stream.writeSSE({ event: "post", id: String(post.seq), data });
  };

  stream.onAbort(end);
  // Seated before reading what was missed: what is published meanwhile waits, and `cursor` drops what came twice.
  const leave = from.hub.join({ account: visitor.account, chats, take, end });
  try {
    await stream.writeSSE({ event: "beat", data: "", retry: RETRY_MS });
    for (let missed = await from.posts.after(cursor, BATCH, chats); missed.length > 0 && line.open;) {
      for (const post of missed) await show(post);
      missed = await from.posts.after(cursor, BATCH, chats);
    }
    while (line.open) {
      const event = waiting.shift();
      if (event === undefined) {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      } else if (event.kind === "post") await show(event.post);
      else await stream.writeSSE({ event: event.kind, data: JSON.stringify(event) });
    }
  } finally {
    leave();
  }
}
