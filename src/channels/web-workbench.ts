// The workbench: what staff look after. For everybody else there is no such page.
import { Hono } from "hono";
import { shanghaiIso } from "#src/clock.ts";
import type { Env, WorkbenchParts } from "./web-parts.ts";
import { TEXTS } from "./web-texts.ts";
import { workbenchPage } from "./web-workbench-page.ts";
import type { LoginStatus } from "./wechat-login.ts";

type Options = { demo: boolean; publicUrl: string | null; workbench: WorkbenchParts };

/** How it stands with WeChat, as the page shows it. */
export type BenchState = {
  kind: keyof typeof TEXTS.benchStates | "off";
  title: string;
  lines: string[];
  /** The operator's own words, where it fails. */
  reason: string;
  /** The QR code for the login, as SVG. */
  qr: string | null;
};

/** To be joined to the routes of those who are known. */
export function workbenchRoutes({ demo, publicUrl, workbench }: Options): Hono<Env> {
  const { mayOpen, wechat, drawQr } = workbench;
  const routes = new Hono<Env>();
  routes.use("/workbench/*", async (c, next) => {
    // As for a page that does not exist.
    if (!(await mayOpen(c.var.visitor.account))) return c.notFound();
    return next();
  });
  routes.get("/workbench", async (c) => {
    const as = demo ? c.var.visitor.account : null;
    const poster = publicUrl === null ? null : (await drawQr(publicUrl)) !== null;
    return c.html(workbenchPage({ as, publicUrl, poster }));
  });
  routes.get("/workbench/wechat", async (c) => {
    const status = wechat();
    const state = benchState(status);
    if (status === null || status.qrCode === null) return c.json(state);
    // Anybody may be of the staff in the demonstration, and whoever scans it is the account.
    if (demo) return c.json({ ...state, lines: [...state.lines, TEXTS.benchDemo] });
    const qr = await drawQr(status.qrCode);
    return c.json({
      ...state,
      qr,
      lines: [...state.lines, qr === null ? TEXTS.benchNotDrawn : TEXTS.benchWarning],
    });
  });
  routes.get("/workbench/poster.svg", async (c) => {
    const drawn = publicUrl === null ? null : await drawQr(publicUrl);
    return drawn === null ? c.notFound() : c.body(drawn, 200, { "Content-Type": "image/svg+xml" });
  });
  return routes;
}

function benchState(status: LoginStatus | null): BenchState {
  if (status === null) return { kind: "off", title: TEXTS.benchOff, lines: [], reason: "", qr: null };
  const { since, deafSince, gap } = status;
  const kind = status.kind === "ready" && deafSince !== null ? "gap" : status.kind;
  const lines = [
    ...(kind === "ready" ? [TEXTS.benchSince(timeOf(since))] : []),
    ...(deafSince === null ? [] : [TEXTS.benchDeaf(timeOf(deafSince))]),
    ...(gap === null ? [] : [TEXTS.benchGap(timeOf(gap.from), timeOf(gap.until))]),
  ];
  const reason = kind === "failed" ? status.text : "";
  return { kind, title: TEXTS.benchStates[kind], lines, reason, qr: null };
}

function timeOf(at: Date): string {
  return shanghaiIso(at).slice(5, 16).replace("T", " ");
}
