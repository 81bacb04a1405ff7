// The pages before the chat: choosing whom to be in the demonstration, coming in outside it.
import { html } from "hono/html";
import type { PersonGroup, WebPerson } from "./web-door.ts";
import { avatar, brand, frame, icon } from "./web-frame.ts";
import type { Page } from "./web-frame.ts";
import { TEXTS } from "./web-texts.ts";

export function peoplePage(people: WebPerson[]): Page {
  const groups: PersonGroup[] = ["resident", "member", "staff"];
  const of = (group: PersonGroup): WebPerson[] => people.filter((person) => person.group === group);
  const [left, right] = [of("resident")[0], of("member")[0]];
  const pair = left && right ? TEXTS.demoPair(left.name, right.name) : "";
  return frame({
    title: `${TEXTS.product} · ${TEXTS.demoTitle}`,
    kind: "hall",
    body: html`<main class="hall">
      ${brand()}
      <p class="lead">${TEXTS.demoLead}</p>
      <p class="hint">${TEXTS.demoHint}${pair}</p>
      ${groups
        .filter((group) => of(group).length > 0)
        .map(
          (group) =>
            html`<section>
              <h2>${TEXTS.groupsOfPeople[group]}</h2>
              <ul class="people">
                ${of(group).map(personCard)}
              </ul>
            </section>`,
        )}
    </main>`,
  });
}

function personCard(person: WebPerson): Page {
  const { initial, tint } = avatar(person.name, person.account);
  const address = `/chat?as=${encodeURIComponent(person.account)}`;
  return html`<li class="person">
    <a class="be" href="${address}">
      <span class="avatar tint-${tint}" aria-hidden="true">${initial}</span>
      <span class="who"><b>${person.name}</b><small>${person.note}</small></span>
    </a>
    <a
      class="beside"
      href="${address}"
      target="_blank"
      rel="noopener"
      aria-label="${`${person.name}:${TEXTS.demoNewWindow}`}"
      title="${TEXTS.demoNewWindow}"
      >${icon("window")}</a
    >
  </li>`;
}

export function enterPage(title: string): Page {
  const part = (name: string, label: string) =>
    html`<label class="part"
      ><input name="${name}" inputmode="text" autocomplete="off" maxlength="8" required /><span
        >${label}</span
      ></label
    >`;
  return frame({
    title: `${title} · ${TEXTS.product}`,
    kind: "hall",
    script: "web-entry.js",
    body: html`<main class="hall narrow">
      ${brand()}
      <form id="entry" class="card" data-offline="${TEXTS.offline}" novalidate>
        <h2>${TEXTS.enterTitle(title)}</h2>
        <p class="lead">${TEXTS.enterLead}</p>
        <label class="field"
          ><span>${TEXTS.enterName}</span
          ><input
            name="name"
            autocomplete="name"
            placeholder="${TEXTS.enterNameHint}"
            maxlength="40"
            required
        /></label>
        <fieldset id="flat">
          <legend>${TEXTS.enterFlat}</legend>
          <div class="flat">
            ${part("building", TEXTS.enterBuilding)} ${part("unit", TEXTS.enterUnit)}
            ${part("room", TEXTS.enterRoom)}
          </div>
        </fieldset>
        <label class="check"
          ><input type="checkbox" name="elsewhere" /><span>${TEXTS.enterNoFlat}</span></label
        >
        <p class="fault" role="alert"></p>
        <button class="main">${TEXTS.enterButton}</button>
        <p class="small">${TEXTS.enterPrivacy}</p>
      </form>
    </main>`,
  });
}
