// Checks keyboards under messages.
import { isObject, jsonOf } from "./telegram-request.ts";
import type { Json, TgButton, TgMessage } from "./telegram-types.ts";
import { bad } from "./telegram-types.ts";

const MOST_BUTTONS = 100;

/** The inline keyboard of a call; other keyboards are taken and shown to nobody. */
export function markupOf(params: Json): Pick<TgMessage, "reply_markup"> {
  const given = jsonOf(params, "reply_markup");
  if (given === undefined || given === null) return {};
  if (!isObject(given)) throw bad("object expected as reply markup");
  if (!("inline_keyboard" in given)) return {};
  const { inline_keyboard: rows } = given;
  if (!Array.isArray(rows) || !rows.every(Array.isArray))
    throw bad('field "inline_keyboard" must be an Array of Arrays');
  const keyboard = rows.map((row: unknown[]) => row.map(buttonOf)).filter((row) => row.length > 0);
  if (keyboard.flat().length > MOST_BUTTONS) throw bad("reply markup is too long");
  return keyboard.length > 0 ? { reply_markup: { inline_keyboard: keyboard } } : {};
}

function buttonOf(given: unknown): TgButton {
  const wrong = (why: string) => bad(`can't parse inline keyboard button: ${why}`);
  if (!isObject(given)) throw wrong("InlineKeyboardButton must be an Object");
  const { text, callback_data: data, url } = given;
  if (typeof text !== "string") throw wrong('Field "text" must be of type String');
  if (text.trim() === "") throw bad("inline keyboard button text must be non-empty");
  if (typeof url === "string") {
    if (!/^(?:https?:\/\/[^\s/.]+(?:\.[^\s/.]+)+|tg:\/\/)/i.test(url))
      throw bad(`inline keyboard button URL '${url}' is invalid: Wrong HTTP URL`);
    return { text, url };
  }
  const others = ["web_app", "login_url", "switch_inline_query", "copy_text", "pay", "disabled"];
  if (others.some((kind) => kind in given)) return { ...given, text };
  if (typeof data !== "string") throw wrong("Text buttons are unallowed in the inline keyboard");
  const size = Buffer.byteLength(data);
  if (size < 1 || size > 64) throw bad("BUTTON_DATA_INVALID");
  return { text, callback_data: data };
}
