// The permission editor while one edits: whole-section switches move what they hold, changes are marked, and what they
// do for connected apps is shown before saving. The server works everything out again when the form is sent.

const PAUSE_MS = 350;

export function editors(root) {
  for (const form of root.querySelectorAll("form[data-editor]")) edit(form);
}

function edit(form) {
  const rights = [...form.querySelectorAll("[data-right]")];
  const toggles = [...form.querySelectorAll("[data-section-toggle]")];
  let timer;
  let running;

  // From here on the single permissions say it all, so the switches are not sent.
  for (const toggle of toggles) toggle.removeAttribute("name");
  form.querySelector("[data-toggles-shown]").value = "";

  const refresh = () => {
    for (const toggle of toggles) showToggle(toggle, rights, form);
    for (const right of rights) showChange(right);
    for (const state of form.querySelectorAll("[data-section-state]")) showSection(state);
  };

  const look = async () => {
    running?.abort();
    running = new AbortController();
    const sent = new URLSearchParams(new FormData(form));
    sent.set("do", "show");
    try {
      const answer = await fetch(form.action, { method: "POST", body: sent, signal: running.signal });
      if (!answer.ok || answer.redirected) return;
      const found = new DOMParser().parseFromString(await answer.text(), "text/html");
      for (const part of ["[data-effects]", "[data-changes]"]) {
        const [now, next] = [form.querySelector(part), found.querySelector(part)];
        if (now && next) now.replaceChildren(...document.importNode(next, true).childNodes);
      }
    } catch {
      // Overtaken by the next change, or away: the button shows the same.
    }
  };

  form.addEventListener("change", (event) => {
    const field = event.target;
    if (field.matches("[data-section-toggle]")) moveSection(field, rights);
    if (field.name === "set") {
      form.querySelector(".editor-set button").click();
      return;
    }
    refresh();
    clearTimeout(timer);
    timer = setTimeout(look, PAUSE_MS);
  });
  // A browser that goes back keeps what was chosen.
  addEventListener("pageshow", refresh);
  refresh();
}

function moveSection(toggle, rights) {
  for (const right of rights) {
    if (right.dataset.toggle !== toggle.value) continue;
    if (right.type === "checkbox") right.checked = toggle.checked;
    else if (!toggle.checked) right.selectedIndex = 0;
    else right.selectedIndex = Math.max(right.selectedIndex, levelOf(right));
  }
}

function levelOf(select) {
  return [...select.options].findIndex((option) => option.value === select.dataset.toggleLevel);
}

function showToggle(toggle, rights, form) {
  const own = rights.filter((right) => right.dataset.toggle === toggle.value);
  const whole = own.filter((right) => (right.type === "checkbox" ? right.checked : right.selectedIndex >= levelOf(right)));
  const some = own.filter(isOn);
  toggle.checked = whole.length === own.length;
  // The browser says "mixed" to those who listen.
  toggle.indeterminate = !toggle.checked && some.length > 0;
  say(form.querySelector(`[data-toggle-state="${toggle.value}"]`), some.length, own.length);
}

function showSection(state) {
  const own = [...state.closest("details").querySelectorAll("[data-right]")];
  say(state, own.filter(isOn).length, own.length);
}

function say(state, on, all) {
  state.textContent = state.dataset.stateWords.replace("{on}", on).replace("{all}", all);
}

function isOn(right) {
  return right.type === "checkbox" ? right.checked : right.selectedIndex > 0;
}

function showChange(right) {
  const now = right.type === "checkbox" ? (right.checked ? "on" : "") : right.value;
  const changed = now !== right.dataset.was;
  const around = right.closest(".level") ?? right.closest(".switch-row");
  around.classList.toggle("level-new", changed && around.matches(".level"));
  const mark = around.querySelector(".new");
  if (mark) mark.hidden = !changed;
}
