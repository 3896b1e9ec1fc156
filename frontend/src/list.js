// A search form whose list follows while one types. Without it the same form is sent by its button. A form may name a
// place that answers with the list alone.

const PAUSE_MS = 200;

export function liveLists(root) {
  for (const form of root.querySelectorAll("form[data-live-list]")) follow(root, form);
}

function follow(root, form) {
  let timer;
  let running;

  const look = async () => {
    running?.abort();
    const asked = running = new AbortController();
    const url = addressOf(form, form.action);
    const source = form.dataset.liveSource ? addressOf(form, form.dataset.liveSource) : url;
    const old = root.getElementById(form.dataset.liveList);
    old.setAttribute("aria-busy", "true");
    try {
      const answer = await fetch(source, { signal: asked.signal, headers: { accept: "text/html" } });
      const found = new DOMParser().parseFromString(await answer.text(), "text/html");
      const list = found.getElementById(form.dataset.liveList);
      if (list) show(root, list, url);
      // Signed out meanwhile, or the right is gone: the page itself says so.
      else if (answer.ok) location.assign(url);
    } catch {
      // Away, or overtaken by the next letter: the button still sends the form.
    } finally {
      if (running === asked) old.removeAttribute("aria-busy");
    }
  };
  const soon = () => {
    clearTimeout(timer);
    timer = setTimeout(look, PAUSE_MS);
  };
  form.addEventListener("input", soon);
}

function show(root, list, url) {
  root.getElementById(list.id).replaceWith(root.importNode(list, true));
  root.getElementById(`${list.id}-status`).textContent = list.dataset.status;
  history.replaceState(null, "", url);
  // What stands beside the list is about the list as it is now: its export, and where the bar's forms come back to.
  const { pathname, search } = new URL(url);
  for (const link of root.querySelectorAll("a[data-live-query]")) link.search = search;
  for (const field of root.querySelectorAll("input[name=return_to]")) field.value = pathname + search;
}

function addressOf(form, place) {
  const url = new URL(place, document.baseURI);
  for (const [name, value] of new FormData(form)) if (value) url.searchParams.append(name, value);
  return url.href;
}
