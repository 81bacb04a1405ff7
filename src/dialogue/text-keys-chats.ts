// The texts about the chats themselves: how to reach people, and where Linli may speak.
export const CHAT_TEXTS = {
  invite: [],
  welcome: [],
  welcome_deaf: [],
  hears_now: [],
  staff_muted: ["title"],
  staff_thrown_out: ["title"],
  member_lost: ["person", "committee", "channel"],
  member_elsewhere: ["person", "committee", "channel"],
} as const;
