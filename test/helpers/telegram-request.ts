// Reads what a client sends in any of the ways the Bot API allows: query string, JSON, form, multipart with files.
import type { IncomingMessage } from "node:http";
import type { Json, TgCall } from "./telegram-types.ts";
import { Refusal } from "./telegram-types.ts";

/** Telegram takes uploads of 50 MB and a little around them. */
const LARGEST_BODY = 52 * 1024 * 1024;

export async function readCall(request: IncomingMessage, method: string, at: number): Promise<TgCall> {
  const url = new URL(request.url ?? "/", "http://telegram");
  const call: TgCall = { method, params: Object.fromEntries(url.searchParams), uploads: new Map(), at };
  const body = await readAll(request);
  const type = request.headers["content-type"] ?? "";
  if (body.length === 0) return call;
  if (type.startsWith("application/json")) Object.assign(call.params, parseObject(body.toString("utf8")));
  else if (type.startsWith("multipart/form-data") || type.startsWith("application/x-www-form-urlencoded")) {
    const form = await new Response(new Uint8Array(body), { headers: { "content-type": type } }).formData();
    for (const [name, value] of form) {
      if (typeof value === "string") call.params[name] = value;
      else call.uploads.set(name, { filename: value.name, bytes: Buffer.from(await value.arrayBuffer()) });
    }
  }
  return call;
}

async function readAll(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    if (!Buffer.isBuffer(chunk)) continue;
    size += chunk.length;
    if (size > LARGEST_BODY) throw new Refusal(413, "Request Entity Too Large");
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function parseObject(text: string): Json {
  try {
    const value: unknown = JSON.parse(text);
    if (isObject(value)) return value;
  } catch {
    // Falls through to the refusal below.
  }
  throw new Refusal(400, "Bad Request: can't parse JSON object");
}

export const isObject = (value: unknown): value is Json =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** A parameter as text; "" when it is missing. */
export function textOf(params: Json, name: string): string {
  const value = params[name];
  if (typeof value === "string") return value;
  return typeof value === "number" || typeof value === "boolean" ? String(value) : "";
}

/** A whole number, sent as such or as digits; `otherwise` for anything else, as Telegram does. */
export function numberOf(params: Json, name: string, otherwise = 0): number {
  const value = Number(textOf(params, name) || Number.NaN);
  return Number.isSafeInteger(value) ? value : otherwise;
}

export const flagOf = (params: Json, name: string): boolean =>
  ["true", "1", "yes"].includes(textOf(params, name).toLowerCase());

/** A parameter that is an object or a list, sent as such or, in forms, as JSON text. */
export function jsonOf(params: Json, name: string): unknown {
  const value = params[name];
  if (typeof value !== "string" || value === "") return value === "" ? undefined : value;
  try {
    const parsed: unknown = JSON.parse(value);
    return parsed;
  } catch {
    throw new Refusal(400, `Bad Request: can't parse ${name.replaceAll("_", " ")} JSON object`);
  }
}
