// Menus are <details>: they open without a script. With it Escape and a click outside close them, and arrows move.

export function menus(root) {
  root.addEventListener("click", (event) => {
    for (const menu of root.querySelectorAll("details.menu[open]")) {
      if (!menu.contains(event.target)) menu.open = false;
    }
  });
  root.addEventListener("keydown", (event) => {
    const menu = event.target.closest?.("details.menu[open]");
    if (!menu) return;
    if (event.key === "Escape") close(menu);
    else if (event.key === "ArrowDown") move(menu, event, 1);
    else if (event.key === "ArrowUp") move(menu, event, -1);
  });
  // Tabbing out of a menu closes it, so that it covers nothing the focus goes to.
  root.addEventListener("focusin", (event) => {
    for (const menu of root.querySelectorAll("details.menu[open]")) {
      if (!menu.contains(event.target)) menu.open = false;
    }
  });
}

function close(menu) {
  menu.open = false;
  menu.querySelector("summary").focus();
}

function move(menu, event, step) {
  const items = [...menu.querySelectorAll("a, button")];
  if (!items.length) return;
  event.preventDefault();
  const next = items.indexOf(document.activeElement) + step;
  items[(next + items.length) % items.length].focus();
}
