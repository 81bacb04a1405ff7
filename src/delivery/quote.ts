import type { Image } from "#src/message.ts";

export type Words = { name: string; text: string; images: Image[] }[];

/** The reporters' own words, each person once, for those who work on the ticket. */
export function quote(words: Words): string {
  const lines = new Map<string, string[]>();
  for (const { name, text, images } of words) {
    const said = lines.get(name) ?? [];
    lines.set(name, [
      ...said,
      ...(text ? [line(text)] : []),
      ...(images.length > 0 ? [`[图×${images.length}]`] : []),
    ]);
  }
  const spoken = [...lines].filter(([, said]) => said.length > 0);
  return spoken.map(([name, said]) => `${name}:${said.join(" ")}`).join("\n");
}

/** A resident's words on one line, so that none of them looks like a line of ours. */
export function line(text: string): string {
  return text.replaceAll("\n", " ");
}
