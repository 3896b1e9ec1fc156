// The button says what the chosen way gives. Without a script it says "Approve the chosen way".

export function nameTheWay(root) {
  const button = root.querySelector("[data-approve-button]");
  if (!button) return;
  const name = () => {
    const chosen = root.querySelector("input[data-approve]:checked");
    button.textContent = chosen ? chosen.dataset.approve : button.dataset.plain;
  };
  for (const way of root.querySelectorAll("input[data-approve]")) way.addEventListener("change", name);
  name();
}
