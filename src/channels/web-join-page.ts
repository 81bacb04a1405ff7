// The page behind the link that brings somebody from another channel.
import { html } from "hono/html";
import { brand, frame } from "./web-frame.ts";
import type { Page } from "./web-frame.ts";
import { TEXTS } from "./web-texts.ts";

/** Asks before anything happens; the same for everybody, since only the browser knows the code. */
export function joinPage(): Page {
  return frame({
    title: `${TEXTS.joinTitle} · ${TEXTS.product}`,
    kind: "hall",
    script: "web-join.js",
    body: html`<main class="hall narrow">
      ${brand()}
      <section
        id="join"
        class="card"
        data-offline="${TEXTS.offline}"
        data-whole="${TEXTS.joinWhole}"
        data-next="${TEXTS.joinNext}"
      >
        <h2>${TEXTS.joinTitle}</h2>
        <p class="lead">${TEXTS.joinLead}</p>
        <p class="fault" role="alert"></p>
        <button type="button" class="main">${TEXTS.joinButton}</button>
        <p class="small next" hidden></p>
        <a class="other" href="/">${TEXTS.joinOther}</a>
      </section>
    </main>`,
  });
}
