/* On the page that says that there is none: the pages whose titles say what the
   address does, from a small list, pages.json, made by theme/beside/titles.py.
   The search, whose index is a hundred times as much, is there by a button. */

const LIST = new URL("pages.json", import.meta.url);
const SITE = new URL("..", import.meta.url);
const MOST = 6;

const words = (text) => [...new Set(text.toLowerCase().match(/[a-z]{2,}|\d+/g))];

/* "share" and "sharing", "process" and "processes": most of their letters, from the first on. */
const alike = (one, other) => {
  let same = 0;
  while (same < one.length && one[same] === other[same]) same += 1;
  const longer = Math.max(one.length, other.length);
  return same === longer || same >= Math.max(4, longer - 3);
};

/* The pages that have words of the address, and first those that have the rare ones. */
const nearest = (pages, asked) => {
  const all = pages.map(([address, title]) => ({ address, title, held: words(`${address} ${title}`), worth: 0 }));
  for (const word of asked) {
    const having = all.filter(({ held }) => held.some((each) => alike(word, each)));
    for (const page of having) page.worth += Math.log(1 + all.length / having.length);
  }
  all.sort((one, other) => other.worth - one.worth || one.held.length - other.held.length);
  return all.filter(({ worth }) => worth && worth > all[0].worth / 2).slice(0, MOST);
};

const made = (tag, content, more = {}) => {
  const element = Object.assign(document.createElement(tag), more);
  element.append(...content);
  return element;
};

const look = async () => {
  const path = decodeURIComponent(location.pathname).slice(SITE.pathname.length);
  const asked = words(path.replace(/(index)?\.\w+$/, ""));
  if (!asked.length) return;
  const near = nearest(await (await fetch(LIST)).json(), asked);
  const ways = near.map(({ address, title }) => made("li", [made("a", [title], { href: new URL(address, SITE) })]));
  const button = made("button", [`Search for “${asked.join(" ")}”`]);
  button.addEventListener("click", () => {
    const input = document.querySelector("#search input");
    input.value = asked.join(" ");
    input.focus();
    input.dispatchEvent(new Event("input"));
  });
  document.getElementById("missing").append(...(ways.length ? [made("p", ["Perhaps you meant:"]), made("ol", ways)] : []), made("p", [button]));
};

// once the page itself is painted
requestAnimationFrame(() => setTimeout(look));
