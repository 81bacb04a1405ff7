// The connections to Telegram: kept open between calls, and given up soon where none comes about.
import http from "node:http";
import https from "node:https";

/** The code of an error that says: no connection came about, so nothing was sent. */
export const NOT_CONNECTED = "NOT_CONNECTED";

/** Shorter than Telegram's own, so that nothing is written to a connection it has just closed. */
const IDLE_MS = 20_000;

/**
 * An agent for the protocol of this address. A connection that does not come about within `connectMs` fails with
 * NOT_CONNECTED: without that a dead line would look like an answer that is late, and nobody could know what was taken.
 */
export function telegramAgent(apiRoot: string, connectMs: number): http.Agent {
  const secure = new URL(apiRoot).protocol === "https:";
  const options = { keepAlive: true, timeout: IDLE_MS };
  const agent = secure ? new https.Agent(options) : new http.Agent(options);
  const connect = agent.createConnection.bind(agent);
  agent.createConnection = (...given) => {
    const socket = connect(...given);
    if (!socket) return socket;
    const giveUp = () => {
      socket.destroy(Object.assign(new Error("not connected in time"), { code: NOT_CONNECTED }));
    };
    const timer = setTimeout(giveUp, connectMs);
    const done = () => clearTimeout(timer);
    socket.once(secure ? "secureConnect" : "connect", done).once("close", done);
    return socket;
  };
  return agent;
}
