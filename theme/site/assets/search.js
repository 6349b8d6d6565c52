/* Search: loaded at the first focus of the search box, and nothing of it before.

   The index, search.json, is made by theme/search.py; here stands only what
   needs a reader.  Whatever is typed or pasted is a query: a question, a name
   of Python's, a whole traceback with the reader's own paths and numbers. */

import MiniSearch from "./minisearch.js";

const MOST = 8;
const INDEX = new URL("search.json", import.meta.url);
const SITE = new URL("..", import.meta.url);

// What a traceback holds of the reader's own, which no page can know.
const OWN = [
  /File "[^"]*", line \d+(?:, in \S+)?/g,
  /(?:[A-Za-z]:)?(?:[/\\][\w.~-]+){2,}/g,
  /\b0x[0-9a-f]+\b/gi,
  /\d+/g,
];

const tokens = (text) => {
  const found = text.match(/[A-Za-z_][A-Za-z0-9_]*/g) || [];
  // as_completed is found by its parts too
  return found.flatMap((word) => (word.includes("_") ? [word, ...word.split("_")] : [word]));
};

// Words that say nothing of what is asked.
const EMPTY = new Set(
  ("an and any are as at be been but by can could did do does doing for from get gets has have how if in into is it its" +
    " many me much my no not of on or our should so some than that the their them then there these they this to too use used uses" +
    " using vs want was were what when where which who why will with would you your").split(" "),
);

// Words of one meaning, by their stems: the first stands for all.
const MEANINGS = [
  "process multiprocess subprocess",
  "thread multithread",
  "start begin launch",
  "inside within nest",
  "count counter tally",
  "off disabl",
  "end exit finish quit",
  "memory ram",
  "cpu core processor",
  "pas send hand",
  "crash segfault",
];
const SAME = new Map(MEANINGS.flatMap((row) => row.split(" ").map((word, at, all) => [word, all[0]])));

/* The stem of a word: "locks", "locked" and "locking" are one, and so are words of one meaning. */
const stem = (word) => {
  const low = word.toLowerCase().replace(/^_+|_+$/g, "");
  if (low.length < 2 || EMPTY.has(low)) return null;
  if (low.length < 4 || low.includes("_")) return low;
  const root = low
    .replace(/(?<=ss|x|ch|sh)es$|(?<=[^s])s$/, "")
    .replace(/(?<=..[a-z])(?:ing|ed)$/, "")
    .replace(/e$/, "");
  const short = root.replace(/([^aeiou])\1$/, "$1");
  return SAME.get(short) ?? short;
};

const options = {
  fields: ["title", "lead", "heads", "text"],
  storeFields: ["page"],
  tokenize: tokens,
  processTerm: stem,
  searchOptions: { boost: { title: 4, heads: 5, lead: 2, text: 1 }, bm25: { k: 1.2, b: 0.3, d: 0.5 } },
};

/* Lists of words by document, from the words and, for each, the signs of its documents. */
const spread = (count, words, signs, alphabet) => {
  const lists = Array.from({ length: count }, () => []);
  signs.forEach((row, at) => [...row].forEach((sign) => lists[alphabet.indexOf(sign)].push(words[at])));
  return lists.map((list) => list.join(" "));
};

export const load = (index) => {
  const words = index.words.split(" ");
  const unfold = (signs) => spread(index.entries.length, words, signs.split(" "), index.signs);
  const [heads, text] = [unfold(index.heads), unfold(index.text)];
  const engine = new MiniSearch(options);
  const entries = index.entries.map(([address, title, lead, page], id) => ({ id, address, title, lead, page: page ?? id }));
  engine.addAll(entries.map((entry) => ({ ...entry, heads: heads[entry.id], text: text[entry.id] })));
  return { engine, entries };
};

/* The best entries for a query, one for each page. */
export const find = ({ engine, entries }, query) => {
  const plain = OWN.reduce((text, pattern) => text.replace(pattern, " "), query);
  const few = tokens(plain).length <= 4;
  const how = { prefix: (term, at, all) => at === all.length - 1 && term.length > 2, fuzzy: few && ((term) => term.length > 4 && 0.2) };
  // a term or a myth is short, and would stand above the article that explains it; so would a record
  const answers = ({ page, id, address }) => address.startsWith("errors/") || (page === id && !address.startsWith("measured/"));
  how.boostDocument = (id) => (answers(entries[id]) ? 1 : 0.5);
  const seen = new Set();
  const found = engine.search(plain, how).filter(({ page }) => !seen.has(page) && seen.add(page));
  return found.slice(0, MOST).map(({ id }) => entries[id]);
};

const shown = ({ address, title, lead }) => {
  const item = document.createElement("li");
  const way = document.createElement("a");
  way.href = new URL(address, SITE);
  way.append(title);
  item.append(way);
  if (lead) item.append(Object.assign(document.createElement("p"), { textContent: lead }));
  return item;
};

const fetched = async () => load(await (await fetch(INDEX)).json());

/* What is found for some words, as a list of links. */
export const list = async (words) => {
  const found = document.createElement("ol");
  found.append(...find(await fetched(), words).map(shown));
  return found;
};

export const open = async (input, results) => {
  if (input.dataset.search) return;
  input.dataset.search = "open";
  const list = document.createElement("ol");
  const said = Object.assign(document.createElement("p"), { className: "search-said" });
  said.setAttribute("role", "status");
  results.append(said, list);
  results.hidden = false;
  const index = await fetched();

  const show = () => {
    const found = input.value.trim() ? find(index, input.value) : [];
    list.replaceChildren(...found.map(shown));
    const number = `${found.length} page${found.length === 1 ? "" : "s"}`;
    said.textContent = !input.value.trim() ? "" : found.length ? `${number}; the arrow keys lead there` : "Nothing was found";
  };

  const hide = (hidden) => (results.hidden = hidden);

  const step = (event) => {
    const ways = [input, ...list.querySelectorAll("a")];
    const at = ways.indexOf(document.activeElement);
    const to = { ArrowDown: at + 1, ArrowUp: at - 1 }[event.key];
    if (event.key === "Escape") {
      input.focus();
      hide(true);
    } else if (event.key === "Enter" && at === 0 && ways[1]) {
      ways[1].click();
    } else if (to !== undefined && ways[to]) {
      event.preventDefault();
      ways[to].focus();
    }
  };

  const box = results.parentElement;
  box.addEventListener("keydown", step);
  box.addEventListener("focusin", () => hide(false));
  box.addEventListener("focusout", ({ relatedTarget }) => hide(!box.contains(relatedTarget)));
  list.addEventListener("click", ({ target }) => target.closest("a") && hide(true));
  input.addEventListener("input", () => {
    hide(false);
    show();
  });
  input.addEventListener("paste", (event) => {
    // a box of one line would join the lines of a traceback without a blank
    event.preventDefault();
    const lines = event.clipboardData.getData("text/plain").replace(/\s+/g, " ");
    input.setRangeText(lines, input.selectionStart, input.selectionEnd, "end");
    input.dispatchEvent(new Event("input"));
  });
  show();
};
