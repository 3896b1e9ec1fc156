// The menus of the main navigation open without a script, while they are pointed at or hold the focus. With it Escape
// closes them, arrows move in them, and a screen reader hears whether they are open.

export function navigation(root) {
  for (const menu of root.querySelectorAll("[data-nav-menu]")) enhance(menu);
}

function enhance(menu) {
  const button = menu.querySelector("button");
  const items = [...menu.querySelectorAll("a")];
  const tell = () => {
    const open = !("closed" in menu.dataset) && (menu.matches(":hover") || menu.contains(document.activeElement));
    button.setAttribute("aria-expanded", String(open));
  };
  const reopen = () => {
    delete menu.dataset.closed;
    tell();
  };
  // A browser that gives a pressed button no focus gets it here.
  button.addEventListener("click", () => {
    button.focus();
    reopen();
  });
  menu.addEventListener("pointerenter", reopen);
  menu.addEventListener("pointerleave", reopen);
  menu.addEventListener("focusin", tell);
  menu.addEventListener("focusout", (event) => {
    if (!menu.contains(event.relatedTarget)) setTimeout(reopen);
  });
  menu.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      menu.dataset.closed = "";
      button.focus();
      tell();
    } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      reopen();
      const next = items.indexOf(document.activeElement) + (event.key === "ArrowDown" ? 1 : -1);
      items[(next + items.length) % items.length].focus();
    }
  });
  tell();
}
