// data-copy="#words" copies the words of that element (a field's value, or its text) and says so.
// When the browser refuses, the words are selected, so that the keyboard can copy them.
"use strict";

(() => {
  const select = (source) => {
    if (source.select) {
      source.focus();
      source.select();
    } else {
      getSelection().selectAllChildren(source);
    }
  };

  const say = (button, words) => {
    const before = button.dataset.label ?? button.textContent;
    button.dataset.label = before;
    button.textContent = words;
    const line = document.createElement("p");
    line.className = "unseen";
    line.textContent = words;
    document.getElementById("status")?.append(line);
    setTimeout(() => {
      line.remove();
      button.textContent = before;
    }, 4000);
  };

  document.addEventListener("click", async (event) => {
    const button = event.target.closest?.("[data-copy]");
    const source = button && document.querySelector(button.dataset.copy);
    if (!source) return;
    try {
      await navigator.clipboard.writeText(source.value ?? source.textContent);
      say(button, "Copied");
    } catch {
      select(source);
      say(button, "Selected, copy it with the keyboard");
    }
  });
})();
