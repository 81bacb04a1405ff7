// The chat's window: tabs, panels and composer joined to the line.
import { openComposer } from "./web-client-composer.js";
import { openLine, openRequests } from "./web-client-line.js";
import { openOutbox } from "./web-client-outbox.js";
import { openPanel } from "./web-client-panel.js";
import { inBrief, say } from "./web-client-view.js";

const OFFLINE_MS = 3_000;
const NOTICE_MS = 4_000;

const boot = JSON.parse(document.body.dataset.boot);
const { texts, me } = boot;
const requests = openRequests(boot.as, texts.notTaken);
const memory = `linli:${me.account}`;
const title = document.title;
const find = (selector) => document.querySelector(selector);
const state = find(".state");
const newer = find(".newer");
const viewer = find(".viewer");
const tabs = new Map([...document.querySelectorAll("[role=tab]")].map((tab) => [tab.dataset.chat, tab]));
const panels = new Map();
let shown = null;
let begun = false;
// The last place the line has brought; one's own answer may run ahead of it and must not move it.
let cursor = 0;

// What was seen, per chat, as a place in the transcript.
let remembered = localStorage.getItem(`${memory}:seen`) ?? "{}";
const seen = JSON.parse(remembered);

let noticeTimer = null;
function notice(text) {
  clearTimeout(noticeTimer);
  state.textContent = text;
  state.hidden = false;
  noticeTimer = setTimeout(() => {
    state.hidden = true;
  }, NOTICE_MS);
}

let offlineTimer = null;
function onState(online) {
  clearTimeout(offlineTimer);
  if (online && document.body.classList.contains("offline")) {
    document.body.classList.remove("offline");
    state.hidden = true;
  }
  if (online) return;
  offlineTimer = setTimeout(() => {
    document.body.classList.add("offline");
    clearTimeout(noticeTimer);
    state.textContent = texts.offline;
    state.hidden = false;
  }, OFFLINE_MS);
}

let counting = false;
/** Once per frame at most: scrolling asks for it all the time. */
function countUnread() {
  if (!begun || counting) return;
  counting = true;
  // Not requestAnimationFrame: it stands still in a hidden page, whose title is to count.
  setTimeout(() => {
    counting = false;
    count();
  }, 16);
}

function count() {
  let all = 0;
  for (const panel of panels.values()) all += countIn(panel);
  document.title = all === 0 ? title : `(${all}) ${title}`;
  const now = JSON.stringify(seen);
  if (now !== remembered) localStorage.setItem(`${memory}:seen`, now);
  remembered = now;
}

/** Shows on the chat's tab what is unread there and what came last; returns how many are unread. */
function countIn(panel) {
  const { chat } = panel;
  const last = panel.lastSeq();
  panel.stuck = panel.atEnd();
  if (panel === shown && !document.hidden && panel.stuck) seen[chat] = Math.max(seen[chat] ?? 0, last);
  const read = seen[chat] ?? 0;
  const posts = [...panel.posts.values()];
  const fresh = posts.filter((post) => !post.own && post.seq > read).length;
  const dot = tabs.get(chat).querySelector(".unread");
  dot.hidden = fresh === 0;
  dot.textContent = fresh > 99 ? "99+" : String(fresh);
  dot.setAttribute("aria-label", say(texts.unread, { n: fresh }));
  const newest = posts.find((post) => post.seq === last);
  if (newest !== undefined) tabs.get(chat).querySelector(".last").textContent = preview(newest);
  if (panel === shown) newer.hidden = panel.stuck || fresh === 0;
  return fresh;
}

function preview(post) {
  const text = inBrief(post, texts);
  return post.own ? text : `${post.name}：${text}`;
}

function show(post) {
  panels.get(post.chat)?.show(post);
  countUnread();
}

function take(post) {
  cursor = Math.max(cursor, post.seq);
  if (post.recalls === null) show(post);
  else takeBack(post.chat, post.recalls);
}

function takeBack(chat, id) {
  panels.get(chat)?.recall(id);
  composer.forget(id);
  countUnread();
}

async function recall(post, control) {
  control.disabled = true;
  try {
    await requests.post("recalls", { post: post.id });
    takeBack(post.chat, post.id);
  } catch (fault) {
    control.disabled = false;
    notice(fault.text ?? texts.notTaken);
  }
}

async function press(post, name) {
  const panel = panels.get(post.chat);
  panel.press(post.id, name);
  try {
    const { again } = await requests.post("presses", { post: post.id, button: name });
    if (again) panel.release(post.id, name);
  } catch (fault) {
    panel.release(post.id, name);
    notice(fault.text ?? texts.notTaken);
  }
}

const outbox = openOutbox({
  requests,
  storageKey: `${memory}:outbox`,
  fallback: texts.notTaken,
  onChange: (entry) => panels.get(entry.chat)?.showEntry(entry),
  onSent: show,
});
const composer = openComposer(find(".composer"), { boot, onSend: (...draft) => outbox.add(...draft) });

const part = {
  boot,
  photoAddress: (id) => requests.address(`photos/${id}`),
  onPress: (post, name) => void press(post, name),
  onReply: (post) => composer.answer(post),
  onRecall: (post, control) => void recall(post, control),
  onGo: (id) => shown.go(id),
  onRetry: (entry) => outbox.retry(entry),
  onRemove(entry) {
    outbox.remove(entry);
    panels.get(entry.chat).drop(entry.key);
  },
  onPhoto(address, label) {
    const picture = viewer.querySelector("img");
    picture.src = address;
    picture.alt = label;
    viewer.showModal();
  },
};

function turnTo(chat) {
  for (const [id, panel] of panels) {
    const here = id === chat;
    panel.section.hidden = !here;
    tabs.get(id).setAttribute("aria-selected", String(here));
    tabs.get(id).tabIndex = here ? 0 : -1;
    if (here) shown = panel;
  }
  sessionStorage.setItem(`${memory}:chat`, chat);
  composer.turnTo(chat, shown.section.dataset.hint);
  shown.toEnd();
  countUnread();
}

for (const section of document.querySelectorAll(".panel")) {
  const load = async (chat, before) => (await requests.get("posts", { chat, before })).chats[0];
  const panel = openPanel(section, part, { load, onMove: countUnread });
  panels.set(panel.chat, panel);
}

const order = [...tabs.keys()];
for (const [chat, tab] of tabs) {
  tab.addEventListener("click", () => turnTo(chat));
  tab.addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const next = order[(order.indexOf(chat) + step + order.length) % order.length];
    turnTo(next);
    tabs.get(next).focus();
  });
}
newer.addEventListener("click", () => shown.toEnd());
viewer.addEventListener("click", () => viewer.close());
document.addEventListener("visibilitychange", countUnread);
find("#leave")?.addEventListener("click", async (event) => {
  if (!confirm(event.currentTarget.dataset.sure)) return;
  await requests.post("leave", {});
  location.assign("/");
});
// Phones that lay the keyboard over the page instead of making it smaller.
visualViewport?.addEventListener("resize", () => {
  document.documentElement.style.setProperty("--height", `${visualViewport.height}px`);
  scrollTo(0, 0);
});

async function begin() {
  try {
    const { cursor: last, chats } = await requests.get("posts");
    cursor = last;
    for (const page of chats) {
      // A group's past counts as read by someone new; what the bot said in private does not.
      if (page.chat !== me.account) seen[page.chat] ??= last;
      panels.get(page.chat)?.fill(page);
    }
  } catch (fault) {
    if (fault.status === 401) location.assign("/");
    state.textContent = texts.loadFailed;
    state.hidden = false;
    state.addEventListener("click", () => location.reload(), { once: true });
    return;
  }
  begun = true;
  outbox.restore();
  turnTo(panels.has(shownBefore()) ? shownBefore() : order[0]);
  document.body.classList.add("ready");
  openLine(requests, {
    cursor: () => cursor,
    onPost: take,
    onPress: ({ post, button }) => panels.forEach((panel) => panel.press(post, button)),
    onState,
  });
}

function shownBefore() {
  return sessionStorage.getItem(`${memory}:chat`);
}

turnTo(panels.has(shownBefore()) ? shownBefore() : order[0]);
void begin();
