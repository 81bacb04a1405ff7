// Finds the words of the flows in a line: one walk over the text for all rules together.

/** What a rule is for: a matter, a danger for sure, a sign of one, evidence for or against a request, or an order. */
export type RuleRole = "matter" | "alarm" | "emergency" | "calm" | "ask" | "fragment" | "order";

/** Words as written in flows/*.yaml; "…" stands for a gap of up to 8 characters. */
export type RuleWords = {
  about: readonly string[];
  trouble?: readonly string[] | undefined;
  never?: readonly string[] | undefined;
  /** True where the topic alone says nothing: 楼上 is a topic only when there is trouble. */
  strict?: boolean | undefined;
};

export type Rule = {
  role: RuleRole;
  index: number;
  owner: number;
  name: string;
  about: number[];
  trouble: number[];
  never: number[];
  strict: boolean;
};

type Span = { start: number; end: number };
/** `has` says of every word of the lexicon whether it was found: most were not, and asking `spans` of each takes long. */
type Hits = { spans: Map<number, Span[]>; has: Uint8Array };
/** `next` is by the code of a letter: a letter as a string would be made anew each time it is looked up. */
type Node = { next: Map<number, Node>; piece: number };
type Gap = { term: number; pieces: number[] };

export type Lexicon = {
  root: Node;
  words: string[];
  terms: Map<string, number>;
  /** Words with a gap, by their first piece. */
  gaps: Map<number, Gap[]>;
  /** The rules each term takes part in. */
  uses: Map<number, Rule[]>;
};

/** `words` are the flow's words that were found; `span` is where the topic stands. */
export type Match = { rule: Rule; strong: boolean; words: string[]; length: number; span: Span };

const GAP = 8;
const NEAR = 24;
// More places of one word than this add nothing and would cost time on a text made to be slow.
const MOST_SPANS = 12;

export function emptyLexicon(): Lexicon {
  return {
    root: { next: new Map(), piece: -1 },
    words: [],
    terms: new Map(),
    gaps: new Map(),
    uses: new Map(),
  };
}

/** Takes one word of a flow, "…" allowed; returns its number in the lexicon, adding it if it is new. */
function addWord(lexicon: Lexicon, word: string): number {
  const known = lexicon.terms.get(word);
  if (known !== undefined) return known;
  const term = lexicon.words.length;
  lexicon.words.push(word);
  lexicon.terms.set(word, term);
  if (word.includes("…")) {
    const pieces = word.split("…").map((piece) => addWord(lexicon, piece));
    const first = pieces[0] ?? term;
    lexicon.gaps.set(first, [...(lexicon.gaps.get(first) ?? []), { term, pieces }]);
    return term;
  }
  let node = lexicon.root;
  for (let at = 0; at < word.length; at++) {
    const letter = word.charCodeAt(at);
    let next = node.next.get(letter);
    if (next === undefined) node.next.set(letter, (next = { next: new Map(), piece: -1 }));
    node = next;
  }
  node.piece = term;
  return term;
}

/** Adds one rule to the lexicon and returns it. Words must be normalised. */
export function addRule(
  lexicon: Lexicon,
  rule: { role: RuleRole; index: number; owner: number; name: string },
  words: RuleWords,
): Rule {
  const numbers = (list: readonly string[] | undefined) => [
    ...new Set((list ?? []).map((word) => addWord(lexicon, word))),
  ];
  const made: Rule = {
    ...rule,
    about: numbers(words.about),
    trouble: numbers(words.trouble),
    never: numbers(words.never),
    strict: words.strict ?? false,
  };
  for (const term of made.about) lexicon.uses.set(term, [...(lexicon.uses.get(term) ?? []), made]);
  return made;
}

/** Takes a normalised text; returns every word of the lexicon found in it, with its places. */
export function scan(lexicon: Lexicon, text: string): Hits {
  const hits: Hits = { spans: new Map(), has: new Uint8Array(lexicon.words.length) };
  for (let start = 0; start < text.length; start++) {
    let node = lexicon.root.next.get(text.charCodeAt(start));
    for (let end = start + 1; node !== undefined; end++) {
      if (node.piece >= 0) remember(hits, node.piece, { start, end });
      node = node.next.get(text.charCodeAt(end));
    }
  }
  for (const piece of hits.spans.keys()) {
    for (const gap of lexicon.gaps.get(piece) ?? []) {
      for (const span of gapSpans(hits, gap, text)) remember(hits, gap.term, span);
    }
  }
  return hits;
}

function remember({ spans, has }: Hits, term: number, span: Span): void {
  const known = spans.get(term);
  has[term] = 1;
  if (known === undefined) spans.set(term, [span]);
  else if (known.length < MOST_SPANS) known.push(span);
}

function spansOf({ spans, has }: Hits, term: number): readonly Span[] {
  return has[term] === 1 ? (spans.get(term) ?? []) : [];
}

function gapSpans(hits: Hits, gap: Gap, text: string): Span[] {
  let spans = [...spansOf(hits, gap.pieces[0] ?? -1)];
  for (const piece of gap.pieces.slice(1)) {
    const later = spansOf(hits, piece);
    spans = spans.flatMap((span) => {
      const next = later.find((other) => other.start >= span.end && other.start <= span.end + GAP);
      return next === undefined || /[。!?]/.test(text.slice(span.end, next.start))
        ? []
        : [{ start: span.start, end: next.end }];
    });
  }
  return spans;
}

/**
 * Takes what `scan` found; returns the rules that hit: strong when a topic word and, where the rule lists any,
 * a trouble word stand within 24 characters of each other; weak when only the topic is there.
 */
export function matchRules(hits: Hits, lexicon: Lexicon): Match[] {
  const rules = new Set<Rule>();
  for (const term of hits.spans.keys()) for (const rule of lexicon.uses.get(term) ?? []) rules.add(rule);
  const found: Match[] = [];
  for (const rule of rules) {
    const match = matchRule(hits, rule, lexicon.words);
    if (match !== null) found.push(match);
  }
  return found;
}

function matchRule(hits: Hits, rule: Rule, words: string[]): Match | null {
  let best: Match | null = null;
  for (const term of rule.about) {
    for (const span of spansOf(hits, term)) {
      if (rule.never.some((other) => spansOf(hits, other).some((one) => isNear(one, span)))) continue;
      const topic = words[term] ?? "";
      let match: Match = {
        rule,
        strong: rule.trouble.length === 0,
        words: [topic],
        length: size(topic),
        span,
      };
      for (const other of rule.trouble) {
        if (hits.has[other] === 0) continue;
        const trouble = words[other] ?? "";
        const length = size(topic) + size(trouble);
        if ((!match.strong || length > match.length) && hasBeside(spansOf(hits, other), span)) {
          match = { rule, strong: true, words: [topic, trouble], length, span };
        }
      }
      if (best === null || rank(match) > rank(best)) best = match;
    }
  }
  return best !== null && rule.strict && !best.strong ? null : best;
}

function rank(match: Match): number {
  return (match.strong ? 100 : 0) + match.length;
}

function size(word: string): number {
  return word.length - (word.includes("…") ? 1 : 0);
}

/** Near, and not the same characters: 太吵 is no evidence for itself. */
function hasBeside(spans: readonly Span[], to: Span): boolean {
  return spans.some((span) => isNear(span, to) && (span.start >= to.end || span.end <= to.start));
}

function isNear(span: Span, to: Span): boolean {
  return span.start - to.end <= NEAR && to.start - span.end <= NEAR;
}

/** Tells how long the longest word of a list is that begins at a place of a text; 0 for none. */
export type WordSet = { longestAt(text: string, at: number): number };

export function wordSet(words: readonly string[]): WordSet {
  const lexicon = emptyLexicon();
  for (const word of words) addWord(lexicon, word);
  return {
    longestAt(text, at) {
      let longest = 0;
      let node = lexicon.root.next.get(text.charCodeAt(at));
      for (let end = at + 1; node !== undefined; end++) {
        if (node.piece >= 0) longest = end - at;
        node = node.next.get(text.charCodeAt(end));
      }
      return longest;
    },
  };
}

/** Whether any word of a list stands anywhere in a text. */
export function hasAny(text: string, words: WordSet): boolean {
  for (let at = 0; at < text.length; at++) if (words.longestAt(text, at) > 0) return true;
  return false;
}
