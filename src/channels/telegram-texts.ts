// The few words that the Telegram channel itself says; what the house says comes from elsewhere.

export const TEXTS = {
  /** On the button that opens the private chat. */
  invite: "私聊邻里",
  /** To a tap on a button that none of our messages has. */
  foreignButton: "这个按钮用不了了",
};

/** What the menu says of each command, by its English word. */
export const MENU: Record<string, { zh: string; en: string }> = {
  mine: { zh: "我的:看我登记的事", en: "My requests" },
  look: { zh: "查:一件事到哪一步了,后面写编号", en: "Look a request up by its code" },
  add: { zh: "补充:给一件事加几句", en: "Add words to a request" },
  mydata: { zh: "我的数据:看记了我什么", en: "What is kept about me" },
  deleteme: { zh: "删除我:不再留我的数据", en: "Delete my data" },
  withdraw: { zh: "撤回:这事不用办了", en: "Withdraw a request" },
  rate: { zh: "评价:给办完的事打分,1到5", en: "Rate a finished request, 1 to 5" },
  solved: { zh: "已解决:这事办好了", en: "It is solved" },
  unsolved: { zh: "没解决:说说哪里没好", en: "It is not solved, and what is not" },
  home: { zh: "我家:登记住址,如 3-2-501", en: "Where I live, such as 3-2-501" },
  bind: { zh: "绑定:把另一个账号合进来", en: "Join another account of mine" },
  unbind: { zh: "解绑:去掉后来绑定的账号", en: "Take a joined account off" },
  web: { zh: "网页:在网页上接着用", en: "Go on in the web chat as myself" },
  invite: { zh: "邀请:给工作人员绑定码", en: "Invite a member to use this channel" },
  help: { zh: "帮助:能做什么,怎么说", en: "Help" },
  todo: { zh: "待办:看手上的事", en: "What I have to do" },
  accept: { zh: "接:这事我来办", en: "Take a request" },
  return: { zh: "退:不归我们,写明理由", en: "Give a request back, with the reason" },
  progress: { zh: "进展:说说办到哪了", en: "Tell how far it is" },
  close: { zh: "办结:写上结果,可附照片", en: "Report the result" },
  category: { zh: "改类:换一个类别", en: "Change the category" },
  transfer: { zh: "转:交给别的委员会,写明理由", en: "Hand on to another committee" },
  assign: { zh: "派:交给谁办", en: "Assign to somebody" },
  assist: { zh: "协办:请别的委员会帮忙", en: "Ask another committee to help" },
  merge: { zh: "合并:两件是同一件事", en: "Merge two that are the same" },
  split: { zh: "拆:合并错了,分开", en: "Take a merged one apart" },
  list: { zh: "列表:按类别、楼栋、状态看", en: "List by category, building or state" },
  overdue: { zh: "超期:看过了时限的", en: "What is overdue" },
  stats: { zh: "统计:看数字,后面可写天数", en: "Figures" },
  mode: { zh: "群模式:静听、应答或关闭", en: "What I do in a group" },
  pause: { zh: "暂停:在群里先不出声", en: "Rest in a group" },
  wake: { zh: "恢复:在群里接着做事", en: "Go on in a group" },
  wait: { zh: "等:等居民、配件或第三方", en: "Wait for a resident, parts or others" },
  resume: { zh: "续:不用再等了", en: "Go on with it" },
  extend: { zh: "延期:改到哪天,写明理由", en: "Ask for more time" },
  duty: { zh: "值班:看谁在值班", en: "Who is on duty" },
  standin: { zh: "替班:谁替谁,哪天到哪天", en: "Somebody stands in" },
  callback: { zh: "回访:记下回访的结果", en: "Note a call back" },
};
