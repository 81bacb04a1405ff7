/** Buttons as they are offered where nobody can tap: "1 已解决  2 没解决"; stars go by their own number. */
export function numbered(buttons: readonly string[]): string {
  const [first, last] = [buttons[0], buttons.at(-1)];
  if (buttons.length > 2 && buttons.every((button) => /^\d$/.test(button))) return `${first}–${last}`;
  return buttons.map((button, index) => `${index + 1} ${button}`).join("  ");
}
