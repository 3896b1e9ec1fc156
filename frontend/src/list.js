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
    running = new AbortController();
    const url = addressOf(form, form.action);
    const source = form.dataset.liveSource ? addressOf(form, form.dataset.liveSource) : url;
    try {
      const answer = await fetch(source, { signal: running.signal, headers: { accept: "text/html" } });
      if (!answer.ok || answer.redirected) return;
      const found = new DOMParser().parseFromString(await answer.text(), "text/html");
      const list = found.getElementById(form.dataset.liveList);
      if (!list) return;
      root.getElementById(list.id).replaceWith(root.importNode(list, true));
      root.getElementById(`${list.id}-status`).textContent = list.dataset.status;
      history.replaceState(null, "", url);
    } catch (problem) {
      // Away, or overtaken by the next letter: the button still sends the form.
      if (problem.name !== "AbortError") running = undefined;
    }
  };
  const soon = () => {
    clearTimeout(timer);
    timer = setTimeout(look, PAUSE_MS);
  };
  form.addEventListener("input", soon);
}

function addressOf(form, place) {
  const url = new URL(place, document.baseURI);
  for (const [name, value] of new FormData(form)) if (value) url.searchParams.append(name, value);
  return url.href;
}
