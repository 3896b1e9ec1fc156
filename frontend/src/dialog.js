// A link with its own page opens as a dialog instead, where the page already holds the same form.
// The browser closes it on Escape and gives the focus back to the link.

export function dialogs(root) {
  for (const opener of root.querySelectorAll("[data-dialog]")) {
    const dialog = root.getElementById(opener.dataset.dialog);
    if (!dialog?.showModal) continue;
    opener.setAttribute("aria-haspopup", "dialog");
    opener.addEventListener("click", (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      dialog.showModal();
    });
    for (const closer of dialog.querySelectorAll("[data-close]")) closer.addEventListener("click", () => dialog.close());
    dialog.addEventListener("click", (event) => {
      if (event.target === dialog) dialog.close();
    });
  }
}
