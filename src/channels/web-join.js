// The link that brings somebody from another channel: nothing is sent before they tap.
const card = document.getElementById("join");
const button = card.querySelector("button");
const fault = card.querySelector(".fault");
const next = card.querySelector(".next");

const code = new URLSearchParams(location.hash.slice(1)).get("bind") ?? "";
// Not left in the history, nor in a link that is passed on from here.
history.replaceState(null, "", location.pathname);

/** The link is of no use: says why, and how to go on. */
function fail(text) {
  fault.textContent = text;
  button.hidden = true;
  next.textContent = card.dataset.next;
  next.hidden = false;
}

async function join() {
  button.disabled = true;
  fault.textContent = "";
  try {
    const response = await fetch("/chat/join", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ code }),
    });
    const answer = await response.json();
    if (response.ok) {
      // The chat opens where the helper has just answered.
      sessionStorage.setItem(`linli:${answer.account}:chat`, answer.account);
      location.replace("/chat");
      return;
    }
    if (response.status === 409) fail(answer.error);
    else fault.textContent = answer.error;
  } catch {
    fault.textContent = card.dataset.offline;
  }
  button.disabled = false;
}

button.addEventListener("click", () => void join());
if (code === "") fail(card.dataset.whole);
