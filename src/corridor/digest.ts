import { endOfToday, morningDigests } from "#src/delivery/morning.ts";
import type { Draft } from "#src/delivery/notice-parts.ts";
import { weeklyDigests } from "#src/delivery/weekly.ts";
import { dayOf } from "#src/clock.ts";
import { nextMorning, peopleAtOpening } from "#src/followups/digest-days.ts";
import { isWithinDay, openingAfter, roundOf, weekBefore, weekOpeningAfter } from "#src/followups/mornings.ts";
import type { Planned } from "#src/followups/plan.ts";
import type { FollowUp } from "#src/followups/store.ts";
import { REPEAT_DAYS } from "#src/tickets/repeat.ts";
import { tell } from "./change-ticket.ts";
import { roomOf, runStep } from "./house.ts";
import type { House, Step } from "./house.ts";
import { followUpJob, postpone } from "./jobs.ts";

const DAY_MS = 24 * 3_600_000;

/** At start: one digest of each kind lies ahead from now on; one that is due already is left to be said. */
export function planDigests(house: House): Promise<void> {
  return runStep(house, async (step) => {
    const { community } = house;
    await ahead(step, { kind: "morning_digest", dueAt: nextMorning(community, step.now) });
    await ahead(step, { kind: "weekly_digest", dueAt: weekOpeningAfter(community.calendar, step.now) });
  });
}

/** A claimed digest: once a day and person, and with it the next one is planned. */
export async function fireDigest(step: Step, followUp: FollowUp): Promise<void> {
  const { id, kind, round } = followUp;
  const next = kind === "morning_digest" ? await morning(step, followUp.dueAt) : await weekly(step);
  if (roundOf(dayOf(next)) !== round) return ahead(step, { kind, dueAt: next });
  // Who opens later that day has it then.
  await postpone(step, id, next);
}

/** To everyone who has opened since `since`; after an outage only for today. Returns when the next is due. */
async function morning(step: Step, since: Date): Promise<Date> {
  const { house, rooms, now } = step;
  const people = peopleAtOpening(house.community, { since, now });
  const tickets = people.size === 0 ? [] : await rooms.news.due(endOfToday(now));
  await tellEach(step, "morning", morningDigests(tickets, people, roomOf(step)));
  return nextMorning(house.community, now);
}

/** After an outage in the week's later days, within office hours. */
async function weekly(step: Step): Promise<Date> {
  const { house, rooms, now } = step;
  const { calendar } = house.community;
  if (!isWithinDay(calendar, now)) return openingAfter(calendar, now);
  const { from, to } = weekBefore(calendar, now);
  const figures = await rooms.news.figures({ from, to, now });
  const opened = await rooms.news.opened(new Date(from.getTime() - REPEAT_DAYS * DAY_MS), to);
  await tellEach(step, "weekly", weeklyDigests({ from, to, figures, opened }, roomOf(step)));
  return weekOpeningAfter(calendar, now);
}

async function tellEach(step: Step, name: string, drafts: Draft[]): Promise<void> {
  const day = roundOf(dayOf(step.now));
  for (const draft of drafts) {
    const key = `${name}-${day}-${draft.to.personId ?? 0}`;
    await tell(step, [draft], { key, ticketId: null, messageId: null });
  }
}

async function ahead(step: Step, { kind, dueAt }: Omit<Planned, "round">): Promise<void> {
  const fresh = await step.rooms.followUps.ahead({ kind, round: roundOf(dayOf(dueAt)), dueAt });
  if (fresh) step.later(followUpJob(fresh.id, dueAt), dueAt);
}
