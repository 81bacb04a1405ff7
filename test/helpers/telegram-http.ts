// Answers the requests of the bot: finds the method, lets the script and the limits speak first, words the outcome.
import type { IncomingMessage, ServerResponse } from "node:http";
import { LARGEST_DOWNLOAD } from "./telegram-files.ts";
import type { Method } from "./telegram-methods.ts";
import { jsonOf, numberOf, readCall } from "./telegram-request.ts";
import { refusalOf } from "./telegram-script.ts";
import type { Behaviour, Script, Throttle } from "./telegram-script.ts";
import type { TgCall } from "./telegram-types.ts";
import { Refusal } from "./telegram-types.ts";
import type { Webhook } from "./telegram-webhook.ts";
import type { World } from "./telegram-world.ts";

type Parts = {
  token: string;
  world: World;
  webhook: Webhook;
  script: Script;
  throttle: Throttle;
  methods: Map<string, Method>;
  calls: TgCall[];
};
type Answer = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

const WEBHOOK_ACTIVE =
  "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first";

export function answerer(parts: Parts): Answer {
  return async (request, response) => {
    const gone = new AbortController();
    response.on("close", () => gone.abort());
    try {
      const { file, token, method } = routeOf(request.url ?? "/");
      // What is no token at all finds nothing; one of nobody's is refused.
      if (!/^\d+:[\w-]+$/.test(token)) throw new Refusal(404, "Not Found");
      if (token !== parts.token) throw new Refusal(401, "Unauthorized");
      const call = await readCall(request, file ? "file" : method, parts.world.now());
      parts.calls.push(call);
      const behaviour = parts.script.take(call);
      if (behaviour !== null && !(await survives(behaviour, parts, call, response))) return;
      if (file) sendBytes(parts.world, decodeURIComponent(method), response);
      else reply(response, 200, { ok: true, result: await perform(parts, call, gone.signal) });
    } catch (error) {
      const refusal =
        error instanceof Refusal ? error : new Refusal(500, `Internal Server Error: ${String(error)}`);
      refuse(response, refusal);
    }
  };
}

function routeOf(url: string): { file: boolean; token: string; method: string } {
  const [, file, token, method] = /^\/(file\/)?bot([^/]+)\/([^?]*)/.exec(url) ?? [];
  if (token === undefined || method === undefined) throw new Refusal(404, "Not Found");
  return { file: file !== undefined, token: decodeURIComponent(token), method };
}

/** Whether the call is to go on as if there were no script. */
async function survives(
  behaviour: Behaviour,
  parts: Parts,
  call: TgCall,
  response: ServerResponse,
): Promise<boolean> {
  if (behaviour === "swallow" || behaviour === "swallow-close")
    await perform(parts, call, AbortSignal.abort());
  if (behaviour === "close" || behaviour === "swallow-close") response.destroy();
  if (typeof behaviour === "string") return false;
  if (!("html" in behaviour)) throw refusalOf(behaviour);
  response.writeHead(behaviour.html, { "content-type": "text/html", server: "nginx/1.18.0" });
  response.end(`<html><head><title>${behaviour.html} Bad Gateway</title></head><body></body></html>`);
  return false;
}

async function perform(parts: Parts, call: TgCall, gone: AbortSignal): Promise<unknown> {
  const { world, webhook, throttle, methods } = parts;
  const name = call.method.toLowerCase();
  if (name === "getupdates") {
    if (webhook.isSet) throw new Refusal(409, WEBHOOK_ACTIVE);
    return world.queue.poll(call.params, gone);
  }
  if (name === "setwebhook") return webhook.set(call.params);
  if (name === "deletewebhook") return webhook.set({ ...call.params, url: "" });
  if (name === "getwebhookinfo") return webhook.info();
  const method = methods.get(name);
  if (method === undefined) throw new Refusal(404, "Not Found: method not found");
  if (name.startsWith("send") && name !== "sendchataction") {
    const media = name === "sendmediagroup" ? jsonOf(call.params, "media") : null;
    throttle.admit(numberOf(call.params, "chat_id"), world.now(), Array.isArray(media) ? media.length : 1);
  }
  return method(world, call);
}

function sendBytes(world: World, path: string, response: ServerResponse): void {
  const file = world.files.byPath(path);
  if (file === undefined) throw new Refusal(404, "Not Found");
  if (file.file_size > LARGEST_DOWNLOAD) throw new Refusal(400, "Bad Request: file is too big");
  response.writeHead(200, {
    "content-type": "application/octet-stream",
    "content-length": file.bytes.length,
  });
  response.end(file.bytes);
}

function refuse(response: ServerResponse, { code, message, parameters }: Refusal): void {
  const retry = parameters?.["retry_after"];
  if (typeof retry === "number") response.setHeader("retry-after", retry);
  const body = { ok: false, error_code: code, description: message, ...(parameters && { parameters }) };
  reply(response, code, body);
}

function reply(response: ServerResponse, status: number, body: unknown): void {
  if (response.destroyed) return;
  response.writeHead(status, { "content-type": "application/json" });
  response.end(JSON.stringify(body));
}
