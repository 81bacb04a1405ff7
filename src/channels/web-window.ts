// The chat's own window, as HTML: tabs, one panel per chat, the composer. The script fills it.
import { html } from "hono/html";
import type { Visitor } from "./web-door.ts";
import { avatar, frame, icon } from "./web-frame.ts";
import type { Page } from "./web-frame.ts";
import type { CLIENT_TEXTS } from "./web-texts.ts";
import { TEXTS } from "./web-texts.ts";
import { workbenchAddress } from "./web-workbench-page.ts";

/** Everything the script needs to begin with. */
export type Boot = {
  /** The person in the demonstration, sent along with every request; null where a cookie says it. */
  as: string | null;
  me: Visitor;
  chats: { id: string; title: string; kind: "group" | "private" }[];
  limits: { text: number; photos: number; photoBytes: number };
  texts: typeof CLIENT_TEXTS;
};

/** `staff`: whether the workbench is theirs to open. */
export function chatPage(boot: Boot, staff: boolean): Page {
  const { initial, tint } = avatar(boot.me.name, boot.me.account);
  const title = boot.chats[0]?.title ?? TEXTS.product;
  return frame({
    title,
    kind: "window",
    script: "web-client.js",
    modules: ["view", "panel", "line", "outbox", "composer"].map((name) => `web-client-${name}.js`),
    data: JSON.stringify(boot),
    body: html`<div class="app">
      ${boot.as === null ? "" : banner(boot.me)}
      <header class="bar">
        <span class="me"
          ><span class="avatar small tint-${tint}" aria-hidden="true">${initial}</span
          ><span class="who"><b>${boot.me.name}</b><small>${boot.me.note}</small></span></span
        >
        ${staff ? html`<a class="quiet bench" href="${workbenchAddress(boot.as)}">${TEXTS.benchTitle}</a>` : ""}
        ${
          boot.as === null
            ? html`<button type="button" id="leave" class="quiet" data-sure="${TEXTS.leaveSure}">
                ${TEXTS.leave}
              </button>`
            : ""
        }
      </header>
      <nav class="tabs" role="tablist" aria-label="${TEXTS.chats}">${boot.chats.map(tab)}</nav>
      <main>
        <p class="state" role="status" hidden></p>
        ${boot.chats.map(panel)} ${composer()}
      </main>
      <dialog class="viewer">
        <img alt="" /><button type="button" aria-label="${TEXTS.close}">${icon("close")}</button>
      </dialog>
    </div>`,
  });
}

function banner(me: Visitor): Page {
  return html`<p class="banner">
    <span
      >${TEXTS.demoNow}
      <b>${me.name}</b>${me.note === "" ? "" : html`<span class="note"> · ${me.note}</span>`}</span
    >
    <span class="ways"
      ><a href="/">${TEXTS.demoSwitch}</a>
      <a href="/" target="_blank" rel="noopener" title="${TEXTS.demoOther}"
        ><span>${TEXTS.demoOther}</span>${icon("window")}</a
      ></span
    >
  </p>`;
}

function tab(chat: Boot["chats"][number], index: number): Page {
  const face =
    chat.kind === "group"
      ? html`<span class="avatar group" aria-hidden="true">${icon("group")}</span>`
      : html`<span class="avatar bot" aria-hidden="true">邻</span>`;
  return html`<button
    type="button"
    role="tab"
    id="tab-${index}"
    data-chat="${chat.id}"
    aria-controls="panel-${index}"
    aria-selected="false"
    tabindex="-1"
  >
    ${face}<span class="what"><b>${chat.title}</b><small class="last"></small></span
    ><span class="unread" hidden></span>
  </button>`;
}

function panel(chat: Boot["chats"][number], index: number): Page {
  const empty = chat.kind === "group" ? TEXTS.groupEmpty : TEXTS.privateEmpty;
  const hint = chat.kind === "group" ? TEXTS.groupPlaceholder : TEXTS.privatePlaceholder;
  return html`<section
    class="panel"
    role="tabpanel"
    id="panel-${index}"
    aria-labelledby="tab-${index}"
    data-chat="${chat.id}"
    data-hint="${hint}"
    tabindex="0"
    hidden
  >
    <button type="button" class="older quiet" hidden>${TEXTS.older}</button>
    <p class="empty" hidden>${empty}</p>
    <div role="log" aria-live="polite" aria-label="${chat.title}" aria-busy="true"><ol class="log"></ol></div>
  </section>`;
}

function composer(): Page {
  return html`<form class="composer" novalidate>
    <button type="button" class="newer" hidden>${icon("down")}<span>${TEXTS.newer}</span></button>
    <p class="answering" hidden>
      <span></span
      ><button type="button" class="icon" aria-label="${TEXTS.cancelReply}">${icon("close")}</button>
    </p>
    <ul class="picked" hidden></ul>
    <p class="fault" role="alert"></p>
    <div class="line">
      <label class="icon photo" title="${TEXTS.addPhoto}"
        ><input type="file" accept="image/jpeg,image/png,image/webp,image/gif" multiple /><span class="aside"
          >${TEXTS.addPhoto}</span
        >${icon("photo")}</label
      >
      <textarea
        rows="1"
        name="text"
        enterkeyhint="send"
        autocomplete="off"
        aria-label="${TEXTS.messageLabel}"
      ></textarea>
      <button class="main icon" aria-label="${TEXTS.send}">${icon("send")}</button>
    </div>
  </form>`;
}
