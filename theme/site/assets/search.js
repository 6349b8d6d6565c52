/* Search: loaded at the first focus of the search box, and nothing of it before.

   The index, search.json, is made by theme/beside/search.py; here stands only what
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

// What the whole site is about: it stands in many questions, in few titles, and tells no page from another.
const SUBJECT = "python";

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
  if (low.length < 4 || low.includes("_") || low === "bare") return low; // "bare" is not "bar"
  const root = low
    .replace(/(?<=ss|x|ch|sh)es$|(?<=[^s])s$/, "")
    .replace(/(?<=..[a-z])(?:ing|ed)$/, "")
    .replace(/e$/, "");
  const short = root.replace(/([^aeiou])\1$/, "$1");
  return SAME.get(short) ?? short;
};

const LONGEST = 160;
const SENTENCE = /[^\n]{20,}?[.!?](?=\s|$)|[^\n]+/g;
// What stands in front of a message: Python's name of what went wrong, with its colon, or a traceback.
const TYPE = /\b[\w.]*[A-Z]\w*(?:Error|Exception|Warning|Interrupt|Pool|ShutDown|Full|Empty): /;
// What the system says, of many things: the type in front tells which.
const SYSTEM = /([\w.]+): \[(?:Errno|WinError)\b/g;
const WRONG = new RegExp(`${TYPE.source}|${SYSTEM.source}|\\bTraceback\\b|\\bFatal Python\\b`);
// As much of a message of ours, weighed by its rare words, stands in what was pasted.
const ENOUGH = 0.85;

const options = {
  tokenize: tokens,
  processTerm: stem,
  searchOptions: { boost: { title: 4, heads: 5, lead: 2, text: 1 }, bm25: { k: 1.2, b: 0.3, d: 0.5 } },
};

const stems = (text) => new Set(tokens(text).map(stem).filter(Boolean));

/* How rare each word is among some sets of words; one that is in none is the rarest. */
const rarity = (sets) => {
  const held = new Map();
  sets.forEach((set) => set.forEach((word) => held.set(word, (held.get(word) ?? 0) + 1)));
  return (word) => Math.log(1 + sets.length / (held.get(word) ?? 0.5));
};

const sum = (words, worth) => [...words].reduce((total, word) => total + worth(word), 0);

/* The words of a text, each once, less those of `without`. */
const once = (text, without = "") => {
  const left = new Set(tokens(text.toLowerCase()));
  tokens(without.toLowerCase()).forEach((word) => left.delete(word));
  return [...left].join(" ");
};

const flat = (text) => ` ${tokens(text).join(" ").toLowerCase()} `;

// A function of the reader's, in front of what Python says of its arguments.
const CALLED = /[\w.]+\(\)(?= (?:argument after|missing|takes) )/g;
// What a page quotes, long enough to be a message.
const QUOTED = /"[^"\n]{20,}"/g;

/* The words of a message that are Python's own: what it quotes is its reader's, but for a class such as '_thread._local'. */
const wording = (text) => {
  const bare = text.replace(/'[^']*'|<[^>]*>/g, (quoted) => (/^'_\w+\._/.test(quoted) ? quoted : " ")).replace(CALLED, " ");
  const own = OWN.reduce((left, pattern) => left.replace(pattern, " "), bare);
  const said = own.replace(TYPE, " "); // one Python calls an AttributeError what the next one calls a PicklingError
  return new Set(tokens(/\w/.test(said) ? said : own).map((word) => word.toLowerCase()));
};

/* The types of the messages of the system in a text, without their modules. */
const types = (text) => [...text.matchAll(SYSTEM)].map(([, type]) => type.split(".").pop());

export const load = (index) => {
  const entries = index.map(([address, title, lead, also, parts], id) => {
    const sections = parts.map(([anchor = "", title = "", prose = "", code = "", messages = ""]) => ({ anchor, title, prose, code, messages }));
    return { id, address, title, lead, also, sections, page: id };
  });
  const homes = new Map(entries.map(({ address, id }) => [address, id]));
  entries.forEach((entry) => (entry.page = homes.get(entry.address.split("#")[0])));
  const sections = entries.flatMap((entry) => entry.sections.map((section, at) => ({ ...section, at, entry: entry.id, stems: stems(`${section.title} ${section.prose} ${section.code}`) })));

  const pages = new MiniSearch({ ...options, fields: ["title", "lead", "heads", "text"] });
  pages.addAll(
    entries.map(({ id, title, lead, also, sections: parts }) => ({
      ...{ id, title, lead },
      // also what the title says: these words are asked for together
      heads: `${also} ${once(parts.map(({ title: heading, messages }, at) => `${at ? heading : ""} ${messages}`).join(" "), title)}`,
      text: once(parts.map(({ prose, code }) => `${prose} ${code}`).join(" ")), // said twice is no more asked for
    })),
  );
  const within = new MiniSearch({ ...options, fields: ["title", "heads", "text"] });
  within.addAll(sections.map(({ title, messages, prose, code }, id) => ({ id, title, heads: messages, text: `${prose} ${code}` })));

  const told = entries.flatMap(({ id, sections: parts }) => parts.flatMap(({ messages }) => messages.split("\n").filter(Boolean).map((text) => ({ id, words: wording(text), type: types(text)[0] }))));
  return {
    ...{ entries, sections, pages, within },
    worth: rarity(sections.map(({ stems: held }) => held)),
    known: new Set(entries.flatMap(({ title, lead, also }) => [...stems(`${title} ${lead} ${also}`)]).concat(sections.flatMap(({ stems: held, messages }) => [...held, ...stems(messages)]))),
    told: told.filter(({ words }) => words.size),
    flat: sections.map(({ prose, entry }) => [flat(prose), entry]),
    quoted: sections.flatMap(({ title, prose, entry }) => (`${title}\n${prose}`.match(QUOTED) ?? []).map((text) => [flat(text), entry])).filter(([text]) => text.split(" ").length > 6),
    rare: rarity(told.map(({ words }) => words)),
  };
};

/* The sentence of a section that says most of what is asked; "" if it says nothing of it. */
const sentence = ({ worth }, { prose }, asked) => {
  const said = (text) => sum([...stems(text)].filter((word) => asked.has(word)), worth) / Math.log(20 + text.length);
  const [best, most] = (prose.match(SENTENCE) ?? []).reduce(([kept, top], text) => (said(text) > top ? [text, said(text)] : [kept, top]), ["", 0]);
  const text = most ? best.trim() : "";
  return text.length > LONGEST ? `${text.slice(0, LONGEST).replace(/\s+\S*$/, "")}…` : text;
};

/* The entries whose message stands in what was pasted, and those whose text quotes it, or a part of it. */
const recognised = ({ told, rare, flat: texts, quoted }, plain) => {
  const pasted = new Set(tokens(plain).map((word) => word.toLowerCase()));
  const part = (words) => sum([...words].filter((word) => pasted.has(word)), rare) / sum(words, rare);
  const last = flat(plain.split(TYPE).pop());
  const whole = flat(plain);
  const quotes = [...(last.split(" ").length > 5 ? texts.filter(([text]) => text.includes(last)) : []), ...quoted.filter(([text]) => whole.includes(text))];
  const by = types(plain);
  const other = (type) => type && by.length && !by.includes(type);
  return new Set([...told.filter(({ words, type }) => !other(type) && part(words) >= ENOUGH).map(({ id }) => id), ...quotes.map(([, entry]) => entry)]);
};

/* What is found for a query: the best pages, each by the section that answers and
   its sentence; whether a message was pasted that is not here; words that no page has. */
export const find = (index, query) => {
  const { entries, sections, pages, within, known } = index;
  const plain = OWN.reduce((text, pattern) => text.replace(pattern, " "), query);
  const asked = stems(plain);
  const few = tokens(plain).length <= 4;
  // a word that is here as it was typed needs no others like it: "bar" is not "barrier"
  const like = (term) => few && !known.has(term) && term.length > 4 && 0.2;
  const boostTerm = (term) => (term === SUBJECT ? 0.1 : 1);
  const how = { boostTerm, prefix: (term, at, all) => at === all.length - 1 && term.length > 2 && !known.has(term), fuzzy: like };
  const message = WRONG.test(query);
  const ours = message ? recognised(index, plain) : new Set();
  // a term or a myth is short, and would stand above the article that explains it; so would a record
  const answers = ({ page, id, address }) => address.startsWith("errors/") || (page === id && !address.startsWith("measured/"));
  const phrase = flat(plain);
  const meant = (id) => phrase.split(" ").length > 4 && flat(entries[id].also).includes(phrase); // whose author foresaw the very words
  const boostDocument = (id) => (answers(entries[id]) ? 1 : 0.5) * (ours.has(id) || meant(id) ? 3 : 1);
  const seen = new Set();
  const found = pages.search(plain, { ...how, boostDocument }).filter(({ id }) => !seen.has(entries[id].page) && seen.add(entries[id].page));

  const best = new Map();
  within.search(plain, how).forEach(({ id }) => best.has(sections[id].entry) || best.set(sections[id].entry, sections[id]));
  const strange = message && !ours.size;
  const shown = found.slice(0, strange ? 3 : MOST).map(({ id }) => {
    const { address, title, lead, page } = entries[id];
    const section = best.get(id);
    const part = section && section.at && section.anchor;
    return {
      address: part ? `${address}#${section.anchor}` : address,
      title: part ? `${title}: ${section.title}` : title,
      lead: (section && page === id && sentence(index, section, asked)) || lead,
    };
  });
  const words = message ? [] : tokens(plain).filter((word) => !word.includes("_") && word.length > 2 && stem(word) && !known.has(stem(word)));
  return { shown, strange, missing: words.filter((word) => !pages.search(word, how).length) };
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

/* The way to report what is not here: to the forms of the site's repository. */
const report = (query) => {
  const repository = document.querySelector(".repository")?.href;
  if (!repository) return [];
  const way = document.createElement("a");
  way.href = `${repository}/issues/new?template=article-wanted.yml&title=${encodeURIComponent(query.trim().slice(0, 120))}`;
  way.append("Report it");
  return [" ", way, "."];
};

/* What is said above the results. */
const said = ({ shown: { length }, strange, missing }, query) => {
  if (!query.trim()) return [];
  const number = `${length} page${length === 1 ? "" : "s"}`;
  if (strange) return [`This message is not here yet. ${length ? "The nearest:" : ""}`, ...report(query)];
  const none = missing.length ? ` No page says ${missing.slice(0, 3).map((word) => `“${word}”`).join(", ")}.` : "";
  return length ? [`${number}; the arrow keys lead there.${none}`] : [`Nothing was found.${none}`, ...report(query)];
};

const fetched = async () => load(await (await fetch(INDEX)).json());

export const open = async (input, results) => {
  if (input.dataset.search) return;
  input.dataset.search = "open";
  const list = document.createElement("ol");
  const status = Object.assign(document.createElement("p"), { className: "search-said" });
  status.setAttribute("role", "status");
  results.append(status, list);
  results.hidden = false;
  const index = await fetched();

  const show = () => {
    const query = input.value;
    const found = query.trim() ? find(index, query) : { shown: [], missing: [] };
    list.replaceChildren(...found.shown.map(shown));
    status.replaceChildren(...said(found, query));
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
