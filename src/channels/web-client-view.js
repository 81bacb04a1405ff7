// How a post looks: every text goes in as text, never as HTML.

const GAP_MS = 5 * 60_000;
const ZONE = "Asia/Shanghai";
const TINTS = 8;
const LINK = /()(https?:\/\/[\w\-./?%&=#~:+@,;!$*]*[\w\-/%&=#~+@$*])/gu;
// Numbers to call in need; not a room, a count or part of a longer number. Both patterns have two groups, what stands
// before and what becomes the link: browsers of a few years ago know no lookbehind.
const CALL = /(^|[^\w-])(119|110|120|12356|12345)(?![\w-]|\s*[室号栋元个单])/gu;

/** An element with a class and children; a string child is text. */
export function el(tag, className, ...children) {
  const element = document.createElement(tag);
  if (className !== "") element.className = className;
  element.append(...children);
  return element;
}

export function button(className, label, onClick) {
  const element = el("button", className, label);
  element.type = "button";
  element.addEventListener("click", onClick);
  return element;
}

/** Fills {name} in a line of the page's texts. */
export function say(text, values) {
  return text.replaceAll(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
}

/** Must give the same colour as the server's. */
function tintOf(account) {
  let total = 7;
  for (const letter of account) total = (total * 31 + letter.codePointAt(0)) % 9_973;
  return total % TINTS;
}

/** Must give the same letter as the server's. */
function initialOf(name) {
  const letter = /[\u5c0f\u8001\u963f]?(\p{Script=Han})/u.exec(name)?.[1] ?? /[\p{L}\p{N}]/u.exec(name)?.[0];
  return letter ?? "·";
}

function avatar(post) {
  const face =
    post.author === null
      ? el("span", "avatar bot", "邻")
      : el("span", `avatar tint-${tintOf(post.author)}`, initialOf(post.name));
  face.setAttribute("aria-hidden", "true");
  return face;
}

function marked(text, pattern, makeLink) {
  const parts = [];
  let from = 0;
  for (const found of text.matchAll(pattern)) {
    parts.push(text.slice(from, found.index) + found[1], makeLink(found[2]));
    from = found.index + found[0].length;
  }
  return [...parts, text.slice(from)];
}

function textOf(post) {
  const paragraph = el("p", "text");
  paragraph.dir = "auto";
  const linked = marked(post.text, LINK, (address) => {
    const link = el("a", "", address);
    link.href = address;
    link.target = "_blank";
    link.rel = "noopener noreferrer nofollow";
    return link;
  });
  const called = (part) =>
    marked(part, CALL, (number) => {
      const link = el("a", "call", number);
      link.href = `tel:${number}`;
      return link;
    });
  const bot = post.author === null;
  paragraph.append(...linked.flatMap((part) => (bot && typeof part === "string" ? called(part) : [part])));
  return paragraph;
}

export function clockTime(at) {
  return new Intl.DateTimeFormat("zh-CN", { timeZone: ZONE, hour: "2-digit", minute: "2-digit" }).format(at);
}

function dayKey(at) {
  return new Intl.DateTimeFormat("en-CA", { timeZone: ZONE }).format(at);
}

/** 今天 14:03, 昨天 09:12, 11月3日 10:00. */
export function dayTime(at, texts, now = new Date()) {
  const day = dayKey(at);
  if (day === dayKey(now)) return `${texts.today} ${clockTime(at)}`;
  if (day === dayKey(new Date(now.getTime() - 86_400_000))) return `${texts.yesterday} ${clockTime(at)}`;
  const date = new Intl.DateTimeFormat("zh-CN", { timeZone: ZONE, month: "long", day: "numeric" }).format(at);
  return `${date} ${clockTime(at)}`;
}

/** Sets what depends on the post above: the time between them, and whether the writer is shown again. */
export function settle(item, above, texts) {
  const at = new Date(item.dataset.at);
  const before = above === null ? null : new Date(above.dataset.at);
  const apart = before === null || at - before > GAP_MS || dayKey(at) !== dayKey(before);
  const when = item.querySelector(".when");
  when.hidden = !apart;
  when.textContent = apart ? dayTime(at, texts) : "";
  item.classList.toggle("follows", !apart && above.dataset.author === item.dataset.author);
}

/** A post's words in one line. */
export function inBrief({ text, recalled }, texts) {
  if (recalled) return texts.recalled;
  return text === "" ? `[${texts.photo}]` : text;
}

function quoteOf(quote, { boot, onGo }) {
  const said = inBrief(quote, boot.texts);
  const line = button("quote", "", () => onGo(quote.id));
  line.dataset.of = String(quote.id);
  line.append(el("b", "", quote.name), el("span", "", said));
  return line;
}

function photosOf(post, { boot, onPhoto }) {
  const row = el("div", "photos");
  for (const { address } of post.photos) {
    const picture = el("img", "");
    picture.src = address;
    picture.alt = say(boot.texts.photoOf, { name: post.own ? boot.texts.me : post.name });
    const thumb = button("thumb", "", () => onPhoto(address, picture.alt));
    thumb.append(picture);
    row.append(thumb);
  }
  return row;
}

function buttonsOf(post, { onPress }) {
  const stars = post.buttons.length === 5 && post.buttons.every((text, index) => text === String(index + 1));
  const row = el("div", stars ? "buttons stars" : "buttons");
  row.setAttribute("role", "group");
  for (const text of post.buttons) {
    const choice = button("choice", text, () => onPress(post, text));
    choice.dataset.button = text;
    row.append(choice);
  }
  return row;
}

/** What its writer may take back has a button for it, as long as they may. */
function addRecall(item, post, { boot, onRecall }) {
  const recall = button("recall quiet", boot.texts.recall, () => onRecall(post, recall));
  item.querySelector(".said").append(recall);
  setTimeout(() => recall.remove(), post.recallTime);
}

/** Shows that its writer has taken the post back. */
export function showRecalled(item, { texts }) {
  const word = el("p", "text", texts.recalled);
  item.querySelector(".bubble").replaceChildren(word);
  item.querySelector(".bubble").classList.remove("bare");
  for (const control of item.querySelectorAll(".reply, .recall")) control.remove();
  item.classList.remove("open");
  item.classList.add("recalled");
}

/** Shows which buttons this person has pressed. */
export function showPressed(item, pressed) {
  for (const choice of item.querySelectorAll(".choice")) {
    const taken = pressed.includes(choice.dataset.button);
    choice.disabled = taken;
    choice.setAttribute("aria-pressed", String(taken));
  }
  item.classList.toggle("answered", pressed.length > 0);
}

/** The list item of a post; `post.photos` are [{ address }], `part` what may be done with it. */
export function postItem(post, part) {
  const { texts } = part.boot;
  const person = post.own ? "own" : "other";
  const kind = post.author === null ? "bot" : person;
  const item = el("li", `post ${kind}`);
  item.dataset.at = post.at;
  item.dataset.author = post.author ?? "";
  const from = el("p", "from", el("span", "name", post.name));
  const singled = post.forReader && post.chat !== part.boot.me.account;
  if (singled) from.append(el("span", "badge to", texts.forYou));
  const bubble = el("div", "bubble");
  if (post.quote !== null) bubble.append(quoteOf(post.quote, part));
  if (post.text !== "") bubble.append(textOf(post));
  if (post.photos.length > 0) bubble.append(photosOf(post, part));
  bubble.classList.toggle("bare", post.text === "" && post.quote === null);
  const said = el("div", "said", bubble);
  const body = el("div", "body", from, said);
  if (post.buttons.length > 0) body.append(buttonsOf(post, part));
  item.classList.toggle("for-you", singled);
  item.append(el("p", "when"), avatar(post), body);
  if (post.id !== null) {
    item.dataset.post = String(post.id);
    item.dataset.seq = String(post.seq);
    bubble.title = dayTime(new Date(post.at), texts);
    const reply = button("reply quiet", texts.reply, () => {
      item.classList.remove("open");
      part.onReply(post);
    });
    reply.setAttribute("aria-label", say(texts.replyTo, { name: post.name }));
    said.append(reply);
    bubble.addEventListener("click", (event) => {
      if (event.target.closest("a, button") === null) item.classList.toggle("open");
    });
    if (post.recallTime > 0) addRecall(item, post, part);
    showPressed(item, post.pressed);
    if (post.recalled) showRecalled(item, part.boot);
  }
  return item;
}

/** Below a post that is on its way or did not arrive. */
export function showState(item, entry, { boot, onRetry, onRemove }) {
  item.querySelector(".foot")?.remove();
  item.classList.toggle("failed", entry.state === "failed");
  item.classList.toggle("sending", entry.state === "sending");
  const foot = el("p", "foot");
  if (entry.state === "sending") foot.append(boot.texts.sending);
  else {
    if (entry.fault !== "" && entry.fault !== boot.texts.notTaken)
      foot.append(el("span", "why", entry.fault));
    foot.append(button("retry", boot.texts.failed, () => onRetry(entry)));
    foot.append(button("quiet", boot.texts.remove, () => onRemove(entry)));
  }
  item.querySelector(".body").append(foot);
}
