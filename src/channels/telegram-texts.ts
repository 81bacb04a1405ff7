// The few words that the Telegram channel itself says; what the house says comes from elsewhere.

export const TEXTS = {
  /** On the button that opens the private chat. */
  invite: "私聊邻里",
  /** To a tap on a button that none of our messages has. */
  foreignButton: "这个按钮用不了了",
};
