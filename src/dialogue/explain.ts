// What is wrong with a value that does not have its shape, in words an operator understands.
import type { z } from "zod";

/** `says` reads `expected …, got …`. */
export type Explained = { path: PropertyKey[]; says: string };

/** Takes an issue of a shape and the data it was found in; returns where it is and what is wrong, one for each unknown field. */
export function explain(issue: z.core.$ZodIssue, data: unknown): Explained[] {
  if (issue.code === "unrecognized_keys") {
    return issue.keys.map((key) => {
      const path = [...issue.path, key];
      return { path, says: `expected no such field, got ${show(valueAt(data, path))}` };
    });
  }
  const got = show(valueAt(data, issue.path));
  return [{ path: [...issue.path], says: `expected ${expectation(issue)}, got ${got}` }];
}

function expectation(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case "invalid_type":
      return issue.expected;
    case "invalid_value":
      return `one of ${issue.values.map(String).join(", ")}`;
    case "too_small":
      return issue.origin === "array"
        ? "a list that is not empty"
        : `at least ${issue.minimum}${issue.origin === "string" ? " characters" : ""}`;
    case "too_big":
      return `at most ${issue.maximum}${issue.origin === "string" ? " characters" : ""}`;
    case "invalid_union":
      return "exactly one of minutes, hours, days, workingDays with a whole number from 1";
    default:
      return issue.message;
  }
}

function valueAt(data: unknown, path: readonly PropertyKey[]): unknown {
  let value = data;
  for (const part of path) {
    if (typeof value !== "object" || value === null) return undefined;
    value = (value as Record<PropertyKey, unknown>)[part];
  }
  return value;
}

/** A value as it is shown to who wrote it, cut where it is long. */
export function show(value: unknown): string {
  const text = value === undefined ? "nothing" : JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}
