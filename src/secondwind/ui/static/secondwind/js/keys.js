// Keyboard answers: data-key="n" on a button or link is pressed by N, while no field has the focus; data-key="n 1"
// by N or 1.
// Single keys can get in the way of other tools (speech input sends letters), so a button in the
// foot turns them off; the choice is kept in this browser.
"use strict";

(() => {
  const root = document.documentElement;
  const KEPT = "answer-keys";

  const areOn = () => {
    try {
      return localStorage.getItem(KEPT) !== "off";
    } catch {
      return true;
    }
  };

  const show = () => {
    root.dataset.keys = areOn() ? "on" : "off";
    const used = document.querySelector("[data-key]") !== null;
    for (const button of document.querySelectorAll("[data-keys-switch]")) {
      button.hidden = !used;
      button.textContent = areOn() ? "Answer keys are on" : "Answer keys are off";
    }
  };

  const inField = (element) =>
    element?.isContentEditable ||
    element?.matches?.("textarea, select, input:not([type=radio], [type=checkbox], [type=button], [type=submit])");

  document.addEventListener("keydown", (event) => {
    if (!areOn() || event.defaultPrevented || event.repeat || event.isComposing) return;
    if (event.ctrlKey || event.metaKey || event.altKey || inField(event.target)) return;
    const pressed = event.key.toLowerCase();
    const answers = [...document.querySelectorAll("[data-key]")];
    const answer = answers.find((element) => element.dataset.key.split(" ").includes(pressed) && element.checkVisibility() && !element.disabled);
    if (!answer) return;
    event.preventDefault();
    answer.click();
  });

  document.addEventListener("click", (event) => {
    if (!event.target.closest?.("[data-keys-switch]")) return;
    try {
      localStorage.setItem(KEPT, areOn() ? "off" : "on");
    } catch {
      return;
    }
    show();
  });

  document.addEventListener("htmx:afterSettle", show);
  show();
})();
