// Files that a command is told to read or write.
import { readFileSync, writeFileSync } from "node:fs";
import { AppError } from "#src/errors.ts";

/** Takes a path; returns what the file holds. Throws AppError bad_input where it cannot be read. */
export function readBytes(path: string): Buffer {
  try {
    return readFileSync(path);
  } catch (cause) {
    throw new AppError("bad_input", `${path}: expected a readable file, got ${(cause as Error).message}`, {
      cause,
    });
  }
}

/** Writes what a command was asked to. Throws AppError bad_input where it cannot be written. */
export function writeOut(path: string, content: string | Uint8Array): void {
  try {
    writeFileSync(path, content);
  } catch (cause) {
    throw new AppError("bad_input", `${path}: expected a writable file, got ${(cause as Error).message}`, {
      cause,
    });
  }
}
