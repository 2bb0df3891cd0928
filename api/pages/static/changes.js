// Puts what would change an answer into its page once it comes into view: it takes longer than the answer itself. Without
// this script a link leads there.
"use strict";

const place = document.getElementById("changes");

async function load() {
  place.setAttribute("aria-busy", "true");
  try {
    const answer = await fetch(place.dataset.from);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const list = page.getElementById("change-list");
    if (answer.ok && list) place.replaceChildren(document.adoptNode(list));
  } catch {
    // the link stays
  }
  place.setAttribute("aria-busy", "false");
}

const seen = new IntersectionObserver((entries) => {
  if (entries.some((entry) => entry.isIntersecting)) { seen.disconnect(); load(); }
}, { rootMargin: "300px" });
seen.observe(place);
