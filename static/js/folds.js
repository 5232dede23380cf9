// <details data-open-wide> is folded on a phone and open where there is room beside the content.
const WIDE = matchMedia("(min-width: 64rem)");

export function startFolds(root) {
  if (!WIDE.matches) return;
  for (const fold of root.querySelectorAll("details[data-open-wide]")) fold.open = true;
}

// A menu closes when one looks elsewhere.
document.addEventListener("click", (event) => {
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    if (!menu.contains(event.target)) menu.open = false;
  }
});
