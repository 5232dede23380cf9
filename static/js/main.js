// What every page loads. Each part looks for its own hooks and does nothing without them.
import { startTheme } from "./theme.js";
import { startTimes } from "./times.js";
import { startForms } from "./forms.js";
import { startDialogs } from "./dialogs.js";
import { startFolds } from "./folds.js";

document.documentElement.classList.add("scripted");
startTheme();
startTimes(document);
startForms();
startDialogs();
startFolds(document);

document.addEventListener("htmx:afterSwap", (event) => {
  startTimes(event.target);
  startFolds(event.target);
});
