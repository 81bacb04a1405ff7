// A server on loopback that speaks OpenAI's chat completions as it is told to, and remembers what it was asked.
import { once } from "node:events";
import { createServer } from "node:http";
import type { ServerResponse } from "node:http";

export type Asked = {
  path: string;
  authorization: string;
  model: string;
  messages: { role: string; content: string }[];
  body: Record<string, unknown>;
};
export type Reply = (response: ServerResponse) => void;

export type LlmServer = {
  /** With /v1, as in the settings. */
  url: string;
  asked: Asked[];
  /** From now on, what is answered to a question; `asked` includes it already. */
  on(reply: (question: Asked) => Reply): void;
  /** Forgets what was asked; open answers are broken off. */
  reset(): void;
  close(): Promise<void>;
};

export async function startLlmServer(): Promise<LlmServer> {
  let answer: (question: Asked) => Reply = () => says("");
  const asked: Asked[] = [];
  const server = createServer((request, response) => {
    let text = "";
    request.setEncoding("utf8");
    request.on("data", (chunk: string) => (text += chunk));
    request.on("end", () => {
      const body = JSON.parse(text || "{}") as Asked["body"];
      const { model = "", messages = [] } = body as Partial<Asked>;
      const { url: path = "", headers } = request;
      const question = { path, authorization: headers.authorization ?? "", model, messages, body };
      asked.push(question);
      answer(question)(response);
    });
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("expected a TCP port");
  return {
    url: `http://127.0.0.1:${address.port}/v1`,
    asked,
    on: (reply) => (answer = reply),
    reset: () => {
      server.closeAllConnections();
      asked.length = 0;
    },
    close: async () => {
      const closed = once(server, "close");
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

/** A well-formed completion with this content. */
export const says = (content: string | null): Reply =>
  sends(200, {
    id: "1",
    object: "chat.completion",
    choices: [{ index: 0, message: { role: "assistant", content }, finish_reason: "stop" }],
    usage: { prompt_tokens: 700, completion_tokens: 50, total_tokens: 750 },
  });

export const sends =
  (status: number, body: unknown, headers: Record<string, string> = {}): Reply =>
  (response) => {
    response.writeHead(status, { "content-type": "application/json", ...headers });
    response.end(typeof body === "string" ? body : JSON.stringify(body));
  };

export const hangs: Reply = () => {};

/** Begins to answer and never ends. */
export const dribbles: Reply = (response) => {
  response.writeHead(200, { "content-type": "application/json" });
  response.write('{"choices": [');
};
