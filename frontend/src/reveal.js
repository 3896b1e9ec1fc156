// "Show" beside a password: the field's own type changes, and the button says what pressing it does next.

export function revealPasswords(root) {
  for (const button of root.querySelectorAll("[data-reveal]")) {
    const field = root.getElementById(button.dataset.reveal);
    if (!field) continue;
    button.hidden = false;
    button.addEventListener("click", () => {
      const shown = field.type === "password";
      field.type = shown ? "text" : "password";
      button.textContent = shown ? button.dataset.hide : button.dataset.show;
      button.setAttribute("aria-pressed", String(shown));
      field.focus();
    });
    // A shown password must not be kept as ordinary text by the browser's form history.
    field.form?.addEventListener("submit", () => {
      field.type = "password";
    });
  }
}
