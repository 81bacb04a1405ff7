import { html } from "hono/html";
import { brand, frame } from "./web-frame.ts";
import type { Page } from "./web-frame.ts";
import { TEXTS } from "./web-texts.ts";

const PATH = "/chat/workbench";

/** Where the workbench is; `as`: the person in the demonstration, null where a cookie says it. */
export function workbenchAddress(as: string | null, part = ""): string {
  return `${PATH}${part}${as === null ? "" : `?as=${encodeURIComponent(as)}`}`;
}

export type Bench = {
  as: string | null;
  publicUrl: string | null;
  /** Whether the QR code of the address can be drawn; null without an address. */
  poster: boolean | null;
};

/** The page, whose script asks for the state again and again; no code stands in it. */
export function workbenchPage(bench: Bench): Page {
  const { as } = bench;
  return frame({
    title: `${TEXTS.benchTitle} · ${TEXTS.product}`,
    kind: "hall",
    script: "web-workbench.js",
    data: JSON.stringify({ state: workbenchAddress(as, "/wechat"), offline: TEXTS.offline }),
    body: html`<main class="hall narrow bench">
      ${brand()}
      <a class="back" href="${as === null ? "/chat" : `/chat?as=${encodeURIComponent(as)}`}"
        >${TEXTS.benchBack}</a
      >
      <section id="wechat" class="card" aria-live="polite" aria-busy="true">
        <h2>${TEXTS.benchWechat}</h2>
        <p class="status"><span class="dot" aria-hidden="true"></span><b></b></p>
        <img class="qr" alt="${TEXTS.benchStates.scan}" width="240" height="240" hidden />
        <div class="lines"></div>
        <p class="small reason"></p>
        <p class="fault" role="alert"></p>
      </section>
      ${poster(bench)}
    </main>`,
  });
}

function poster({ as, publicUrl, poster: isDrawn }: Bench): Page {
  if (publicUrl === null || isDrawn === null)
    return html`<section class="card">
      <h2>${TEXTS.benchPoster}</h2>
      <p>${TEXTS.benchNoAddress}</p>
    </section>`;
  return html`<section class="card poster">
    <h2>${TEXTS.benchPoster}</h2>
    <p>${TEXTS.benchPosterLead}</p>
    ${
      isDrawn
        ? html`<img
            class="qr"
            src="${workbenchAddress(as, "/poster.svg")}"
            alt="${publicUrl}"
            width="240"
            height="240"
          />`
        : html`<p class="small">${TEXTS.benchNotDrawn}</p>`
    }
    <p class="address">${publicUrl}</p>
    <button type="button" id="print" class="main">${TEXTS.benchPrint}</button>
  </section>`;
}
