// Keys on a desk of the staff: j and k move, a button's own key presses it; and words of the house
// fill a reason. Everything also works without this file.
(() => {
  "use strict";

  const typing = (target) =>
    target instanceof HTMLElement &&
    (target.isContentEditable || ["INPUT", "SELECT", "TEXTAREA"].includes(target.tagName));

  const rows = () => [...document.querySelectorAll("#result_list tbody th a, #result_list tbody td.field-reference a")];

  const move = (step) => {
    const links = rows();
    if (links.length) {
      const at = links.indexOf(document.activeElement);
      const next = at < 0 ? (step > 0 ? 0 : links.length - 1) : at + step;
      links[Math.min(Math.max(next, 0), links.length - 1)].focus();
      return true;
    }
    const other = document.querySelector(step > 0 ? "a[rel=next]" : "a[rel=prev]");
    if (other) other.click();
    return Boolean(other);
  };

  // Words of the house fill the text beside them, unless somebody wrote there already.
  document.addEventListener("change", (event) => {
    const list = event.target;
    if (!(list instanceof HTMLSelectElement) || !list.dataset.fills) return;
    const text = document.getElementById(list.dataset.fills);
    const known = [...list.options].map((option) => option.dataset.words || "");
    if (text && known.concat("").includes(text.value)) {
      text.value = list.selectedOptions[0].dataset.words || "";
    }
  });

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
    if (event.key === "j" || event.key === "k") {
      if (move(event.key === "j" ? 1 : -1)) event.preventDefault();
      return;
    }
    if (!/^[a-z0-9]$/.test(event.key)) return;
    const button = document.querySelector(`a[accesskey="${event.key}"], button[accesskey="${event.key}"]`);
    if (button) {
      event.preventDefault();
      button.click();
    }
  });
})();
