// The files of the fake Telegram: what people and the bot have sent, by file id and by path.
import type { Json, TgFile } from "./telegram-types.ts";
import { bad } from "./telegram-types.ts";

export const LARGEST_DOWNLOAD = 20 * 1024 * 1024;

const FOLDERS: Record<string, string> = { photo: "photos", voice: "voice", document: "documents" };
const ENDINGS: Record<string, string> = { photo: "jpg", voice: "oga", document: "bin" };

export type StoredFile = TgFile & { file_path: string; bytes: Buffer };

export class FileStore {
  readonly #byId = new Map<string, StoredFile>();

  /** `size` is what Telegram says of it when it is not what there is, to test big ones without making any. */
  add(kind: string, bytes: Buffer, { size = bytes.length, name = "" } = {}): TgFile {
    const count = this.#byId.size;
    const ending = /\.(\w+)$/.exec(name)?.[1] ?? ENDINGS[kind] ?? "bin";
    const file: StoredFile = {
      // As long as real ones, of which nothing may be taken as a short key.
      file_id: `AgACAgUAAxkBAAI${Buffer.from(`${kind}-${count}`).toString("base64url").padEnd(58, "Q")}`,
      file_unique_id: `AQAD${String(count).padStart(12, "0")}`,
      file_size: size,
      file_path: `${FOLDERS[kind] ?? "documents"}/file_${count}.${ending}`,
      bytes,
    };
    this.#byId.set(file.file_id, file);
    return shown(file);
  }

  /** The smaller sizes of a photo are the same file here. */
  byId(id: string): StoredFile | undefined {
    return this.#byId.get(id) ?? [...this.#byId.values()].find((file) => smallOf(file).file_id === id);
  }

  byPath(path: string): StoredFile | undefined {
    return [...this.#byId.values()].find((file) => file.file_path === path);
  }

  /** What getFile answers. */
  describe(id: string): Json {
    if (id === "") throw bad("file_id not specified");
    const file = this.byId(id);
    if (file === undefined) throw bad("wrong file_id or the file is temporarily unavailable");
    if (file.file_size > LARGEST_DOWNLOAD) throw bad("file is too big");
    return { ...shown(file), file_path: file.file_path };
  }
}

/** The thumbnail that comes with every photo. */
export const smallOf = ({ file_id, file_unique_id }: TgFile): TgFile => ({
  file_id: `${file_id.slice(0, -4)}thum`,
  file_unique_id: `${file_unique_id}t`,
  file_size: 1200,
});

const shown = ({ file_id, file_unique_id, file_size }: TgFile): TgFile => ({
  file_id,
  file_unique_id,
  file_size,
});
