/* On the page that says that there is none: what the address speaks of is looked up at once. */

import { list } from "./search.js";

const words = decodeURIComponent(location.pathname).replace(/index\.html$|\.html$/, "").replace(/[-_/.]+/g, " ");

list(words).then((found) => {
  if (!found.children.length) return;
  const place = document.getElementById("missing");
  place.append(Object.assign(document.createElement("p"), { textContent: "Perhaps you meant:" }), found);
});
