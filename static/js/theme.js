// Changes the theme at once; the form it enhances does the same by a round trip.
const YEAR = 365 * 24 * 3600;

function remember(choice) {
  const secure = location.protocol === "https:" ? "; Secure" : "";
  const age = choice === "device" ? 0 : YEAR;
  document.cookie = `theme=${choice}; Path=/; Max-Age=${age}; SameSite=Lax${secure}`;
}

function show(choice) {
  const root = document.documentElement;
  if (choice === "device") delete root.dataset.theme;
  else root.dataset.theme = choice;
  for (const button of document.querySelectorAll("[data-theme-choice]")) {
    button.setAttribute("aria-pressed", String(button.value === choice));
  }
  document.dispatchEvent(new CustomEvent("themechange"));
}

export function startTheme() {
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-theme-choice]");
    if (!button) return;
    event.preventDefault();
    remember(button.value);
    show(button.value);
  });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () =>
    document.dispatchEvent(new CustomEvent("themechange")),
  );
}
