// The workbench's page: how it stands with WeChat, asked for again and again; quickly while it waits for somebody.
const WAITING_MS = 2_000;
const RESTING_MS = 15_000;

const boot = JSON.parse(document.body.dataset.boot);
const card = document.getElementById("wechat");
const find = (selector) => card.querySelector(selector);
const picture = find(".qr");
let drawn = null;

/** By a blob's address: the code is neither in the page nor in an address that anybody keeps. */
function draw(qr) {
  if (qr === drawn) return;
  if (picture.src.startsWith("blob:")) URL.revokeObjectURL(picture.src);
  drawn = qr;
  picture.hidden = qr === null;
  if (qr === null) picture.removeAttribute("src");
  else picture.src = URL.createObjectURL(new Blob([qr], { type: "image/svg+xml" }));
}

function show({ kind, title, lines, reason, qr }) {
  card.dataset.kind = kind;
  find(".status b").textContent = title;
  find(".reason").textContent = reason;
  const parts = lines.map((line) => Object.assign(document.createElement("p"), { textContent: line }));
  find(".lines").replaceChildren(...parts);
  draw(qr);
  card.setAttribute("aria-busy", "false");
}

async function look() {
  let wait = WAITING_MS;
  try {
    const response = await fetch(boot.state);
    if (response.status === 401 || response.status === 404) {
      location.assign("/");
      return;
    }
    const state = await response.json();
    show(state);
    find(".fault").textContent = "";
    if (state.kind === "ready" || state.kind === "off") wait = RESTING_MS;
  } catch {
    // A code that may be out of date is not to be scanned.
    draw(null);
    find(".fault").textContent = boot.offline;
  }
  setTimeout(() => void look(), wait);
}

document.getElementById("print")?.addEventListener("click", () => print());
void look();
