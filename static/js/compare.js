// <div data-compare> holds two pictures beside each other. Here one comes to lie over the other,
// with a slider that uncovers it: a real <input type="range">, so that keys move it too.
function slideOver(pair) {
  if (pair.classList.contains("compare--live")) return;
  const slider = document.createElement("input");
  slider.type = "range";
  slider.min = "0";
  slider.max = "100";
  slider.value = "50";
  slider.className = "compare__slider";
  slider.setAttribute("aria-label", pair.dataset.compareLabel);
  const uncover = () => pair.style.setProperty("--uncovered", String(slider.value / 100));
  slider.addEventListener("input", uncover);
  pair.classList.add("compare--live");
  pair.append(slider);
  uncover();
}

function start(root) {
  for (const pair of root.querySelectorAll("[data-compare]")) slideOver(pair);
}

start(document);
document.addEventListener("htmx:afterSwap", (event) => start(event.target.parentElement ?? document));
