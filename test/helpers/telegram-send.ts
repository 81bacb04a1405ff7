// The methods by which the bot says something.
import { placeOf } from "./telegram-access.ts";
import { formatted } from "./telegram-entities.ts";
import { smallOf } from "./telegram-files.ts";
import { markupOf } from "./telegram-markup.ts";
import { isObject, jsonOf, textOf } from "./telegram-request.ts";
import type { ChatState, Json, TgCall, TgFile, TgMessage } from "./telegram-types.ts";
import { bad } from "./telegram-types.ts";
import type { World } from "./telegram-world.ts";

const LONGEST_TEXT = 4096;
const LONGEST_CAPTION = 1024;
const LARGEST_PHOTO = 10 * 1024 * 1024;

export function sendMessage(world: World, { params }: TgCall): TgMessage {
  const said = textFields(params);
  const markup = markupOf(params);
  const { state, fields } = placeOf(world, params, "text");
  const preview = jsonOf(params, "link_preview_options");
  return say(world, state, {
    ...fields,
    ...said,
    ...markup,
    ...(isObject(preview) && { link_preview_options: preview }),
  });
}

export function textFields(params: Json): Pick<TgMessage, "text" | "entities"> {
  const raw = textOf(params, "text");
  if (raw === "") throw bad("message text is empty");
  if (Buffer.byteLength(raw) > 1 << 15) throw bad("text is too long");
  const { text, entities } = formatted(raw, textOf(params, "parse_mode"), jsonOf(params, "entities"));
  if (text === "") throw bad("text must be non-empty");
  if (text.length > LONGEST_TEXT) throw bad("message is too long");
  return { text, ...(entities.length > 0 && { entities }) };
}

export function captionFields(params: Json): Pick<TgMessage, "caption" | "caption_entities"> {
  const given = jsonOf(params, "caption_entities");
  const { text, entities } = formatted(textOf(params, "caption"), textOf(params, "parse_mode"), given);
  if (text.length > LONGEST_CAPTION) throw bad("message caption is too long");
  return {
    ...(text !== "" && { caption: text }),
    ...(entities.length > 0 && { caption_entities: entities }),
  };
}

/** sendPhoto, sendVoice and sendDocument, by the name of their file. */
export const sendFile =
  (kind: "photo" | "voice" | "document") =>
  (world: World, call: TgCall): TgMessage => {
    const { params } = call;
    const file = fileOf(world, call, kind, params[kind] ?? `attach://${kind}`);
    const rest = { ...captionFields(params), ...markupOf(params) };
    const { state, fields } = placeOf(world, params, kind);
    return say(world, state, { ...fields, ...mediaFields(kind, file), ...rest });
  };

export function sendMediaGroup(world: World, call: TgCall): TgMessage[] {
  const media = jsonOf(call.params, "media");
  if (!Array.isArray(media)) throw bad("expected an Array of InputMedia");
  if (media.length < 2) throw bad("media group must include 2-10 items");
  if (media.length > 10) throw bad("too many messages to send as an album");
  const parts = media.map((one: unknown) => {
    const item = isObject(one) ? one : {};
    const kind = textOf(item, "type");
    if (kind !== "photo" && kind !== "document")
      throw bad(`can't parse InputMedia: type ${kind} is unsupported`);
    const file = fileOf(world, call, kind, item["media"]);
    return { kind, fields: { ...mediaFields(kind, file), ...captionFields(item) } };
  });
  const kinds = new Set(parts.map((part) => part.kind));
  if (kinds.size > 1) throw bad("document can't be mixed with other media types");
  const [kind = "photo"] = kinds;
  const { state, fields } = placeOf(world, call.params, kind);
  const group = String(13_000_000_000_000_000n + BigInt(world.fresh()));
  return parts.map((part) => say(world, state, { ...fields, ...part.fields, media_group_id: group }));
}

/** A file given as an upload, as an id that Telegram knows, or as an address it would fetch. */
function fileOf(world: World, call: TgCall, kind: string, given: unknown): TgFile {
  const reference = typeof given === "string" ? given : "";
  if (reference.startsWith("attach://")) {
    const upload = call.uploads.get(reference.slice("attach://".length));
    if (upload === undefined) throw bad(`there is no ${kind} in the request`);
    if (upload.bytes.length === 0) throw bad("file must be non-empty");
    if (kind === "photo" && upload.bytes.length > LARGEST_PHOTO) throw bad("file is too big");
    return world.files.add(kind, upload.bytes, { name: upload.filename });
  }
  if (/^https?:\/\//.test(reference)) return world.files.add(kind, Buffer.from(reference));
  const file = world.files.byId(reference);
  if (file === undefined) throw bad("wrong file identifier/HTTP URL specified");
  const { file_id, file_unique_id, file_size } = file;
  return { file_id, file_unique_id, file_size };
}

/** A photo comes in sizes, of which the last is the largest. */
export function mediaFields(kind: string, file: TgFile, more: Json = {}): Partial<TgMessage> {
  if (kind === "voice") return { voice: { ...file, ...VOICE, ...more } };
  if (kind !== "photo") return { [kind]: { ...file, ...more } };
  return {
    photo: [smallOf(file), file].map((size, index) => ({ ...size, ...(index === 0 ? SMALL : LARGE) })),
  };
}

const VOICE = { duration: 3, mime_type: "audio/ogg" };
const SMALL = { width: 90, height: 67 };
const LARGE = { width: 1280, height: 960 };

function say(world: World, state: ChatState, fields: Partial<TgMessage>): TgMessage {
  const isChannel = state.chat.type === "channel";
  const from = isChannel ? { sender_chat: state.chat } : { from: world.bot };
  const message = world.write(state, { ...from, ...fields });
  state.ours.add(message.message_id);
  return message;
}
