// A form is sent once: a second click waits for the answer. What was typed and not sent is asked about before leaving.
"use strict";
const free = (form) => {
  delete form.dataset.sent;
  form.removeAttribute("aria-busy");
};
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "yes";
  form.setAttribute("aria-busy", "true");
  // A download leaves the page as it is: it can be asked for again.
  if ("download" in form.dataset) setTimeout(free, 3000, form);
});
window.addEventListener("pageshow", () => [...document.forms].forEach(free));
const typed = (field) => {
  if (!field.form || field.form.method === "get" || field.type === "password" || field.type === "hidden") return false;
  if (field.type === "checkbox") return field.checked !== field.defaultChecked;
  return "defaultValue" in field && field.value.trim() && field.value !== field.defaultValue;
};
let leaving = false;
document.addEventListener("click", (event) => {
  if (event.target.closest("[data-leave]")) leaving = true;
});
window.addEventListener("beforeunload", (event) => {
  const forms = [...document.forms];
  if (leaving || forms.some((form) => form.dataset.sent)) return;
  const kept = forms.some((form) => "unsent" in form.dataset);
  if (kept || [...document.querySelectorAll("input, textarea")].some(typed)) event.preventDefault();
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
// A table that is wider than the window is a stop of its own, so that the arrow keys move it.
const stops = () => {
  for (const area of document.querySelectorAll(".scroll")) {
    if (area.scrollWidth > area.clientWidth) {
      area.tabIndex = 0;
      area.setAttribute("role", "region");
      area.setAttribute("aria-label", area.querySelector("caption")?.innerText || document.querySelector("h1").innerText);
    } else {
      area.removeAttribute("tabindex");
      area.removeAttribute("role");
      area.removeAttribute("aria-label");
    }
  }
};
window.addEventListener("resize", stops);
stops();
