// Live replies: hands every published post, in the transcript's order, to the windows that are open.
import type { Post, Posts } from "./web-posts.ts";

export type HubEvent =
  | { kind: "post"; post: Post }
  /** The same person pressed a button, perhaps in another window. */
  | { kind: "press"; post: number; button: string }
  | { kind: "beat" };

export type Seat = {
  account: string;
  chats: string[];
  take(event: HubEvent): void;
  /** Told once when the hub closes. */
  end(): void;
};

export type Hub = ReturnType<typeof webHub>;

const BATCH = 200;

export function webHub(posts: Posts) {
  const seats = new Set<Seat>();
  let cursor: number | null = null;
  let pumping: Promise<void> | null = null;
  let again = false;
  let closed = false;

  const handOut = (post: Post): void => {
    cursor = post.seq;
    for (const seat of seats) if (seat.chats.includes(post.chat)) seat.take({ kind: "post", post });
  };

  const drain = async (): Promise<void> => {
    try {
      do {
        again = false;
        cursor ??= await posts.last();
        for (
          let fresh = await posts.after(cursor, BATCH);
          fresh.length > 0;
          fresh = await posts.after(cursor, BATCH)
        ) {
          fresh.forEach(handOut);
        }
      } while (again);
    } finally {
      pumping = null;
    }
  };

  const pump = (): Promise<void> => {
    again = true;
    pumping ??= drain();
    return pumping;
  };

  return {
    /** Reads what was published since the last time and hands it out; one reader at a time. */
    pump,

    /** Seats a window: it hears all that is published from now on. Returns how it leaves. */
    join(seat: Seat): () => void {
      if (closed) seat.end();
      else seats.add(seat);
      return () => seats.delete(seat);
    },

    /** To all windows of one person. */
    tell(account: string, event: HubEvent): void {
      for (const seat of seats) if (seat.account === account) seat.take(event);
    },

    /** Shows every window that the line is alive, and looks for what another process published. */
    async beat(): Promise<void> {
      for (const seat of seats) seat.take({ kind: "beat" });
      await pump();
    },

    close(): void {
      closed = true;
      for (const seat of seats) seat.end();
      seats.clear();
    },
  };
}
