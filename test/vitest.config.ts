import { resolve } from "node:path";
import { defineConfig } from "vitest/config";
import { DearFirst } from "./dear-first.ts";

const INTEGRATION = ["test/integration/**/*.test.ts"];
const STORIES = ["test/stories/**/*.test.ts"];

const WITH_SERVERS = {
  globalSetup: ["test/helpers/global-setup.ts"],
  testTimeout: 60_000,
  hookTimeout: 120_000,
  // A loaded machine is slow, not wrong: real servers and a browser get one more chance, which the report shows.
  retry: 1,
  expect: { poll: { timeout: 15_000 } },
  // On two cores: while one waits for real time to pass, two others work.
  maxWorkers: 3,
  sequence: { groupOrder: 1 },
};

export default defineConfig({
  root: resolve(import.meta.dirname, ".."),
  test: {
    execArgv: ["--no-deprecation"],
    sequence: { sequencer: DearFirst },
    // Where `isolate` is off, the files of one worker share what they import, which is most of a small file's time.
    projects: [
      {
        extends: true,
        test: {
          name: "unit",
          include: ["test/**/*.test.ts"],
          exclude: [...INTEGRATION, ...STORIES],
          isolate: false,
        },
      },
      { extends: true, test: { ...WITH_SERVERS, name: "integration", include: INTEGRATION } },
      { extends: true, test: { ...WITH_SERVERS, name: "stories", include: STORIES, isolate: false } },
    ],
  },
});
