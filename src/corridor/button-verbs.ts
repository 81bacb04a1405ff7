// What the buttons do to a ticket.
type ButtonVerb = "accept" | "confirm" | "dispute" | "rate" | "progress" | "report" | "return";

/** Buttons that do something at once, and what. */
export const DEEDS: Record<string, ButtonVerb> = { 接单: "accept", 已解决: "confirm", 没解决: "dispute" };
/** Buttons after which the person is asked to write something. */
export const ASKS = {
  进展: { kind: "progress", text: "ask_progress", deed: "progress" },
  办结: { kind: "result", text: "ask_result", deed: "report" },
  退单: { kind: "return_reason", text: "ask_reason", deed: "return" },
} as const;

/** What a button does to a ticket; null where that is no ticket's business. */
export function verbOf(button: string): ButtonVerb | null {
  if (/^[1-5]$/.test(button)) return "rate";
  return ASKS[button as keyof typeof ASKS]?.deed ?? DEEDS[button] ?? null;
}
