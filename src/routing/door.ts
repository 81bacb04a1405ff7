// What an operator writes of a flat: the numbers on its doors, and its area.
import { z } from "zod";

const DOOR = /^[0-9A-Za-z\p{Script=Han}-]{1,12}$/u;

/** A number of a building, unit or room as people write it; YAML may have read it as a number. */
export const Door = z.unknown().transform((value, context): string => {
  const text = typeof value === "number" && Number.isInteger(value) ? String(value) : value;
  if (typeof text === "string" && DOOR.test(text)) return text;
  context.addIssue({ code: "custom", message: 'a number such as 3, A1 or "0501" in quotes' });
  return z.NEVER;
});

const AREA = /^(\d{1,5})(?:\.(\d{1,2}))?$/;

/** Square metres with up to two decimals, read as exact square centimetres. */
export const Area = z.unknown().transform((value, context): number => {
  const [, whole, decimals = ""] = AREA.exec(typeof value === "number" ? String(value) : asText(value)) ?? [];
  const area = Number(whole) * 10_000 + Number(decimals.padEnd(2, "0")) * 100;
  if (area > 0) return area;
  context.addIssue({ code: "custom", message: "square metres above 0 with up to two decimals" });
  return z.NEVER;
});

function asText(value: unknown): string {
  return typeof value === "string" ? value.trim() : "";
}

/** Square centimetres as square metres, for people; "no area" where it is not known. */
export function areaText(area: number | null): string {
  return area === null ? "no area" : `${area / 10_000} m²`;
}
