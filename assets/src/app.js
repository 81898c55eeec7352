// Progressive help only: every page works without this file. Nothing is kept in the browser.
"use strict";

document.documentElement.classList.add("js");

const inField = (target) => target.closest("input, textarea, select, [contenteditable]");
const all = (selector, root = document) => [...root.querySelectorAll(selector)];

// Keys: "/" searches, "?" lists the keys, j k x walk through the desk; letters of a page stand in its data-key.
// All of them can be switched off by a form, whose answer is a cookie of the server (WCAG 2.1.4).
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.key.length !== 1) return;
  if (document.body.dataset.keys === "off" || document.querySelector("dialog:modal")) return;
  // A ticked box is no place for typing: x and j go on from there.
  if (inField(event.target) && !event.target.matches("[data-pick], [data-all]")) return;
  const act = keys[event.key] ?? press;
  if (act(event.key)) event.preventDefault();
});
const keys = {
  "/": () => {
    const search = document.querySelector("[data-search]");
    search?.focus();
    search?.select();
    return search;
  },
  "?": () => (location.href = "/help#keys"),
  j: () => press("j") || walk(1),
  k: () => press("k") || walk(-1),
  x: () => {
    const box = rowAt()?.querySelector("[data-pick]");
    box?.click();
    return box;
  },
};
function press(key) {
  const target = document.querySelector(`[data-key="${CSS.escape(key)}"]`);
  if (!target || target.getAttribute("aria-disabled") === "true") return false;
  // A return needs a reason: an empty one gets the focus instead of an error.
  const needs = target.dataset.needs && document.getElementById(target.dataset.needs);
  if (needs && !needs.value.trim()) needs.focus();
  else target.click();
  return true;
}
const rowAt = () => document.activeElement?.closest?.("[data-row]") ?? document.querySelector("[data-row].chosen");
// The link of the next row gets the focus, so Enter opens it without any help.
function walk(step) {
  const rows = all("[data-row]");
  const at = rows.indexOf(rowAt());
  const next = rows[at < 0 ? (step > 0 ? 0 : rows.length - 1) : at + step];
  next?.querySelector("a").focus();
  next?.scrollIntoView({ block: "nearest" });
  return next;
}

// Submit buttons say what is going on and ignore a second press.
const sent = new WeakSet();
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented && !form.matches("[hx-post], [hx-get]")) return;
  if (sent.has(form)) return event.preventDefault();
  const button = event.submitter ?? form.querySelector("button:not([type=button])");
  if (form.method !== "post" || !button?.classList.contains("btn")) return;
  sent.add(form);
  button.style.minWidth = `${button.offsetWidth}px`;
  button.dataset.was = button.innerHTML;
  button.setAttribute("aria-busy", "true");
  const label = button.dataset.busy ?? `正在${button.textContent.trim()}`;
  button.innerHTML = '<svg class="ic" aria-hidden="true"><use href="/assets/icons.svg#refresh"/></svg> ';
  button.append(label);
  // A form that answers with a file leaves the page standing.
  if ("download" in form.dataset) setTimeout(() => restore(form), 4000);
});
function restore(form) {
  sent.delete(form);
  for (const button of all("[data-was]", form)) {
    button.innerHTML = button.dataset.was;
    button.removeAttribute("aria-busy");
    delete button.dataset.was;
  }
}
window.addEventListener("pageshow", (event) => event.persisted && all("form").forEach(restore));
document.addEventListener("htmx:after:request", (event) => event.target.matches?.("form") && restore(event.target));

// Select all, and how many are chosen.
document.addEventListener("change", (event) => {
  const list = event.target.closest(".picks");
  if (!list || !event.target.matches("[data-all], [data-pick]")) return;
  const picks = all("[data-pick]:not(:disabled)", list);
  if (event.target.matches("[data-all]")) picks.forEach((box) => (box.checked = event.target.checked));
  countPicks(list, picks);
});
function countPicks(list, picks = all("[data-pick]:not(:disabled)", list)) {
  const chosen = picks.filter((box) => box.checked).length;
  for (const box of all("[data-all]", list)) {
    box.checked = chosen > 0 && chosen === picks.length;
    box.indeterminate = chosen > 0 && chosen < picks.length;
  }
  for (const count of all("[data-count]", list)) count.textContent = chosen;
}

// Dialogs: an opener is a link to the page of the same question, or a button.
document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-dialog]");
  const dialog = opener && document.getElementById(opener.dataset.dialog);
  if (dialog) {
    event.preventDefault();
    dialog.showModal();
    return;
  }
  const closer = event.target.closest("dialog [data-close]");
  if (closer) {
    event.preventDefault();
    closer.closest("dialog").close();
  }
  for (const menu of all("details.menu[open]")) if (!menu.contains(event.target)) menu.open = false;
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of all("details.menu[open]")) {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
});

// Score grid: arrows and Enter move like in a spreadsheet, a pasted block fills down and right.
const cellsOf = (grid) => all("tr", grid).map((row) => all("input:not([readonly])", row)).filter((row) => row.length);
const place = (rows, input) => {
  const row = rows.findIndex((cells) => cells.includes(input));
  return [row, row < 0 ? -1 : rows[row].indexOf(input)];
};
document.addEventListener("keydown", (event) => {
  const grid = event.target.closest?.("[data-grid]");
  if (!grid || !event.target.matches("input") || event.isComposing) return;
  const rows = cellsOf(grid);
  const [row, column] = place(rows, event.target);
  const { selectionStart, selectionEnd, value } = event.target;
  const step = {
    ArrowUp: [-1, 0],
    ArrowDown: [1, 0],
    Enter: [event.shiftKey ? -1 : 1, 0],
    ArrowLeft: selectionEnd === 0 ? [0, -1] : null,
    ArrowRight: selectionStart === value.length ? [0, 1] : null,
  }[event.key];
  if (!step) return;
  const next = rows[row + step[0]]?.[column + step[1]];
  // Enter in the last row stays: it must not send the form by surprise.
  event.preventDefault();
  if (!next) return;
  next.focus();
  next.select();
});
document.addEventListener("paste", (event) => {
  const grid = event.target.closest?.("[data-grid]");
  const text = event.clipboardData?.getData("text/plain") ?? "";
  if (!grid || !event.target.matches("input") || !/[\t\n]/.test(text.trimEnd())) return;
  event.preventDefault();
  const rows = cellsOf(grid);
  const [top, left] = place(rows, event.target);
  const block = text.replace(/\r\n?/g, "\n").replace(/\n$/, "").split("\n").map((line) => line.split("\t"));
  let filled = 0;
  block.forEach((line, down) =>
    line.forEach((value, along) => {
      const input = rows[top + down]?.[left + along];
      if (!input) return;
      input.value = value.trim();
      input.dispatchEvent(new Event("input", { bubbles: true }));
      filled += 1;
    }),
  );
  const over = block.flat().length - filled;
  const status = document.querySelector("[data-grid-status]");
  if (status) status.textContent = over ? `已粘贴 ${filled} 格，还有 ${over} 格超出名单，没有粘贴。` : `已粘贴 ${filled} 格，还没有保存。`;
});
document.addEventListener("input", (event) => {
  const input = event.target;
  if (input.closest("[data-grid]") && input.matches("input")) input.classList.toggle("changed", input.value !== input.defaultValue);
});

// A chosen file is named beside its button.
document.addEventListener("change", (event) => {
  const output = event.target.matches(".file input") && event.target.parentElement.querySelector("output");
  if (!output) return;
  output.textContent = [...event.target.files].map((file) => `${file.name}，${size(file.size)}`).join("；");
});
const size = (bytes) => (bytes < 1048576 ? `${Math.max(1, Math.round(bytes / 1024))} KB` : `${(bytes / 1048576).toFixed(1)} MB`);

// Time left to take something back.
const minutes = (seconds) => (seconds >= 60 ? `${Math.floor(seconds / 60)} 分 ${seconds % 60} 秒` : `${seconds} 秒`);
const loaded = Date.now();
setInterval(() => {
  for (const mark of all("[data-left]")) {
    const left = Number(mark.dataset.left) - Math.round((Date.now() - loaded) / 1000);
    if (left > 0) mark.textContent = minutes(left);
    else mark.closest("[data-undo]")?.remove();
  }
}, 1000);

// The summary of errors is read first, on a new page and after a part was replaced.
const ready = () => {
  document.querySelector(".errsum")?.focus();
  all(".picks").forEach((list) => countPicks(list));
};
ready();
document.addEventListener("htmx:after:swap", ready);
