// What is wrong with the page that is open, as sentences; run in the browser by tests. Nothing of the page is changed.
const faults = [];
const say = (what, element) => faults.push(`${what}: ${element.outerHTML.slice(0, 140)}`);
const seen = (element) => element.checkVisibility({ visibilityProperty: true, opacityProperty: true });
const parts = (colour) => colour.match(/[\d.]+/g).map(Number);
const light = (colour) => {
  const [r, g, b] = parts(colour).map((part) => {
    const share = part / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
};
const ground = (element) => {
  for (let at = element; at; at = at.parentElement) {
    const colour = getComputedStyle(at).backgroundColor;
    const alpha = parts(colour)[3];
    if (alpha === undefined || alpha === 1) return colour;
    if (alpha !== 0) say("half transparent", at);
  }
  return getComputedStyle(document.documentElement).backgroundColor;
};
const root = document.documentElement;
if (root.scrollWidth > window.innerWidth) faults.push(`wider than the window: ${root.scrollWidth} > ${window.innerWidth}`);
if (document.querySelectorAll("h1").length !== 1) faults.push("not one heading");
if (document.querySelectorAll("main").length !== 1) faults.push("not one main part");
if (!document.title.trim() || document.title.startsWith("·")) faults.push("no title");
for (const field of document.querySelectorAll("input, select, textarea")) {
  if (field.type !== "hidden" && !field.labels.length && !field.ariaLabel) say("no label", field);
}
for (const link of document.querySelectorAll("a, button, summary")) {
  if (!(link.textContent.trim() || link.ariaLabel)) say("no name", link);
}
for (const head of document.querySelectorAll("th")) if (!head.scope) say("no scope", head);
for (const head of document.querySelectorAll("thead th")) if (!head.textContent.trim()) say("a column without a name", head);
for (const stop of document.querySelectorAll("[tabindex]")) if (stop.tabIndex > 0) say("out of order", stop);
const ids = [...document.querySelectorAll("[id]")].map((each) => each.id);
for (const id of ids) if (ids.indexOf(id) !== ids.lastIndexOf(id)) faults.push(`twice on the page: ${id}`);
for (const area of document.querySelectorAll(".scroll")) {
  if (area.scrollWidth > area.clientWidth && area.tabIndex !== 0) say("can't be moved by keys", area);
}
const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
const asked = new Set();
while (walker.nextNode()) {
  const element = walker.currentNode.parentElement;
  if (!walker.currentNode.data.trim() || asked.has(element) || !seen(element) || element.closest("script, option")) continue;
  asked.add(element);
  const [one, other] = [light(getComputedStyle(element).color), light(ground(element))].sort((a, b) => b - a);
  const ratio = (one + 0.05) / (other + 0.05);
  if (ratio < 4.5) say(`contrast ${ratio.toFixed(2)}`, element);
  const box = element.getBoundingClientRect();
  const shown = getComputedStyle(element);
  if (!element.closest(".out, .skip") && shown.overflowX !== "visible" && shown.overflowX !== "auto"
      && element.scrollWidth > element.clientWidth + 1 && box.width) say("cut off", element);
}
return faults;
