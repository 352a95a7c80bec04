// The review shows the next mail the moment an answer is on its way: it lies ready in a template. The answer
// that comes back brings the page's real next state; until then the buttons rest. Where none comes, the mail
// in hand is put back.
"use strict";

(() => {
  let held = null;

  const isAnswer = (event) => event.detail.elt?.matches?.("[data-answers]");

  document.addEventListener("htmx:beforeRequest", (event) => {
    const shown = document.querySelector("#review [data-shown]");
    const following = document.querySelector("#review template[data-following]");
    if (!isAnswer(event) || !shown || !following) return;
    held = shown;
    shown.replaceWith(following.content.cloneNode(true));
  });

  const putBack = (event) => {
    if (!held || !isAnswer(event)) return;
    document.querySelector("#review [data-shown]")?.replaceWith(held);
    held = null;
  };

  for (const trouble of ["htmx:responseError", "htmx:sendError", "htmx:timeout", "htmx:swapError"]) {
    document.addEventListener(trouble, putBack);
  }
  document.addEventListener("htmx:afterSwap", () => {
    held = null;
  });
})();
