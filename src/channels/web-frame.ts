// What all pages of the web chat have in common: the document around them, the sign, icons and avatars.
import { html } from "hono/html";
import type { HtmlEscapedString } from "hono/utils/html";
import { TEXTS } from "./web-texts.ts";

export type Page = HtmlEscapedString | Promise<HtmlEscapedString>;

const FILES = "/chat/files";
const TINTS = 8;

/** The letter and the colour of a person's avatar: the first Chinese character of the name, a tint by account. */
export function avatar(name: string, account: string): { initial: string; tint: number } {
  // Not the 小, 老 or 阿 before a name.
  const letter = /[\u5c0f\u8001\u963f]?(\p{Script=Han})/u.exec(name)?.[1] ?? /[\p{L}\p{N}]/u.exec(name)?.[0];
  const sum = Array.from(account).reduce(
    (total, sign) => (total * 31 + (sign.codePointAt(0) ?? 0)) % 9_973,
    7,
  );
  return { initial: letter ?? "·", tint: sum % TINTS };
}

export type Frame = {
  title: string;
  kind: "hall" | "window";
  body: Page;
  script?: string;
  /** What the script imports, asked for at once. */
  modules?: string[];
  data?: string;
};

/** The whole document. `data` is handed to the script as an attribute, so that no script stands in the page. */
export function frame(page: Frame): Page {
  const styles = [
    "web.css",
    ...(page.kind === "hall" ? ["web-hall.css"] : ["web-window.css", "web-post.css"]),
  ];
  return html`<!doctype html>
    <html lang="zh-CN">
      <head>
        <meta charset="utf-8" />
        <title>${page.title}</title>
        <meta
          name="viewport"
          content="width=device-width, initial-scale=1, viewport-fit=cover, interactive-widget=resizes-content"
        />
        <meta name="color-scheme" content="light dark" />
        <meta name="theme-color" content="#f6f0e6" media="(prefers-color-scheme: light)" />
        <meta name="theme-color" content="#1c1916" media="(prefers-color-scheme: dark)" />
        <link rel="icon" href="${FILES}/web-icon.svg" type="image/svg+xml" />
        ${styles.map((name) => html`<link rel="stylesheet" href="${FILES}/${name}" />`)}
        ${page.modules?.map((name) => html`<link rel="modulepreload" href="${FILES}/${name}" />`) ?? ""}
        ${page.script === undefined ? "" : html`<script type="module" src="${FILES}/${page.script}"></script>`}
      </head>
      <body class="${page.kind}" data-boot="${page.data ?? ""}">
        ${page.body}
        <noscript>${page.script === undefined ? "" : TEXTS.noScript}</noscript>
      </body>
    </html>`;
}

export function brand(): Page {
  return html`<header class="brand">
    <img src="${FILES}/web-icon.svg" alt="" width="56" height="56" />
    <div>
      <h1>${TEXTS.product}</h1>
      <p>${TEXTS.tagline}</p>
    </div>
  </header>`;
}

const ICONS = {
  window: html`<path d="M14 4h6v6M20 4l-9 9M18 14v5a1 1 0 0 1-1 1H5a1 1 0 0 1-1-1V7a1 1 0 0 1 1-1h5" />`,
  close: html`<path d="M6 6l12 12M18 6L6 18" />`,
  down: html`<path d="M12 5v14M6 13l6 6 6-6" />`,
  send: html`<path d="M12 19V5M6 11l6-6 6 6" />`,
  photo: html`<path
    d="M4 8a2 2 0 0 1 2-2h2l1.500-2h5L16 6h2a2 2 0 0 1 2 2v9a2 2 0 0 1-2 2H6a2 2 0 0 1-2-2zM12 16a3.500 3.500 0 1 0 0-7 3.500 3.500 0 0 0 0 7z"
  />`,
  group: html`<path d="M3 11l6-5 6 5M5 10v9h8v-9M9 19v-5M15 8l2-2 5 4.500M20 10v9h-4" />`,
};

/** A line drawing of 24 by 24, without a name of its own: the control around it has one. */
export function icon(name: keyof typeof ICONS): Page {
  return html`<svg class="i" viewBox="0 0 24 24" width="24" height="24" aria-hidden="true">
    ${ICONS[name]}
  </svg>`;
}
