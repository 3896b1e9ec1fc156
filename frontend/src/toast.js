// One short sentence at the bottom of the page, read out, gone after five seconds unless somebody is reading it.

const SHOWN_MS = 5000;

let toast;
let timer;

export function say(text) {
  toast ??= place();
  // Emptied first, so that the same words twice are read out twice.
  toast.textContent = "";
  toast.hidden = false;
  requestAnimationFrame(() => {
    toast.textContent = text;
  });
  wait();
}

function place() {
  const element = document.createElement("div");
  element.className = "toast";
  element.setAttribute("role", "status");
  element.addEventListener("pointerenter", () => clearTimeout(timer));
  element.addEventListener("pointerleave", wait);
  document.body.append(element);
  return element;
}

function wait() {
  clearTimeout(timer);
  timer = setTimeout(() => {
    toast.hidden = true;
  }, SHOWN_MS);
}
