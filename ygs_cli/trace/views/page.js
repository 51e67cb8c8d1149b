"use strict";
const form = document.getElementById("filters");
const shown = document.getElementById("shown");
const rows = Array.from(document.querySelectorAll("#table tbody tr"));
const texts = new Map();

function textOf(row) {
  if (!texts.has(row)) texts.set(row, row.textContent.toLowerCase());
  return texts.get(row);
}

function fits(row, wanted) {
  const missing = row.dataset.missing ? row.dataset.missing.split(" ") : [];
  if (wanted.rank && row.dataset.rank !== wanted.rank) return false;
  if (wanted.status && row.dataset.status !== wanted.status) return false;
  if (wanted.gap === "*" && !missing.length) return false;
  if (wanted.gap === "-" && missing.length) return false;
  if (/^[a-z]/.test(wanted.gap) && !missing.includes(wanted.gap)) return false;
  return wanted.words.every((word) => textOf(row).includes(word));
}

function filter() {
  const data = new FormData(form);
  const words = String(data.get("text")).toLowerCase().split(/\s+/).filter(Boolean);
  const wanted = { words, rank: data.get("rank"), status: data.get("status"), gap: data.get("gap") };
  let count = 0;
  for (const row of rows) {
    row.hidden = !fits(row, wanted);
    count += row.hidden ? 0 : 1;
  }
  shown.textContent = `${count} of ${rows.length} shown`;
}

// a link to a requirement that a filter hides shows it again
function reveal() {
  const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (target && target.hidden) {
    form.reset();
    filter();
    target.scrollIntoView();
  }
}

let waiting = 0;
form.addEventListener("input", () => {
  clearTimeout(waiting);
  waiting = setTimeout(filter, 120);
});
form.addEventListener("reset", () => setTimeout(filter));
form.addEventListener("submit", (event) => event.preventDefault());
document.getElementById("print").addEventListener("click", () => print());
addEventListener("hashchange", reveal);
form.hidden = false;
filter();
