// Commands as people type them. The words are the public contract.
import { bareCode, readCode } from "#src/intake/binding-code.ts";

export const COMMANDS = {
  mine: { words: ["我的", "mine"], usage: "/我的", code: false, rest: false },
  look: { words: ["查", "look"], usage: "/查 编号", code: true, rest: false },
  add: { words: ["补充", "add"], usage: "/补充 编号 内容", code: true, rest: true },
  my_data: { words: ["我的数据", "mydata"], usage: "/我的数据 [全部]", code: false, rest: false },
  delete_me: { words: ["删除我", "deleteme"], usage: "/删除我", code: false, rest: false },
  withdraw: { words: ["撤回", "withdraw"], usage: "/撤回 编号", code: true, rest: false },
  rate: { words: ["评价", "rate"], usage: "/评价 编号 1–5", code: true, rest: true },
  todo: { words: ["待办", "todo"], usage: "/待办", code: false, rest: false },
  accept: { words: ["接", "accept"], usage: "/接 编号", code: true, rest: false },
  return: { words: ["退", "return"], usage: "/退 编号 理由", code: true, rest: true },
  progress: { words: ["进展", "progress"], usage: "/进展 编号 说明", code: true, rest: true },
  report: {
    words: ["办结", "close"],
    usage: "/办结 编号 [已解决|部分解决|无法解决|转外部门] 结果",
    code: true,
    rest: true,
  },
  ticket: { words: ["单", "ticket"], usage: "/单 编号", code: true, rest: false },
  recategorise: { words: ["改类", "category"], usage: "/改类 编号 类别", code: true, rest: true },
  transfer: { words: ["转", "transfer"], usage: "/转 编号 委员会 理由", code: true, rest: true },
  assign: { words: ["派", "assign"], usage: "/派 编号 人", code: true, rest: true },
  assist: { words: ["协办", "assist"], usage: "/协办 编号 委员会 [说明]", code: true, rest: true },
  merge: { words: ["合并", "merge"], usage: "/合并 编号 并进来的编号", code: true, rest: true },
  split: { words: ["拆", "split"], usage: "/拆 编号", code: true, rest: false },
  list: { words: ["列表", "list"], usage: "/列表 [类别|楼栋|状态]", code: false, rest: false },
  overdue: { words: ["超期", "overdue"], usage: "/超期", code: false, rest: false },
  stats: { words: ["统计", "stats"], usage: "/统计 [天数]", code: false, rest: false },
  group_mode: { words: ["群模式", "mode"], usage: "/群模式 静听|应答|关闭 [群名]", code: false, rest: false },
  pause: { words: ["暂停", "pause"], usage: "/暂停 [群名]", code: false, rest: false },
  wake: { words: ["恢复", "wake"], usage: "/恢复 [群名]", code: false, rest: false },
  wait: { words: ["等", "wait"], usage: "/等 编号 居民|配件|第三方 说明", code: true, rest: true },
  resume: { words: ["续", "resume"], usage: "/续 编号", code: true, rest: false },
  extend: { words: ["延期", "extend"], usage: "/延期 编号 日期 理由", code: true, rest: true },
  duty: { words: ["值班", "duty"], usage: "/值班", code: false, rest: false },
  stand_in: {
    words: ["替班", "standin"],
    usage: "/替班 原值班人 替班人 开始日期 结束日期",
    code: false,
    rest: true,
  },
  confirm: { words: ["已解决", "solved"], usage: "/已解决 编号", code: true, rest: false },
  dispute: { words: ["没解决", "unsolved"], usage: "/没解决 编号 [哪里没好]", code: true, rest: false },
  call_back: { words: ["回访", "callback"], usage: "/回访 编号 说明", code: true, rest: true },
  home: { words: ["我家", "home"], usage: "/我家 3-2-501", code: false, rest: false },
  invite: { words: ["邀请", "invite"], usage: "/邀请 人", code: false, rest: false },
  bind: { words: ["绑定", "bind"], usage: "/绑定 [绑定码]", code: false, rest: false },
  unbind: { words: ["解绑", "unbind"], usage: "/解绑", code: false, rest: false },
  web: { words: ["网页", "web"], usage: "/网页", code: false, rest: false },
  start: { words: ["start"], usage: "/start", code: false, rest: false },
  help: { words: ["帮助", "help"], usage: "/帮助", code: false, rest: false },
} as const;
export type CommandName = keyof typeof COMMANDS;

export type Command =
  | { name: CommandName; code: string | null; rest: string }
  /** Known by its first word, but not complete. */
  | { wrong: CommandName };

const always = () => true;
/** What may follow a command that is about no ticket where it has no slash; nothing, if not named here. */
const AFTER: Partial<Record<CommandName, (rest: string) => boolean>> = {
  list: always,
  stats: always,
  my_data: always,
  group_mode: always,
  // Only what has all of it.
  stand_in: (rest) => rest.split(/\s+/).length >= 4,
  invite: (rest) => !/\s/.test(rest),
  bind: (rest) => rest === "" || readCode(rest) !== null,
  // Without a slash 我家 answers a question, or begins to tell what is the matter.
  home: () => false,
};
const CODE = /^([A-Z]{1,2}\d{4})(?![A-Z0-9])/;
const NAMES = (Object.keys(COMMANDS) as CommandName[])
  .flatMap((name) => COMMANDS[name].words.map((word) => ({ name, word })))
  .toSorted((a, b) => b.word.length - a.word.length);

/**
 * Reads a command from a whole message, or null when it is none. With a slash a known first word is enough; without one
 * (private chats only) the message must be nothing but the command, so that "查一下水费" stays a request, or a binding code.
 * `pictured`: it came with a picture, which may be all that a closing still lacks.
 */
export function parseCommand(text: string, isPrivate: boolean, pictured = false): Command | null {
  const trimmed = text.normalize("NFKC").trim();
  const slash = trimmed.startsWith("/");
  if (!slash && !isPrivate) return null;
  const body = slash ? trimmed.slice(1) : trimmed;
  const found = NAMES.find(({ word }) => body.toLowerCase().startsWith(word) && endsWord(body, word));
  const bare = !found && isPrivate ? bareCode(body) : null;
  if (bare !== null) return { name: "bind", code: null, rest: bare };
  if (!found) return null;
  const rest = body.slice(found.word.length).replace(/^@\w+/, "").trim();
  const read = complete(found.name, rest, slash);
  const shown = pictured && read !== null && "wrong" in read && read.wrong === "report";
  return shown ? closingByPicture(rest) : read;
}

function closingByPicture(rest: string): Command {
  const code = CODE.exec(rest.toUpperCase())?.[1];
  return code === undefined ? { wrong: "report" } : { name: "report", code, rest: "" };
}

/** A Chinese word may be followed by a code at once (接A1042); an English one needs a border. */
function endsWord(body: string, word: string): boolean {
  const next = body.charAt(word.length);
  if (next === "" || /[\s@]/.test(next)) return true;
  return !/^[a-z]/.test(word) && /^[A-Za-z]{1,2}\d{4}/.test(body.slice(word.length));
}

function complete(name: CommandName, rest: string, slash: boolean): Command | null {
  const spec = COMMANDS[name];
  const fits = AFTER[name] ?? ((after: string) => after === "");
  if (!spec.code) return slash || fits(rest) ? { name, code: null, rest } : null;
  const code = CODE.exec(rest.toUpperCase())?.[1] ?? null;
  if (code === null) return slash ? { wrong: name } : null;
  const after = rest.slice(code.length).trim();
  return spec.rest && after === "" ? { wrong: name } : { name, code, rest: after };
}
