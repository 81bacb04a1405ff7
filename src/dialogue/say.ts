import { shanghai } from "#src/clock.ts";
import type { Place } from "#src/words.ts";
import { TEXTS } from "./text-keys.ts";
import type { TextKey, Texts } from "./texts.ts";

export type Values<K extends TextKey> = Record<(typeof TEXTS)[K][number], string>;

/** The text of this key with its words filled in; what is filled in is never read as a text again. */
export function say<K extends TextKey>(texts: Texts, key: K, values: Values<K>): string {
  const filled = values as Record<string, string>;
  return texts[key].replace(/\{(\w+)\}/g, (_, name: string) => filled[name] ?? "");
}

/** A limit as neighbours say it: 今天18:00前, 明天9:00前, 11月25日17:30前. */
export function byWhen(limit: Date, now: Date): string {
  const at = shanghai(limit);
  const today = shanghai(now);
  const time = `${Math.floor(at.minute / 60)}:${String(at.minute % 60).padStart(2, "0")}前`;
  const days = Math.round(
    (Date.UTC(at.year, at.month - 1, at.day) - Date.UTC(today.year, today.month - 1, today.day)) / 86_400_000,
  );
  if (days === 0) return `今天${time}`;
  if (days === 1) return `明天${time}`;
  return `${at.month}月${at.day}日${time}`;
}

/** A place in full (3栋2单元501), or only as much as a group may know (3栋2单元). Empty when nothing is known. */
export function placeName(place: Place | null, reach: "full" | "public"): string {
  if (!place) return "";
  const stairs = `${place.building ? `${place.building}栋` : ""}${place.unit ? `${place.unit}单元` : ""}`;
  const room = reach === "full" && place.room ? place.room : "";
  return `${stairs}${room}${place.spot ?? ""}`;
}

/** The same in brackets to follow a matter, as a group may see it. */
export function atPlace(place: Place | null): string {
  const name = placeName(place, "public");
  return name === "" ? "" : `(${name})`;
}
