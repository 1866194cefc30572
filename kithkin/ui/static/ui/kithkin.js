// Small comforts. Every page works without this file.
"use strict";

// Time left: whole minutes in words; a screen reader hears only "2 more minutes", "1 more minute" and the end.
function startTimer(timer) {
  const left = timer.querySelector("[data-left]");
  const say = timer.querySelector("[data-say]");
  const until = Date.parse(timer.dataset.until);
  let shown = null;
  (function show() {
    if (!timer.isConnected) return;
    const minutes = Math.max(0, Math.ceil((until - Date.now()) / 60000));
    if (minutes !== shown) {
      const words = minutes === 0 ? timer.dataset.over : minutes === 1 ? timer.dataset.one : timer.dataset.many.replace("#", minutes);
      left.textContent = words;
      timer.classList.toggle("ends", minutes < 2);
      if (shown !== null && minutes <= 2) say.textContent = words;
      shown = minutes;
    }
    if (minutes > 0) setTimeout(show, 1000);
  })();
}

// Seats: the map is a picture of the check boxes beside it. A tap on it ticks the box; the arrows walk between boxes.
function startSeats(form) {
  const map = form.querySelector(".map");
  if (!map) return;
  const boxes = [...form.querySelectorAll("input[data-x]")].map((box) => ({ box, x: +box.dataset.x, y: +box.dataset.y }));
  const wanted = +form.dataset.wanted || Infinity;
  const size = +form.dataset.size || 18;
  const drawn = map.querySelector("[data-picked]");
  const status = form.querySelector("[data-count]");
  const picked = boxes.filter((seat) => seat.box.checked);

  function shape(name, attributes, text = "") {
    const made = document.createElementNS("http://www.w3.org/2000/svg", name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    made.textContent = text;
    drawn.append(made);
  }
  function square(seat, kind, room) {
    const side = size + 2 * room;
    shape("rect", { class: kind, x: seat.x - side / 2, y: seat.y - side / 2, width: side, height: side, rx: side / 3.5 });
  }
  function draw() {
    drawn.replaceChildren();
    const here = boxes.find((seat) => seat.box === document.activeElement);
    for (const seat of picked) {
      square(seat, "seat-mine", 0);
      shape("text", { class: "seat-init", x: seat.x, y: seat.y }, seat.box.dataset.label);
    }
    if (here) square(here, "at", 4);
    if (status) status.textContent = status.dataset.words.replace("#", picked.length);
  }
  function set(seat, on) {
    seat.box.checked = on;
    const at = picked.indexOf(seat);
    if (on && at < 0) picked.push(seat);
    if (!on && at >= 0) picked.splice(at, 1);
  }
  function nearest(x, y, reach) {
    let best = null;
    for (const seat of boxes) {
      const far = Math.hypot(seat.x - x, seat.y - y);
      if (far < reach) [best, reach] = [seat, far];
    }
    return best;
  }
  function neighbour(from, dx, dy) {
    let best = null;
    let least = Infinity;
    for (const seat of boxes) {
      const along = (seat.x - from.x) * dx + (seat.y - from.y) * dy;
      const aside = Math.abs((seat.x - from.x) * dy) + Math.abs((seat.y - from.y) * dx);
      if (along > 1 && along + 3 * aside < least) [best, least] = [seat, along + 3 * aside];
    }
    return best;
  }

  map.closest(".mapbox")?.classList.add("live");
  map.addEventListener("click", (event) => {
    const point = new DOMPoint(event.clientX, event.clientY).matrixTransform(map.getScreenCTM().inverse());
    const seat = nearest(point.x, point.y, size);
    if (!seat) return;
    if (!seat.box.checked && picked.length >= wanted) set(picked[0], false);
    set(seat, !seat.box.checked);
    draw();
  });
  form.addEventListener("change", (event) => {
    const seat = boxes.find((one) => one.box === event.target);
    if (!seat) return;
    set(seat, seat.box.checked);
    draw();
  });
  form.addEventListener("focusin", draw);
  form.addEventListener("keydown", (event) => {
    const step = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key];
    const from = step && boxes.find((seat) => seat.box === event.target);
    const to = from && neighbour(from, ...step);
    if (!to) return;
    event.preventDefault();
    to.box.closest("details")?.setAttribute("open", "");
    to.box.focus();
  });
  draw();
}

// Desk: "/" goes to the search, 1 to 7 to the tabs; never while somebody types.
function deskKey(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, select, textarea, [contenteditable]")) return;
  const target = event.key === "/" ? document.getElementById("find") : document.querySelector(`.keytabs a[data-key="${CSS.escape(event.key)}"]`);
  if (!target) return;
  event.preventDefault();
  if (event.key === "/") target.focus();
  else target.click();
}

function start(part) {
  part.querySelectorAll("[data-until]").forEach(startTimer);
  part.querySelectorAll("form[data-seats]").forEach(startSeats);
  part.querySelector("[data-focus], [aria-invalid=true]")?.focus();
}

// In a row that scrolls, the present page is in sight.
document.querySelectorAll(".rail [aria-current], .keytabs [aria-current]").forEach((here) => {
  const row = here.parentElement;
  row.scrollLeft = here.offsetLeft - row.offsetLeft - (row.clientWidth - here.offsetWidth) / 2;
});

start(document);
document.addEventListener("htmx:afterSwap", (event) => start(event.target));
document.querySelectorAll("[data-print]").forEach((button) => {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
});
if (document.body.classList.contains("desk")) document.addEventListener("keydown", deskKey);
