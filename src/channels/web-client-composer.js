// The line one writes in: text, photos, the post answered to; each chat keeps its own draft.
import { shrink } from "./web-client-outbox.js";
import { button, el, inBrief, say } from "./web-client-view.js";

const KINDS = new Set(["image/jpeg", "image/png", "image/webp", "image/gif"]);

/** `onSend(chat, text, replyTo, blobs)` is called with what is ready to go. */
export function openComposer(form, { boot, onSend }) {
  const { texts, limits } = boot;
  const text = form.elements.text;
  const files = form.querySelector("input[type=file]");
  const fault = form.querySelector(".fault");
  const answering = form.querySelector(".answering");
  const picked = form.querySelector(".picked");
  const sendButton = form.querySelector("button.main");
  const drafts = new Map();
  let chat = "";

  const draft = () => {
    if (!drafts.has(chat)) drafts.set(chat, { text: "", replyTo: null, blobs: [] });
    return drafts.get(chat);
  };

  const grow = () => {
    text.style.height = "auto";
    text.style.height = `${Math.min(text.scrollHeight, 132)}px`;
  };

  const lengthFault = () => {
    const given = [...text.value.trim()].length;
    return given > limits.text ? say(texts.tooLong, { limit: limits.text, given }) : "";
  };

  const ready = () => (text.value.trim() !== "" || draft().blobs.length > 0) && lengthFault() === "";

  const show = () => {
    const now = draft();
    answering.hidden = now.replyTo === null;
    if (now.replyTo !== null) {
      const said = inBrief(now.replyTo, texts);
      answering.querySelector("span").textContent = say(texts.replyTo, { name: now.replyTo.name }) + said;
    }
    picked.hidden = now.blobs.length === 0;
    picked.replaceChildren(
      ...now.blobs.map((blob) => {
        const picture = el("img", "");
        picture.src = URL.createObjectURL(blob);
        picture.alt = "";
        const away = button("icon", "×", () => {
          now.blobs.splice(now.blobs.indexOf(blob), 1);
          show();
        });
        away.setAttribute("aria-label", texts.removePhoto);
        return el("li", "", picture, away);
      }),
    );
    sendButton.disabled = !ready();
    grow();
  };

  const add = async (list) => {
    fault.textContent = "";
    const to = draft();
    for (const file of list) {
      if (to.blobs.length >= limits.photos) {
        fault.textContent = texts.photoMany;
        break;
      }
      if (!KINDS.has(file.type)) {
        fault.textContent = texts.photoKind;
        continue;
      }
      const blob = await shrink(file);
      if (blob.size > limits.photoBytes) fault.textContent = texts.photoBig;
      else to.blobs.push(blob);
    }
    show();
  };

  const send = () => {
    if (!ready()) return;
    const { replyTo, blobs } = draft();
    onSend(chat, text.value.trim(), replyTo?.id ?? null, blobs);
    drafts.delete(chat);
    text.value = "";
    fault.textContent = "";
    show();
    text.focus();
  };

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    send();
  });
  // A tap on the button must not take the focus, or a phone's keyboard jumps.
  sendButton.addEventListener("pointerdown", (event) => event.preventDefault());
  text.addEventListener("keydown", (event) => {
    // While Chinese is being composed Enter picks a word; 229 is how Safari says so.
    if (event.key !== "Enter" || event.shiftKey || event.isComposing || event.keyCode === 229) return;
    event.preventDefault();
    send();
  });
  text.addEventListener("input", () => {
    draft().text = text.value;
    fault.textContent = lengthFault();
    sendButton.disabled = !ready();
    grow();
  });
  text.addEventListener("paste", (event) => {
    const pictures = [...event.clipboardData.files].filter((file) => KINDS.has(file.type));
    if (pictures.length > 0) void add(pictures);
  });
  files.addEventListener("change", () => {
    void add([...files.files]).then(() => {
      files.value = "";
    });
  });
  answering.querySelector("button").addEventListener("click", () => {
    draft().replyTo = null;
    show();
    text.focus();
  });

  return {
    turnTo(next, hint) {
      chat = next;
      text.value = draft().text;
      text.placeholder = hint;
      fault.textContent = lengthFault();
      show();
    },
    /** A post that was taken back is not answered any more. */
    forget(id) {
      for (const kept of drafts.values()) if (kept.replyTo?.id === id) kept.replyTo = null;
      show();
    },
    answer(post) {
      draft().replyTo = post;
      show();
      text.focus();
    },
  };
}
