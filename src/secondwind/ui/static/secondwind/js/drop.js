// A form with data-drop takes dropped files into its file field. Nothing is sent until its button is pressed.
"use strict";

(() => {
  const formOf = (event) => event.target.closest?.("[data-drop]");
  const carriesFiles = (event) => event.dataTransfer?.types.includes("Files");

  document.addEventListener("dragover", (event) => {
    if (!carriesFiles(event) || !document.querySelector("[data-drop]")) return;
    event.preventDefault();
    const form = formOf(event);
    event.dataTransfer.dropEffect = form ? "copy" : "none";
    if (form) form.dataset.over = "";
  });

  document.addEventListener("dragleave", (event) => {
    const form = formOf(event);
    if (form && !form.contains(event.relatedTarget)) delete form.dataset.over;
  });

  document.addEventListener("drop", (event) => {
    if (!carriesFiles(event) || !document.querySelector("[data-drop]")) return;
    event.preventDefault();
    const form = formOf(event);
    const field = form?.querySelector("input[type=file]");
    if (!field) return;
    delete form.dataset.over;
    field.files = event.dataTransfer.files;
    field.dispatchEvent(new Event("change", { bubbles: true }));
    form.querySelector("button, [type=submit]")?.focus();
  });
})();
