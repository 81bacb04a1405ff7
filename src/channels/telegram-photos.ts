// Pictures that lie with Telegram, fetched when somebody on another channel is to see one.
import { z } from "zod";
import { AppError } from "#src/errors.ts";
import { imageType } from "./picture.ts";
import type { Picture } from "./picture.ts";
import type { TelegramApi } from "./telegram-api.ts";
import { refusalOf } from "./telegram-refusal.ts";

export type PhotosOptions = {
  api: Pick<TelegramApi, "call">;
  token: string;
  apiRoot: string;
  timeoutMs: number;
};

/** Telegram gives bots files up to 20 MB; a picture that people look at is smaller. */
const LARGEST = 10 * 1024 * 1024;

const File = z.object({
  file_path: z.string().refine((path) => !path.split("/").includes("..")),
  file_size: z.number().optional(),
});

/**
 * The picture with this file id. Throws AppError not_found where there is none, or none that we would show, and
 * channel_failed where it may be had later; neither says which it was, nor whence.
 */
export function telegramPhotos(options: PhotosOptions): (ref: string) => Promise<Picture> {
  return async (ref) => {
    const path = await find(options, ref);
    const bytes = await download(options, path);
    const type = imageType(bytes);
    if (type === null) throw none("a picture", "another file");
    return { type, bytes };
  };
}

const none = (expected: string, got: string) =>
  new AppError("not_found", `telegram file: expected ${expected}, got ${got}`);
const failed = (got: string) =>
  new AppError("channel_failed", `telegram file: expected its bytes, got ${got}`);

async function find({ api }: PhotosOptions, ref: string): Promise<string> {
  const answer = await api.call("getFile", { file_id: ref }).catch((error: unknown) => {
    if (refusalOf(error)?.kind === "refused") throw none("a file", "a refusal");
    throw failed("no answer");
  });
  const file = File.safeParse(answer);
  if (!file.success) throw failed("another answer");
  if ((file.data.file_size ?? 0) > LARGEST) throw none("at most 10 MB", "more");
  return file.data.file_path;
}

async function download(options: PhotosOptions, path: string): Promise<Uint8Array<ArrayBuffer>> {
  const { token, apiRoot, timeoutMs } = options;
  const safe = path.split("/").map(encodeURIComponent).join("/");
  const address = `${apiRoot.replace(/\/+$/, "")}/file/bot${token}/${safe}`;
  const signal = AbortSignal.timeout(timeoutMs);
  // Not handed on: the address in it holds the token.
  const response = await fetch(address, { signal, redirect: "error" }).catch(() => null);
  if (!response?.ok || !response.body) {
    await response?.body?.cancel();
    throw failed(response ? `status ${response.status}` : "no answer");
  }
  const parts: Uint8Array[] = [];
  let size = 0;
  try {
    for await (const part of response.body) {
      size += part.length;
      if (size > LARGEST) break;
      parts.push(part);
    }
  } catch {
    throw failed("half of them");
  }
  if (size > LARGEST) throw none("at most 10 MB", "more");
  return new Uint8Array(Buffer.concat(parts));
}
