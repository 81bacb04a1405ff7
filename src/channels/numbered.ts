import { DANGER_BUTTON } from "#src/words.ts";

/** Buttons as they are offered where nobody can tap: "1 立单  2 不是  紧急"; stars go by their own number. */
export function numbered(buttons: readonly string[]): string {
  const [first, last] = [buttons[0], buttons.at(-1)];
  if (buttons.length > 2 && buttons.every((button) => /^\d$/.test(button))) return `${first}–${last}`;
  return buttons
    .map((button, index) => (button === DANGER_BUTTON ? button : `${index + 1} ${button}`))
    .join("  ");
}
