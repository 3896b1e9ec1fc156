// A read-only field with something to copy selects itself whole when it gets the focus.

export function selectWhole(root) {
  for (const field of root.querySelectorAll("input[data-select]")) {
    field.addEventListener("focus", () => field.select());
  }
}
