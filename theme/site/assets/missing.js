/* On the page that says that there is none: what the address speaks of is looked up,
   once the page itself is painted. */

const words = decodeURIComponent(location.pathname).replace(/index\.html$|\.html$/, "").replace(/[-_/.]+/g, " ");

const look = async () => {
  const { list } = await import("./search.js");
  const found = await list(words);
  if (!found.children.length) return;
  const place = document.getElementById("missing");
  place.append(Object.assign(document.createElement("p"), { textContent: "Perhaps you meant:" }), found);
};

requestAnimationFrame(() => setTimeout(look));
