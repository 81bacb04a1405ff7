// In which order the files run: those that take long though they are short come first, so that none is left at the end
// with one worker alone.
import { BaseSequencer } from "vitest/node";
import type { TestSpecification } from "vitest/node";

/** Where a whole day is played, the program is started time and again, or real time has to pass. */
const DEAR = [
  "integration/start",
  "stories/day",
  "stories/wechat-day",
  "integration/telegram-house",
  "integration/kill",
  "stories/fortnight",
  "integration/telegram-kill",
  "stories/telegram-day",
  "integration/whole-house",
].map((name) => `test/${name}.test.ts`);

export class DearFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const dear = DEAR.flatMap((name) => sorted.filter(({ moduleId }) => moduleId.endsWith(name)));
    return [...dear, ...sorted.filter((file) => !dear.includes(file))];
  }
}
