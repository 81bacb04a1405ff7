// The web chat as people use it: real Chromium windows at a phone's size, driven by what one sees and taps.
import { chromium } from "playwright-core";
import type { Page } from "playwright-core";

const PHONE: Look = { width: 390, height: 844 };
export const DESK: Look = { width: 1280, height: 800 };

export type Look = { width: number; height: number; dark?: boolean };

export type TestBrowser = {
  /** The window of a person of the demonstration. */
  window(as: string, look?: Look): Promise<ChatWindow>;
  /** A browser of somebody's own, at any page of the chat. */
  visit(path: string, look?: Look): Promise<Page>;
  /** What the pages complained of, such as a script's error or a breach of the content security policy. */
  complaints(): string[];
  close(): Promise<void>;
};

export type ChatWindow = {
  page: Page;
  /** Opens the group's tab or the one with the bot. */
  turnTo(chat: "group" | "private"): Promise<void>;
  say(text: string): Promise<void>;
  /** Sends a picture of the given bytes, with a line of text. */
  sendPhoto(bytes: Buffer, type: string, text: string): Promise<void>;
  /** Answers to the newest post in the open chat that has the words in it. */
  reply(to: string, text: string): Promise<void>;
  /** Taps the newest button of this name in the open chat. */
  press(button: string): Promise<void>;
  /** Waits until somebody else says what matches, after all that was heard before in this chat; returns the text. */
  hears(pattern: RegExp): Promise<string>;
  /** How many unread posts the tab shows. */
  unread(chat: "group" | "private"): Promise<number>;
  close(): Promise<void>;
};

const FLAGS = [
  "--headless",
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

const WAIT_MS = 20_000;

/** Starts Chromium with a fresh profile; `address` is where the chat is served, such as http://127.0.0.1:3000. */
export async function openBrowser(address: string): Promise<TestBrowser> {
  const browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args: FLAGS });
  const complaints: string[] = [];

  const visit = async (path: string, look: Look = PHONE): Promise<Page> => {
    const { width, height, dark = false } = look;
    const context = await browser.newContext({
      viewport: { width, height },
      deviceScaleFactor: width < 500 ? 2 : 1,
      colorScheme: dark ? "dark" : "light",
      hasTouch: width < 500,
      locale: "zh-CN",
    });
    context.setDefaultTimeout(WAIT_MS);
    const page = await context.newPage();
    page.on("pageerror", (error) => complaints.push(error.message));
    page.on("console", (message) => {
      // A refused request is part of what tests are about; the page itself must not fail.
      const refused = message.text().startsWith("Failed to load resource");
      if (message.type() === "error" && !refused) complaints.push(message.text());
    });
    await page.goto(new URL(path, address).href);
    return page;
  };

  return {
    visit,
    async window(as, look) {
      const page = await visit(`/chat?as=${encodeURIComponent(as)}`, look);
      return chatWindow(page);
    },
    complaints: () => complaints,
    close: () => browser.close(),
  };
}

/** A page that shows the chat, as a person's window. */
export async function chatWindow(page: Page): Promise<ChatWindow> {
  await page.locator("body.ready").waitFor();
  const heard = new Map<string, number>();
  const tab = (chat: "group" | "private") => page.getByRole("tab").nth(chat === "group" ? 0 : -1);
  const posts = page.locator(".panel:not([hidden]) .post");
  const line = page.locator("textarea");

  return {
    page,
    turnTo: (chat) => tab(chat).click(),
    async say(text) {
      await line.fill(text);
      await line.press("Enter");
    },
    async sendPhoto(bytes, type, text) {
      await page.locator("input[type=file]").setInputFiles({ name: "photo", mimeType: type, buffer: bytes });
      await page.locator(".picked img").first().waitFor();
      await line.fill(text);
      await line.press("Enter");
    },
    async reply(to, text) {
      const post = posts.filter({ hasText: to }).last();
      await post.locator(".bubble").click();
      await post.locator(".reply").click();
      await line.fill(text);
      await line.press("Enter");
    },
    press: (button) => page.locator(`.panel:not([hidden]) [data-button="${button}"]`).last().click(),
    async hears(pattern) {
      const chat = (await page.locator(".panel:not([hidden])").getAttribute("data-chat")) ?? "";
      const sought = { source: pattern.source, flags: pattern.flags, after: heard.get(chat) ?? 0 };
      const found = await page.waitForFunction(newestMatch, sought, { timeout: WAIT_MS });
      const { seq, text } = (await found.jsonValue()) ?? { seq: 0, text: "" };
      heard.set(chat, seq);
      return text;
    },
    async unread(chat) {
      return Number((await tab(chat).locator(".unread").textContent()) ?? 0);
    },
    close: () => page.context().close(),
  };
}

type Sought = { source: string; flags: string; after: number };
type Shown = {
  dataset: { seq?: string };
  querySelector(selector: string): { textContent: string | null } | null;
};

// The page's own, where the function below runs; a string in its place is forbidden by the page's policy.
declare const document: { querySelectorAll(selector: string): Iterable<Shown> };

function newestMatch({ source, flags, after }: Sought): { seq: number; text: string } | null {
  for (const post of document.querySelectorAll(".panel:not([hidden]) .post:not(.own)")) {
    const text = post.querySelector(".text")?.textContent ?? "";
    const seq = Number(post.dataset.seq);
    if (seq > after && new RegExp(source, flags).test(text)) return { seq, text };
  }
  return null;
}
