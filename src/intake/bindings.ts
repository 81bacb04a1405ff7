// The port behind which the accounts of one person come together, by codes of which only the hash is kept.

/** A code that may be used: whom it is for, and who made it. Made by oneself it is for a second account, else an invitation. */
export type Binding = { id: number; personId: number; byId: number };

export type Bindings = {
  /** Makes a code; those of the same kind made for the person before are void. This is the only time it is told. */
  make(
    binding: { personId: number; byId: number; expiresAt: Date },
    now: Date,
  ): Promise<{ id: number; code: string }>;
  /** The unused code that still holds, its row locked until the transaction ends; null for any other. */
  find(by: { code: string } | { id: number }, now: Date): Promise<Binding | null>;
  /** Uses a code up, and forgets the message in which it was told. */
  spend(id: number, now: Date): Promise<void>;
  /** Forgets what was told of codes that hold no longer, and the codes that nobody used. */
  forget(now: Date): Promise<void>;
  /** How many wrong codes an account has said since then. */
  tries(accountId: number, since: Date): Promise<number>;
  /** Writes one more down, and forgets those before `since`. */
  tried(accountId: number, at: Date, since: Date): Promise<void>;
  /** Those of these people who can be reached by no account but their first. */
  unbound(personIds: number[]): Promise<number[]>;
  /** The private chats in which a person can be reached, the oldest first. */
  privateChats(personId: number): Promise<number[]>;
  /** Makes one person of two: all that is `from`'s becomes `to`'s, and `from` is no more. `from` must never have held an office. */
  join(people: { from: number; to: number }, now: Date): Promise<void>;
  /**
   * Takes what came last to a person off again: the account becomes a new person's, with its private chat and nothing
   * else. Returns them, or null where nothing has come to them.
   */
  part(personId: number, now: Date): Promise<Parted | null>;
};

/** The new person, and the accounts that are theirs now. */
export type Parted = { personId: number; accounts: { id: number; channel: string; name: string }[] };
