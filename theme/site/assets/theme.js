/* The one script of a page: colours, copy, linked cases, where you are, search.
   It stands in the head and ahead of the style, so that nothing is painted twice.

   Search is no part of it.  The element #search holds an input, and beside it
   the empty and hidden #search-results.  At the input's first focus the module
   assets/search.js is loaded; it exports

       open(input, results)

   which is called once, perhaps after something was typed.  From then on the
   module owns both elements: roles, keys, results, and hiding them again. */

"use strict";
(() => {
  const page = document.documentElement;
  const assets = new URL(".", document.currentScript.src);
  const SCHEMES = { system: "◐", light: "○", dark: "●" };

  const kept = (name, value) => {
    // private windows may refuse to keep anything
    try {
      if (value === undefined) return localStorage.getItem(name);
      localStorage.setItem(name, value);
    } catch {
      return null;
    }
  };

  // Colours: as the system has them, light, dark ---------------------------

  const dress = (scheme) => {
    if (scheme in SCHEMES) page.dataset.scheme = scheme;
    return page.dataset.scheme || "system";
  };

  dress(kept("scheme"));
  page.classList.add("js"); // shows what needs a script, before the first paint

  const schemes = (button) => {
    const show = () => {
      const scheme = dress();
      button.textContent = SCHEMES[scheme];
      button.setAttribute("aria-label", `Colours: ${scheme}`);
      button.title = `Colours: ${scheme}`;
    };
    button.addEventListener("click", () => {
      const names = Object.keys(SCHEMES);
      const next = names[(names.indexOf(dress()) + 1) % names.length];
      kept("scheme", dress(next));
      show();
      say(`Colours: ${next}`);
    });
    show();
  };

  // What is spoken ---------------------------------------------------------

  const voice = document.createElement("p");
  voice.className = "spoken";
  voice.setAttribute("role", "status");
  const say = (words) => (voice.textContent = words);

  // Copy: exactly the program of the button's figure ------------------------

  const copy = async (button) => {
    const program = button.closest("figure").querySelector("code[data-sample]");
    const done = await put(program);
    button.textContent = done ? "Copied" : "Select and copy";
    say(done ? "Copied" : "The program is selected; copy it yourself");
    button.addEventListener("blur", () => (button.textContent = "Copy"), { once: true });
  };

  const name = (button) => {
    const program = button.parentElement.querySelector(".sample-name").textContent;
    button.setAttribute("aria-label", `Copy ${program}`);
  };

  // of a right program that is shown as what changes: without the lines that go
  const text = (program) => {
    const own = program.cloneNode(true);
    own.querySelectorAll("del, small, .spoken").forEach((each) => each.remove());
    return own.textContent;
  };

  const put = async (program) => {
    try {
      await navigator.clipboard.writeText(text(program));
      return true;
    } catch {
      const whole = program.closest("figure").querySelector(":is(.sample-says, figcaption) input");
      if (whole) whole.checked = true;
      // no clipboard without https: what is selected can be copied by hand
      getSelection().selectAllChildren(program);
      return false;
    }
  };

  // Linked cases: the same label is chosen wherever it stands --------------

  const label = (radio) => page.querySelector(`label[for="${radio.id}"]`).textContent.trim();
  const GROUPS = ".sample-cases > input";

  const link = (words) => {
    for (const radio of document.querySelectorAll(GROUPS)) {
      if (label(radio) === words) radio.checked = true;
    }
  };

  const choose = (radio) => {
    const before = radio.getBoundingClientRect().top;
    link(label(radio));
    kept("case", label(radio));
    // what stands above may have changed its height; the chosen one stays
    scrollBy(0, radio.getBoundingClientRect().top - before);
  };

  // Where you are ----------------------------------------------------------

  const follow = () => {
    const ways = new Map();
    for (const way of document.querySelectorAll(".contents a")) {
      const heading = document.getElementById(decodeURIComponent(way.hash.slice(1)));
      if (heading) ways.set(heading, way);
    }
    const seen = new Set();
    const mark = (entries) => {
      for (const { target, isIntersecting, boundingClientRect } of entries) {
        // above the middle of the window means: passed, or being read
        if (isIntersecting || boundingClientRect.top < 0) seen.add(target);
        else seen.delete(target);
      }
      const last = [...ways.keys()].filter((heading) => seen.has(heading)).pop();
      for (const [heading, way] of ways) {
        if (heading === last) way.setAttribute("aria-current", "location");
        else way.removeAttribute("aria-current");
      }
    };
    const watcher = new IntersectionObserver(mark, { rootMargin: "0px 0px -50% 0px" });
    for (const heading of ways.keys()) watcher.observe(heading);
  };

  // A way to each heading, for whoever wants to pass it on -------------------

  const anchor = (heading) => {
    const way = document.createElement("a");
    way.className = "headerlink scripted";
    way.href = `#${heading.id}`;
    way.textContent = "#";
    way.setAttribute("aria-label", `Link to “${heading.textContent}”`);
    heading.append(way);
  };

  // What scrolls sideways can be reached by keys ----------------------------

  const reach = () => {
    const fit = (entries) => {
      for (const { target } of entries) {
        const wide = target.scrollWidth > target.clientWidth;
        if (wide) target.tabIndex = 0;
        else target.removeAttribute("tabindex");
      }
    };
    const watcher = new ResizeObserver(fit);
    for (const each of document.querySelectorAll("pre, .scrolls")) watcher.observe(each);
  };

  // Orders: one step after another, by keys or by buttons --------------------

  const step = (figure) => {
    const rows = [...figure.querySelectorAll("tbody tr")];
    let at = rows.length;
    const bar = Object.assign(document.createElement("p"), { className: "scripted" });
    const show = (to) => {
      at = Math.max(1, Math.min(rows.length, to));
      rows.forEach((row, n) => {
        row.classList.toggle("orders-now", n === at - 1);
        row.classList.toggle("orders-later", n >= at);
      });
      say(rows[at - 1].innerText.replace(/\s+/g, " "));
    };
    for (const [words, by] of [["◀ Back", -1], ["Step ▶", 1]]) {
      const button = document.createElement("button");
      button.textContent = words;
      button.addEventListener("click", () => show(by > 0 && at === rows.length ? 1 : at + by));
      bar.append(button, " ");
    }
    figure.addEventListener("keydown", (event) => {
      const by = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
      if (!by) return;
      event.preventDefault();
      show(at + by);
    });
    figure.firstElementChild.after(bar);
  };

  // Search, which is fetched when it is wanted ------------------------------

  const search = (box) => {
    const input = box.querySelector("input");
    input.autocomplete = "off";
    const fetch = async () => {
      const { open } = await import(new URL("search.js", assets));
      open(input, document.getElementById("search-results"));
    };
    input.addEventListener("focus", fetch, { once: true });
    document.addEventListener("keydown", (event) => {
      const typing = event.target.closest?.("input, textarea, select, [contenteditable]");
      const asked = event.key === "/" ? !typing : event.key === "k" && (event.ctrlKey || event.metaKey);
      if (!asked) return;
      event.preventDefault();
      input.focus();
    });
  };

  document.addEventListener("DOMContentLoaded", () => {
    document.body.append(voice);
    schemes(document.querySelector(".top > :last-child"));
    search(document.getElementById("search"));
    link(kept("case"));
    document.querySelectorAll("article :is(h2, h3)[id]").forEach(anchor);
    document.querySelectorAll(".sample-copy").forEach(name);
    document.querySelectorAll(".orders-steps").forEach(step);
    follow();
    reach();
    document.addEventListener("change", ({ target }) => target.matches(GROUPS) && choose(target));
    document.addEventListener("click", ({ target }) => {
      if (target.matches(".sample-copy")) copy(target);
      // a way within the page leads out of the drawer
      if (target.closest("#menu a")) document.getElementById("menu").hidePopover();
    });
  });
})();
