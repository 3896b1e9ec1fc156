// A page about a case follows it: when the case changes the page shows itself anew, or goes on where the install stopped.
// The server ends each answer after a while; the browser asks again by itself, and stops where the page isn't ours any more.

export function followCase(root) {
  const place = root.querySelector("[data-live]");
  if (!place || !window.EventSource) return;
  const source = new EventSource(place.dataset.live);
  const leaves = watchLeaving();
  source.addEventListener("message", (event) => {
    source.close();
    const { continue: onwards } = JSON.parse(event.data);
    const show = () => {
      if (leaves()) setTimeout(show, LEAVING_MS);
      else if (onwards) location.assign(onwards);
      else if (busy(root)) offer(root);
      else location.reload();
    };
    show();
  });
  addEventListener("pagehide", () => source.close());
  // Back from the next page out of the browser's cache: what it shows may be old.
  addEventListener("pageshow", (event) => {
    if (event.persisted) location.reload();
  });
}

// Whoever has just pressed a link goes where it leads: a reload would call that off, and the press would be lost. A link
// may also be a download, after which the page is still there.
const LEAVING_MS = 3000;

function watchLeaving() {
  let since = -Infinity;
  addEventListener("beforeunload", () => { since = performance.now(); });
  return () => performance.now() - since < LEAVING_MS;
}

// Whoever is writing, or has pressed a button, is not interrupted.
function busy(root) {
  const written = [...root.querySelectorAll("main input.input, main textarea")].some((field) => field.value !== field.defaultValue);
  return written || root.querySelector("form[data-sent]") !== null;
}

function offer(root) {
  const news = root.querySelector("[data-live-news]");
  if (news) news.hidden = false;
}
