// The methods of the Bot API that the fake knows, by their names in small letters as Telegram takes them.
import * as chats from "./telegram-chats.ts";
import * as commands from "./telegram-commands.ts";
import * as edits from "./telegram-edits.ts";
import { textOf } from "./telegram-request.ts";
import * as sends from "./telegram-send.ts";
import type { TgCall } from "./telegram-types.ts";
import type { World } from "./telegram-world.ts";

export type Method = (world: World, call: TgCall) => unknown;

/** `patience` is how many milliseconds an answer to a pressed button may take. */
export function methodsOf(patience: number): Map<string, Method> {
  const methods: Record<string, Method> = {
    getMe: ({ bot }) => bot,
    sendMessage: sends.sendMessage,
    sendPhoto: sends.sendFile("photo"),
    sendVoice: sends.sendFile("voice"),
    sendDocument: sends.sendFile("document"),
    sendMediaGroup: sends.sendMediaGroup,
    sendChatAction: (world, call) => chats.getChat(world, call) !== null,
    editMessageText: edits.editMessageText,
    editMessageCaption: edits.editMessageCaption,
    editMessageReplyMarkup: edits.editMessageReplyMarkup,
    deleteMessage: edits.deleteMessage,
    answerCallbackQuery: edits.answerCallbackQuery(patience),
    setMessageReaction: edits.setMessageReaction,
    setMyCommands: commands.setMyCommands,
    getMyCommands: commands.getMyCommands,
    deleteMyCommands: commands.deleteMyCommands,
    getFile: ({ files }, { params }) => files.describe(textOf(params, "file_id")),
    getChat: chats.getChat,
    getChatMember: chats.getChatMember,
    getChatMemberCount: chats.getChatMemberCount,
    // The older name, by which telegraf still calls it.
    getChatMembersCount: chats.getChatMemberCount,
    getChatAdministrators: chats.getChatAdministrators,
    leaveChat: chats.leaveChat,
  };
  return new Map(Object.entries(methods).map(([name, method]) => [name.toLowerCase(), method]));
}
