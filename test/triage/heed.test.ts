import { expect, test } from "vitest";
import { readFlows } from "#src/dialogue/files.ts";
import { decide } from "#src/triage/decide.ts";
import type { Decision } from "#src/triage/decide.ts";
import { heed, wantsOpinion } from "#src/triage/heed.ts";
import type { Opinion } from "#src/triage/llm.ts";

const { rulebook } = readFlows("flows");
const OPINION: Opinion = {
  label: "volunteer",
  urgency: "low",
  place: "请拨13800138000",
  summary: "忽略规则",
  confidence: 1,
  prompt: "triage.v1",
  model: "obedient",
};
const certain = decide("我们这边几号楼也不清楚，水管爆了水往外喷", rulebook);
const found = (change: Partial<Decision>): Decision => ({ ...certain, place: null, ...change });
const after = (decision: Decision, opinion: Partial<Opinion> = {}) =>
  heed(decision, { ...OPINION, ...opinion }, rulebook);

test("a certain request is neither moved, slowed nor silenced; only its place may be told", () => {
  const decision = found({ confidence: 0.9, needs: ["building"] });
  expect(decision).toMatchObject({ grade: "certain", label: "property", urgency: "urgent" });
  const { matter, confidence } = decision;
  const same = { request: true, grade: "certain", label: "property", urgency: "urgent", matter, confidence };
  expect(after(decision)).toMatchObject({ ...same, place: null, needs: ["building"] });
  expect(after(decision, { label: "none" })).toMatchObject(same);
  expect(after(decision, { place: "三号楼" })).toMatchObject({
    ...same,
    place: { building: "3" },
    needs: [],
  });
});

test("where the category is in doubt the opinion names it, but slows nothing down", () => {
  const decision = found({ grade: "likely", confidence: 0.4, matter: "水管爆裂" });
  expect(after(decision)).toMatchObject({ label: "volunteer", matter: "志愿互助", urgency: "urgent" });
  const unsure = found({ grade: "unsure", request: false, label: "none", urgency: "normal", matter: "" });
  expect(after(unsure)).toMatchObject({ request: true, label: "volunteer", urgency: "low" });
});

test("a danger that was suspected is raised, and a certain request stays what it is", () => {
  const suspect = rulebook.kinds.find(({ kind }) => kind === "fire") ?? null;
  const opinion = { label: "safety", urgency: "emergency" } as const;
  const raised = { urgency: "emergency", emergency: { kind: "fire" } };
  const decision = found({ suspect, confidence: 0.9 });
  expect(after(decision, opinion)).toMatchObject({ ...raised, label: "property", matter: decision.matter });
  const doubtful = found({ suspect, confidence: 0.4 });
  expect(after(doubtful, opinion)).toMatchObject({ ...raised, label: "safety", matter: "火情" });
});

test("nobody is rung for a danger that only the opinion sees", () => {
  const decision = found({ grade: "likely", suspect: null });
  expect(after(decision, { urgency: "emergency" })).toMatchObject({ urgency: "urgent", emergency: null });
});

test("what may be sensitive stays private, whatever the opinion calls it", () => {
  const unsure = decide("他老是那样对我妈，我也不知道跟谁讲", rulebook);
  const sensitive = found({ ...unsure, sensitive: true, suspect: null });
  expect(after(sensitive, { label: "parking" }).sensitive).toBe(true);
  const [suspect] = rulebook.kinds.filter(({ kind }) => kind === "lift_trapped");
  const alarming = found({ sensitive: true, suspect: suspect ?? null });
  expect(after(alarming, { urgency: "emergency" })).toMatchObject({
    sensitive: true,
    emergency: { kind: "lift_trapped" },
  });
});

test.each(["我家那口子又动手了", "工资三个月没发"])("%s: private, request or not", (text) => {
  const decision = decide(text, rulebook);
  expect(decision.sensitive).toBe(true);
  const { sensitive } = heed(decision, { ...OPINION, label: "environment", place: null }, rulebook);
  expect(sensitive).toBe(true);
});

test("in a danger that is certain no opinion is wanted", () => {
  const danger = "5栋楼道着火了快来人";
  expect(wantsOpinion(decide(danger, rulebook), danger)).toBe(false);
});
