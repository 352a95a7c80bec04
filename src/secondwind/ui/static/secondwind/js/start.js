// What every page needs once scripts run: it says so, hands the focus on after an answer,
// and puts trouble into words where it is read out.
"use strict";

document.documentElement.dataset.script = "";

// After a part of the page was swapped in, its heading is where reading goes on. What the person is
// writing in keeps the focus.
document.addEventListener("htmx:afterSettle", (event) => {
  const part = event.detail.elt;
  const typing = document.activeElement?.matches("input, textarea, select");
  if (typing || !part?.isConnected || part.closest("[role=status], [aria-live]")) return;
  const heading = part.matches("[data-focus]") ? part : part.querySelector("[data-focus]") ?? part.querySelector("h1, h2, h3");
  if (!heading) return;
  heading.tabIndex = -1;
  heading.focus({ preventScroll: false });
});

function sayNoAnswer() {
  const words = document.getElementById("no-answer");
  const status = document.getElementById("status");
  if (!words || !status) return;
  const line = document.createElement("div");
  line.className = "said-so spread";
  line.append(words.content.cloneNode(true));
  status.replaceChildren(line);
  status.scrollIntoView({ block: "nearest" });
}

for (const trouble of ["htmx:responseError", "htmx:sendError", "htmx:timeout", "htmx:swapError"]) {
  document.addEventListener(trouble, sayNoAnswer);
}
