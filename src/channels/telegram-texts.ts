// The few words that the Telegram channel itself says; what the house says comes from elsewhere.

export const TEXTS = {
  /** On the button that opens the private chat. */
  invite: "私聊邻里",
};
