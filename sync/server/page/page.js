// A form is sent once: a second click waits for the answer. What was typed and not sent is asked about before leaving.
"use strict";
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "yes";
  form.setAttribute("aria-busy", "true");
});
window.addEventListener("pageshow", () => {
  for (const form of document.forms) {
    delete form.dataset.sent;
    form.removeAttribute("aria-busy");
  }
});
window.addEventListener("beforeunload", (event) => {
  const unsent = [...document.querySelectorAll("textarea")].some(
    (field) => field.value.trim() && field.value !== field.defaultValue && !field.form.dataset.sent
      && ![...document.forms].some((form) => form.dataset.sent),
  );
  if (unsent) event.preventDefault();
});
// One panel open at a time, and the text field in it ready for typing; Escape closes it.
document.addEventListener("toggle", (event) => {
  const panel = event.target;
  if (!panel.matches("details.act") || !panel.open) return;
  for (const other of document.querySelectorAll("details.act[open]")) if (other !== panel) other.open = false;
  panel.querySelector("textarea")?.focus();
}, true);
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const panel = document.querySelector("details.act[open]");
  if (panel) {
    panel.open = false;
    panel.querySelector("summary").focus();
  }
});
