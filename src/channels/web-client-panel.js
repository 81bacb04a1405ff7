// One chat's transcript on the page: posts in order, older ones on demand, what is unread, where one has scrolled.
import { postItem, settle, showPressed, showRecalled, showState } from "./web-client-view.js";

const NEAR_PX = 120;

/** `part` is what postItem takes; `load(before)` reads older posts; `onMove` is told when one scrolls. */
export function openPanel(section, part, { load, onMove }) {
  const log = section.querySelector(".log");
  const live = section.querySelector("[role=log]");
  const older = section.querySelector(".older");
  const empty = section.querySelector(".empty");
  const { boot } = part;
  const items = new Map();
  const posts = new Map();
  const pending = new Map();
  let last = 0;

  const atEnd = () => section.scrollHeight - section.scrollTop - section.clientHeight < NEAR_PX;
  const toEnd = () => section.scrollTo(0, section.scrollHeight);
  const settleAround = (item) => {
    settle(item, item.previousElementSibling, boot.texts);
    if (item.nextElementSibling !== null) settle(item.nextElementSibling, item, boot.texts);
  };
  const place = (item, seq) => {
    // Nearly always the last one: looked for from the end.
    let next = null;
    for (let above = log.lastElementChild; above !== null; above = above.previousElementSibling) {
      if (above.dataset.seq !== undefined && Number(above.dataset.seq) < seq) break;
      next = above;
    }
    log.insertBefore(item, next);
    settleAround(item);
    empty.hidden = true;
  };

  const drop = (key) => {
    const item = pending.get(key);
    const next = item?.nextElementSibling ?? null;
    item?.remove();
    pending.delete(key);
    if (next !== null) settleAround(next);
  };

  const panel = {
    chat: section.dataset.chat,
    section,
    posts,
    toEnd,
    atEnd,
    /** Shows a post once; one's own takes the place of what was on its way. */
    show(post) {
      if (post.key !== null) drop(post.key);
      if (items.has(post.id)) return;
      const stay = post.seq > last && (atEnd() || post.own);
      last = Math.max(last, post.seq);
      const photos = post.images.map((id) => ({ address: part.photoAddress(id) }));
      const item = postItem({ ...post, photos }, part);
      item.classList.toggle("fresh", live.getAttribute("aria-busy") === "false");
      items.set(post.id, item);
      posts.set(post.id, post);
      place(item, post.seq);
      if (stay && !section.hidden) toEnd();
    },
    /** Shows what is on its way, or why it did not arrive. */
    showEntry(entry) {
      const stay = atEnd() || entry.state === "sending";
      if (!pending.has(entry.key)) {
        const quote = entry.replyTo === null ? undefined : posts.get(entry.replyTo);
        const item = postItem(
          {
            id: null,
            author: boot.me.account,
            name: boot.me.name,
            own: true,
            forReader: false,
            chat: entry.chat,
            text: entry.text,
            buttons: [],
            at: new Date().toISOString(),
            quote:
              quote === undefined ? null : { id: quote.id, name: quote.name, text: quote.text.slice(0, 80) },
            photos: entry.images.map(({ id, blob }) => ({
              address: blob === undefined ? part.photoAddress(id) : URL.createObjectURL(blob),
            })),
          },
          part,
        );
        pending.set(entry.key, item);
        place(item, Infinity);
      }
      showState(pending.get(entry.key), entry, part);
      if (stay && !section.hidden) toEnd();
    },
    drop,
    press(id, name) {
      const post = posts.get(id);
      if (post === undefined || post.pressed.includes(name)) return;
      post.pressed.push(name);
      showPressed(items.get(id), post.pressed);
    },
    release(id, name) {
      const post = posts.get(id);
      post.pressed = post.pressed.filter((other) => other !== name);
      showPressed(items.get(id), post.pressed);
    },
    /** Its writer has taken the post back: its words are gone here and where an answer quotes them. */
    recall(id) {
      const post = posts.get(id);
      if (post !== undefined && !post.recalled) {
        Object.assign(post, { text: "", images: [], recalled: true });
        showRecalled(items.get(id), boot);
      }
      for (const said of log.querySelectorAll(`.quote[data-of="${id}"] span`)) {
        said.textContent = boot.texts.recalled;
      }
    },
    /** The first page: posts, and whether there are older ones. */
    fill(page) {
      for (const post of page.posts) panel.show(post);
      older.hidden = !page.more;
      empty.hidden = log.childElementCount > 0;
      live.setAttribute("aria-busy", "false");
      toEnd();
    },
    /** Brings a post into view and lets it be seen for a moment. */
    go(id) {
      const item = items.get(id);
      if (item === undefined) return;
      item.scrollIntoView({ block: "center" });
      item.classList.add("shown");
      setTimeout(() => item.classList.remove("shown"), 1_500);
    },
    lastSeq: () => last,
  };

  const loadOlder = async () => {
    if (older.disabled || older.hidden) return;
    older.disabled = true;
    try {
      const first = Math.min(...[...posts.values()].map((post) => post.seq));
      const page = await load(panel.chat, first);
      const below = section.scrollHeight - section.scrollTop;
      live.setAttribute("aria-busy", "true");
      for (const post of page.posts.reverse()) panel.show(post);
      live.setAttribute("aria-busy", "false");
      older.hidden = !page.more;
      section.scrollTo(0, section.scrollHeight - below);
    } catch {
      // The button stays: one may try again.
    }
    older.disabled = false;
  };
  older.addEventListener("click", loadOlder);
  section.addEventListener(
    "scroll",
    () => {
      if (section.scrollTop < NEAR_PX) void loadOlder();
      onMove(panel);
    },
    { passive: true },
  );
  new ResizeObserver(() => {
    if (panel.stuck !== false) toEnd();
  }).observe(section);
  return panel;
}
