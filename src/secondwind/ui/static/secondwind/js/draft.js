// The marks under a draft lie where the words were. While someone types they are hidden, until an answer
// to the latest words has come back (data-typing on .draft, see draft.css).
"use strict";

(() => {
  const draftOf = (element) => element?.closest?.(".draft");
  const asked = new WeakMap();
  const grow = (field) => {
    if (CSS.supports("field-sizing", "content")) return;
    field.style.blockSize = "auto";
    field.style.blockSize = `${field.scrollHeight}px`;
  };

  document.addEventListener("input", (event) => {
    const draft = draftOf(event.target);
    if (!draft) return;
    draft.dataset.typing = String(Number(draft.dataset.typing ?? 0) + 1);
    grow(event.target);
  });

  document.addEventListener("htmx:beforeRequest", (event) => {
    const form = event.detail.elt.closest("form") ?? document;
    for (const draft of form.querySelectorAll(".draft[data-typing]")) asked.set(draft, draft.dataset.typing);
  });

  document.addEventListener("htmx:afterSettle", () => {
    for (const draft of document.querySelectorAll(".draft[data-typing]")) {
      if (asked.get(draft) === draft.dataset.typing) delete draft.dataset.typing;
    }
  });

  for (const field of document.querySelectorAll(".draft textarea")) grow(field);
})();
