/** Takes how people write words and what they mean; returns what reads a text that way, the longest word first. */
export function speller(spellings: Readonly<Record<string, string>>): (text: string) => string {
  const known = new Map(Object.entries(spellings));
  const lengths = new Map<number, number[]>();
  for (const word of known.keys()) {
    const first = word.charCodeAt(0);
    lengths.set(
      first,
      [...new Set([...(lengths.get(first) ?? []), word.length])].toSorted((one, other) => other - one),
    );
  }
  return (text) => {
    let read = "";
    let copied = 0;
    for (let at = 0; at < text.length; at++) {
      const length = lengths.get(text.charCodeAt(at))?.find((size) => known.has(text.slice(at, at + size)));
      if (length === undefined) continue;
      read += text.slice(copied, at) + (known.get(text.slice(at, at + length)) ?? "");
      at += length - 1;
      copied = at + 1;
    }
    return read + text.slice(copied);
  };
}
