// Progress of an audit: asked for now and then, and the page is loaded again once there is an answer.
"use strict";
const place = document.getElementById("progress");
const said = document.getElementById("said");
const bar = place.querySelector("progress");

async function look() {
  try {
    const answer = await fetch(place.dataset.address, { headers: { Accept: "application/json" } });
    if (!answer.ok) { location.reload(); return; }
    const now = await answer.json();
    if (!now.open) { location.reload(); return; }
    said.textContent = now.said;
    if (now.total > 0) { bar.max = now.total; bar.value = now.done; } else { bar.removeAttribute("value"); }
  } catch { /* the server may be starting again */ }
  setTimeout(look, 1000);
}
setTimeout(look, 1000);
