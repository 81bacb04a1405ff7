// What was written and has not arrived: sent one after another, kept over a reload, never sent twice.

const SIDE = 2_000;
const QUALITY = 0.85;
const SMALL_BYTES = 1_500_000;

/** `onChange(entry)` is told of every new state of an entry; `onSent(post, entry)` when the server has it. */
export function openOutbox({ requests, storageKey, onChange, onSent, fallback }) {
  const entries = new Map();
  let last = Promise.resolve();

  const save = () => {
    // A picture that is not uploaded cannot be kept: such an entry lives as long as the page.
    const kept = [...entries.values()].filter((entry) => entry.images.every((image) => image.id !== null));
    const plain = kept.map(({ key, chat, text, replyTo, images }) => ({
      key,
      chat,
      text,
      replyTo,
      images: images.map(({ id }) => ({ id })),
    }));
    try {
      localStorage.setItem(storageKey, JSON.stringify(plain));
    } catch {
      // A full or forbidden storage only costs the keeping over a reload.
    }
  };

  const deliver = async (entry) => {
    try {
      for (const image of entry.images) {
        image.id ??= (await requests.upload(entry.chat, image.blob)).id;
      }
      const { key, chat, text, replyTo } = entry;
      const images = entry.images.map((image) => image.id);
      const { post } = await requests.post("posts", { key, chat, text, replyTo, images });
      entries.delete(key);
      onSent(post, entry);
    } catch (fault) {
      if (fault.status === 401) location.assign("/");
      entry.state = "failed";
      entry.fault = fault.text ?? fallback;
      onChange(entry);
    }
    save();
  };

  const send = (entry) => {
    entry.state = "sending";
    entries.set(entry.key, entry);
    save();
    onChange(entry);
    // In turn, so that quick lines arrive in the order they were written.
    last = last.then(() => deliver(entry));
  };

  return {
    add(chat, text, replyTo, blobs) {
      const key = [...crypto.getRandomValues(new Uint8Array(12))]
        .map((n) => n.toString(16).padStart(2, "0"))
        .join("");
      const images = blobs.map((blob) => ({ id: null, blob }));
      send({ key, chat, text, replyTo, images, state: "sending", fault: "" });
    },
    retry(entry) {
      if (entry.state === "failed") send(entry);
    },
    remove(entry) {
      entries.delete(entry.key);
      save();
    },
    /** Shows again what an earlier page could not send. */
    restore() {
      let kept = [];
      try {
        kept = JSON.parse(localStorage.getItem(storageKey) ?? "[]");
      } catch {
        return;
      }
      for (const plain of kept) {
        const entry = { ...plain, state: "failed", fault: "" };
        entries.set(entry.key, entry);
        onChange(entry);
      }
    },
  };
}

/** The picture made small enough for a phone's line and freed of where it was taken; as it is where that fails. */
export async function shrink(file) {
  if (file.type === "image/gif" || (file.type !== "image/jpeg" && file.size < SMALL_BYTES)) return file;
  try {
    const picture = await createImageBitmap(file);
    const scale = Math.min(1, SIDE / Math.max(picture.width, picture.height));
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(picture.width * scale);
    canvas.height = Math.round(picture.height * scale);
    canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
    return await new Promise((resolve) =>
      canvas.toBlob((blob) => resolve(blob ?? file), "image/jpeg", QUALITY),
    );
  } catch {
    return file;
  }
}
