// Forms: a second click on a form that pays sends nothing; copy buttons copy; notes close; print
// buttons print.
function guardAgainstTwice(event) {
  const form = event.target;
  if (!form.matches("[data-once]")) return;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "yes";
  for (const button of form.querySelectorAll("button[type=submit]")) {
    button.setAttribute("aria-disabled", "true");
  }
}

async function copy(button) {
  await navigator.clipboard.writeText(button.dataset.copy);
  const status = document.getElementById(button.getAttribute("aria-controls"));
  if (status) status.textContent = button.dataset.copied;
}

export function startForms() {
  document.addEventListener("submit", guardAgainstTwice);
  // A page that comes back out of the browser's cache may be sent again.
  addEventListener("pageshow", () => {
    for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
  });
  document.addEventListener("click", (event) => {
    const copyButton = event.target.closest("[data-copy]");
    if (copyButton) copy(copyButton);
    if (event.target.closest("[data-print]")) print();
    const closeButton = event.target.closest("[data-close]");
    if (closeButton) closeButton.closest("[data-closable]").remove();
  });
}
