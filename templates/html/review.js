/* Reading a sample by keyboard.  Nothing here talks to a network; answers stay in this browser until they are saved. */
(function () {
  "use strict";
  var doc = document, form = doc.querySelector("[data-review]");
  function all(selector, root) { return Array.prototype.slice.call((root || doc).querySelectorAll(selector)); }
  function one(selector) { return doc.querySelector(selector); }
  var units = all(".unit", form), head = form.getAttribute("data-head").split(",");
  var memory = form.getAttribute("data-memory"), answers = {}, at = 0, address = "";
  try { answers = JSON.parse(localStorage.getItem(memory) || "{}"); } catch (ignored) { answers = {}; }

  function remember() { try { localStorage.setItem(memory, JSON.stringify(answers)); } catch (ignored) { /* kept until the page closes */ } }
  function read(unit) {
    var found = {};
    all("input[type=checkbox]", unit).forEach(function (box) { found[box.value] = box.checked ? "1" : "0"; });
    all("input[type=radio]", unit).forEach(function (box) { if (box.checked) { found.purpose = box.value; } });
    return found;
  }
  function fill(unit) {
    var known = answers[unit.getAttribute("data-uid")] || {};
    all("input[type=checkbox]", unit).forEach(function (box) { box.checked = known[box.value] === "1"; });
    all("input[type=radio]", unit).forEach(function (box) { box.checked = known.purpose === box.value; });
  }
  function cell(text) { return /[",\r\n]/.test(text) ? '"' + text.replace(/"/g, '""') + '"' : text; }
  function sheet() {
    var rows = units.map(function (unit) {
      var uid = unit.getAttribute("data-uid"), known = answers[uid];
      return known ? head.map(function (name) { return cell(name === "id" ? uid : known[name] || ""); }).join(",") : "";
    }).filter(Boolean);
    return [head.join(",")].concat(rows).join("\r\n") + "\r\n";
  }
  function show() {
    var count = units.filter(function (unit) { return answers[unit.getAttribute("data-uid")]; }).length;
    units.forEach(function (unit, index) { unit.hidden = index !== at; });
    one("[data-done]").textContent = String(count);
    one("[data-all]").textContent = String(units.length);
    one("[data-back]").disabled = at === 0;
    one("[data-finished]").hidden = count < units.length;
    var link = one("[data-download]"), area = one("[data-sheet]");
    [link, area, one("[data-copy-sheet]")].forEach(function (part) { part.hidden = count === 0; });
    area.value = sheet();
    if (address) { URL.revokeObjectURL(address); }
    address = URL.createObjectURL(new Blob([area.value], { type: "text/csv" }));
    link.setAttribute("href", address);
  }
  function next() {
    answers[units[at].getAttribute("data-uid")] = read(units[at]);
    remember();
    if (at < units.length - 1) { at += 1; }
    fill(units[at]);
    show();
    window.scrollTo(0, 0);
  }
  function back() { if (at > 0) { at -= 1; fill(units[at]); show(); } }

  if (!units.length) { return; }
  while (at < units.length - 1 && answers[units[at].getAttribute("data-uid")]) { at += 1; }
  units.forEach(fill);
  [["[data-next]", next], ["[data-back]", back]].forEach(function (pair) {
    var button = one(pair[0]);
    button.hidden = false;
    button.addEventListener("click", pair[1]);
  });
  one("[data-copy-sheet]").addEventListener("click", function () {
    var area = one("[data-sheet]");
    area.select();
    try { doc.execCommand("copy"); } catch (ignored) { /* the text is selected, and can be copied by hand */ }
  });
  form.addEventListener("submit", function (event) { event.preventDefault(); });
  doc.addEventListener("keydown", function (event) {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.tagName === "TEXTAREA") { return; }
    var onButton = event.target.tagName === "BUTTON" || event.target.tagName === "A";
    if (event.key === "Enter" && !onButton) { event.preventDefault(); next(); return; }
    if (event.key === "ArrowLeft" && event.target.type !== "radio") { event.preventDefault(); back(); return; }
    all("input[data-key]", units[at]).forEach(function (box) {
      if (box.getAttribute("data-key") === event.key.toLowerCase()) { event.preventDefault(); box.click(); }
    });
  });
  show();
})();
