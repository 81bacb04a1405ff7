// WeChat's settings: wechaty's own names for the gateway, ours for how slowly and when it is written to.
import { z } from "zod";

const whole = (min: number, max: number) => {
  const error = `expected a whole number from ${min} to ${max}`;
  return z.coerce.number({ error }).int({ error }).min(min).max(max);
};
const HOURS = /^(?:none|(?:[01]\d|2[0-3]):[0-5]\d-(?:[01]\d|2[0-3]):[0-5]\d)$/;
const SERVICE = "wechaty-puppet-service";

export const WECHAT_SETTINGS = {
  WECHATY_PUPPET: z
    .string()
    .regex(/^(@[\w.-]+\/)?[\w.-]+$/, {
      error: "expected the name of a package such as wechaty-puppet-service",
    })
    .optional(),
  WECHATY_PUPPET_SERVICE_ENDPOINT: z
    .string()
    .regex(/^[^\s/:]+:\d{1,5}$|^\[[\da-f:]+\]:\d{1,5}$/i, { error: "expected host:port" })
    .optional(),
  WECHATY_PUPPET_SERVICE_TOKEN: z
    .string()
    .regex(/^[\x21-\x7e]+$/, { error: "expected a token without spaces" })
    .optional(),
  WECHATY_PUPPET_SERVICE_NO_TLS_INSECURE_CLIENT: z.enum(["true", "false"]).default("false"),
  WECHATY_PUPPET_SERVICE_TLS_CA_CERT: z
    .string()
    .includes("BEGIN CERTIFICATE", { error: "expected a certificate in PEM" })
    .optional(),
  WECHATY_PUPPET_SERVICE_TLS_SERVER_NAME: z.string().min(1).optional(),
  WECHAT_PER_MINUTE: whole(1, 60).default(10),
  WECHAT_PRIVATE_PER_HOUR: whole(1, 1_000).default(20),
  WECHAT_QUIET_HOURS: z
    .string()
    .regex(HOURS, { error: "expected hours such as 22:30-07:00, or none" })
    .default("22:30-07:00"),
  WECHAT_FRIENDS: z.enum(["word", "all", "never"]).default("word"),
  WECHAT_FRIEND_WORD: z.string().min(1).default("邻里"),
  WECHAT_ROOMS: z.enum(["staff", "friends", "never"]).default("staff"),
  WECHAT_BEAT_MINUTES: whole(1, 60).default(3),
  WECHAT_SILENT_MINUTES: whole(5, 1_440).default(30),
};
const Read = z.object(WECHAT_SETTINGS);
type Read = z.infer<typeof Read>;

export type WechatConfig = {
  puppet: string;
  endpoint: string | null;
  token: string | null;
  tls: { disable: boolean; caCert: string | null; serverName: string | null };
  pace: { perMinute: number; privatePerHour: number; quiet: { from: number; until: number } | null };
  friends: { rule: "all" | "word" | "never"; word: string };
  /** Whose invitation into a room is accepted. */
  rooms: "staff" | "friends" | "never";
  watch: { beatMs: number; silentMs: number };
};

/** What a gateway cannot be reached without; a line for each. */
export function wechatLacks(settings: Read): string[] {
  if (settings.WECHATY_PUPPET !== SERVICE) return [];
  const needed = ["WECHATY_PUPPET_SERVICE_ENDPOINT", "WECHATY_PUPPET_SERVICE_TOKEN"] as const;
  return needed
    .filter((name) => settings[name] === undefined)
    .map((name) => `${name}: expected a value, since WECHATY_PUPPET is ${SERVICE}, got nothing`);
}

/** Null where no puppet is named. */
export function wechatOf(settings: Read): WechatConfig | null {
  if (settings.WECHATY_PUPPET === undefined) return null;
  return {
    puppet: settings.WECHATY_PUPPET,
    endpoint: settings.WECHATY_PUPPET_SERVICE_ENDPOINT ?? null,
    token: settings.WECHATY_PUPPET_SERVICE_TOKEN ?? null,
    tls: {
      disable: settings.WECHATY_PUPPET_SERVICE_NO_TLS_INSECURE_CLIENT === "true",
      // As wechaty itself reads it: an environment has no lines.
      caCert: settings.WECHATY_PUPPET_SERVICE_TLS_CA_CERT?.replaceAll("\\n", "\n") ?? null,
      serverName: settings.WECHATY_PUPPET_SERVICE_TLS_SERVER_NAME ?? null,
    },
    pace: {
      perMinute: settings.WECHAT_PER_MINUTE,
      privatePerHour: settings.WECHAT_PRIVATE_PER_HOUR,
      quiet: hoursOf(settings.WECHAT_QUIET_HOURS),
    },
    friends: { rule: settings.WECHAT_FRIENDS, word: settings.WECHAT_FRIEND_WORD },
    rooms: settings.WECHAT_ROOMS,
    watch: {
      beatMs: settings.WECHAT_BEAT_MINUTES * 60_000,
      silentMs: settings.WECHAT_SILENT_MINUTES * 60_000,
    },
  };
}

function hoursOf(text: string): { from: number; until: number } | null {
  const [from = NaN, until = NaN] = text.split("-").map((time) => {
    const [hour = NaN, minute = NaN] = time.split(":").map(Number);
    return hour * 60 + minute;
  });
  return Number.isNaN(from) || Number.isNaN(until) ? null : { from, until };
}
