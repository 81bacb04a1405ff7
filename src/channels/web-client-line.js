// The line to the server: requests that carry who one is, and the live stream that mends itself.

const PATIENCE_MS = 40_000;
const HIDDEN_MS = 10_000;
const POLL_MS = 30_000;
const RETRY_MS = 3_000;

/** Requests in the name of `as` (null: the cookie says who). A refusal is thrown as { status, text }. */
export function openRequests(as, fallback) {
  const address = (path, query = {}) => {
    const given = Object.entries({ ...query, as }).filter(([, value]) => value !== null);
    return `/chat/${path}?${new URLSearchParams(given)}`;
  };
  const ask = async (path, query, init, seconds) => {
    const patience = new AbortController();
    const timer = setTimeout(() => patience.abort(), seconds * 1_000);
    try {
      const response = await fetch(address(path, query), { ...init, signal: patience.signal });
      const body = await response.json().catch(() => ({}));
      if (!response.ok) throw { status: response.status, text: body.error ?? fallback };
      return body;
    } finally {
      clearTimeout(timer);
    }
  };
  return {
    address,
    get: (path, query) => ask(path, query, {}, 20),
    post: (path, body) =>
      ask(
        path,
        {},
        { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) },
        20,
      ),
    upload: (chat, blob) =>
      ask("photos", { chat }, { method: "POST", headers: { "content-type": blob.type }, body: blob }, 90),
  };
}

/**
 * Keeps the stream open while the page is seen. A hidden page lets go of it after a moment, since browsers allow
 * few streams to one server, and asks now and then instead.
 */
export function openLine(requests, { cursor, onPost, onPress, onState }) {
  let source = null;
  let heard = Date.now();
  let retry = null;
  let hiding = null;
  let polling = null;

  const alive = () => {
    heard = Date.now();
    onState(true);
  };

  const close = () => {
    clearTimeout(retry);
    source?.close();
    source = null;
  };

  const look = async () => {
    try {
      const { posts } = await requests.get("news", { after: cursor() });
      posts.forEach(onPost);
    } catch (fault) {
      if (fault.status === 401) location.assign("/");
    }
  };

  const open = () => {
    close();
    heard = Date.now();
    const line = new EventSource(requests.address("stream", { after: cursor() }));
    source = line;
    line.addEventListener("open", alive);
    line.addEventListener("beat", alive);
    line.addEventListener("post", (event) => {
      alive();
      onPost(JSON.parse(event.data));
    });
    line.addEventListener("press", (event) => {
      alive();
      onPress(JSON.parse(event.data));
    });
    line.addEventListener("error", () => {
      onState(false);
      if (line.readyState !== EventSource.CLOSED || line !== source) return;
      retry = setTimeout(() => void look().then(open), RETRY_MS);
    });
  };

  const rest = () => {
    close();
    polling = setInterval(look, POLL_MS);
  };

  document.addEventListener("visibilitychange", () => {
    clearTimeout(hiding);
    clearInterval(polling);
    if (document.hidden) hiding = setTimeout(rest, HIDDEN_MS);
    else if (source === null) void look().then(open);
  });
  addEventListener("online", () => {
    if (!document.hidden) open();
  });
  addEventListener("pageshow", (event) => {
    if (event.persisted) open();
  });
  setInterval(() => {
    if (source !== null && Date.now() - heard > PATIENCE_MS) open();
  }, 5_000);
  if (document.hidden) rest();
  else open();
}
