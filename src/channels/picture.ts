// What a picture is to a channel that shows it: bytes of a kind that every browser and platform knows.

/** A picture's bytes and its media type, as `imageType` finds it. */
export type Picture = { type: string; bytes: Uint8Array<ArrayBuffer> };

/** The picture's media type by its first bytes; null when it is none of those we show. */
export function imageType(bytes: Uint8Array): string | null {
  const head = Buffer.from(bytes.subarray(0, 12)).toString("latin1");
  if (head.startsWith("\xff\xd8\xff")) return "image/jpeg";
  if (head.startsWith("\x89PNG\r\n\x1a\n")) return "image/png";
  if (head.startsWith("GIF87a") || head.startsWith("GIF89a")) return "image/gif";
  if (head.startsWith("RIFF") && head.endsWith("WEBP")) return "image/webp";
  return null;
}
