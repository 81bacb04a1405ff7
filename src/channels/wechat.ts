// WeChat, by a wechaty puppet: rooms and private chats come in, slow and human messages go out.
import type { Channel } from "./channel.ts";
import { connection } from "./wechat-connect.ts";
import type { ConnectOptions } from "./wechat-connect.ts";
import { hearing } from "./wechat-hear.ts";
import type { Friends } from "./wechat-hear.ts";
import type { Invited } from "./wechat-invited.ts";
import { READY } from "./wechat-login.ts";
import type { LoginState, LoginStatus } from "./wechat-login.ts";
import { openMarks } from "./wechat-marks.ts";
import type { Quotes } from "./wechat-quotes.ts";
import { sending } from "./wechat-send.ts";
import { fetchPicture } from "./wechat-picture.ts";
import type { SendOptions } from "./wechat-send.ts";
import type { Signs } from "./wechat-signs.ts";

export type WechatOptions = ConnectOptions &
  SendOptions & { friends: Friends; signs: Signs; quotes: Quotes; invited: Invited };
export type WechatChannel = Channel & {
  login(): LoginState;
  /** How it stands with the account, for those who look after it. */
  status(): LoginStatus;
};

/** The channel of a puppet; it never keeps the house waiting for a login. */
export function wechatChannel(options: WechatOptions): WechatChannel {
  const marks = openMarks();
  const connected = connection(options);
  const { login, status, happens } = connected;
  const ears = hearing({ ...options, marks, happens });
  let isOn = false;
  return {
    name: "wechat",
    idempotent: false,
    buttons: false,
    frail: true,
    start: async (inlet) => {
      if (isOn) return;
      isOn = true;
      ears.open(inlet);
      await connected.start((since) => void ears.missed(since));
    },
    stop: async () => {
      if (!isOn) return;
      isOn = false;
      await connected.stop();
      await ears.rest();
    },
    // Only a friend can be written to, and only the person can become one.
    privateChat: () => null,
    invitation: () => null,
    erase: async () => {},
    image: (ref) => fetchPicture(options.puppet, ref),
    login,
    status,
    answers: () => login().text === READY,
    send: sending({
      ...options,
      marks,
      isReady: () => login().text === READY,
      heardAt: ears.heardAt,
      loggedInAt: ears.loggedInAt,
    }),
  };
}
