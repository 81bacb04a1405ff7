import fc from "fast-check";
import { expect, test } from "vitest";
import { telegramButtons } from "#src/channels/telegram-buttons.ts";

const TOKEN = `42:${"k".repeat(35)}`;
const ours = telegramButtons(TOKEN);
const anyButton = fc.record({ outboundId: fc.maxSafeNat(), index: fc.integer({ min: 0, max: 99 }) });

test("every button of every message comes back as what it was, within Telegram's 64 bytes", () => {
  fc.assert(
    fc.property(anyButton, (button) => {
      const data = ours.make(button);
      expect(Buffer.byteLength(data)).toBeLessThanOrEqual(64);
      expect(ours.verify(data)).toEqual(button);
    }),
  );
  const largest = { outboundId: Number.MAX_SAFE_INTEGER, index: 99 };
  expect(ours.verify(ours.make(largest))).toEqual(largest);
});

test("one letter changed anywhere, and it is nobody's button", () => {
  const letter = fc.constantFrom(...Array.from("0123456789abcxyzAZ._-"));
  fc.assert(
    fc.property(anyButton, fc.nat({ max: 63 }), letter, (button, place, other) => {
      const data = ours.make(button);
      const at = place % data.length;
      fc.pre(data[at] !== other);
      expect(ours.verify(data.slice(0, at) + other + data.slice(at + 1))).toBeNull();
    }),
  );
});

test.each([
  ["nothing", ""],
  ["another bot's", telegramButtons(`42:${"q".repeat(35)}`).make({ outboundId: 7, index: 0 })],
  ["one without its mark", "7.0."],
  ["a shorter mark", ours.make({ outboundId: 7, index: 0 }).slice(0, -1)],
  ["more behind it", `${ours.make({ outboundId: 7, index: 0 })}a`],
  ["words", "已解决"],
  ["letters of two units", "\u{1F600}".repeat(32)],
])("%s is not ours", (_, data) => {
  expect(ours.verify(data)).toBeNull();
});
