// Copy buttons: they stand in the page hidden and appear only where the clipboard can be written.
import { say } from "./toast.js";

export function copyButtons(root) {
  if (!navigator.clipboard) return;
  for (const button of root.querySelectorAll("[data-copy], [data-copy-text]")) {
    button.hidden = false;
    button.addEventListener("click", async () => {
      try {
        await navigator.clipboard.writeText(textOf(root, button));
        say(button.dataset.copied);
      } catch {
        // Refused by the browser: the text stands beside the button and can be selected by hand.
        selectSource(root, button);
      }
    });
  }
}

function textOf(root, button) {
  if (button.dataset.copyText) return new URL(button.dataset.copyText, location.href).href;
  const source = root.getElementById(button.dataset.copy);
  return source.value ?? source.textContent.trim();
}

function selectSource(root, button) {
  const source = root.getElementById(button.dataset.copy);
  if (source?.select) source.select();
  else if (source) getSelection().selectAllChildren(source);
}
