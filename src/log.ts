// The one logger. Ids only: no resident's text, name or number is ever handed to it.
import { pino } from "pino";

export type Log = {
  info(fields: object, text: string): void;
  warn(fields: object, text: string): void;
  error(fields: object, text: string): void;
};

/** JSON lines on stderr, so that stdout stays free for a command's answer. */
export function openLog(level: string): Log {
  return pino({ level, base: null }, pino.destination({ fd: 2, sync: true }));
}

export const silentLog: Log = { info: () => {}, warn: () => {}, error: () => {} };
