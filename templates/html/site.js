/* Comforts only: copy buttons, page finder, sortable tables, opening what a link points into.
   Every page works without this file, and nothing here talks to a network. */
(function () {
  "use strict";
  var doc = document;
  var words = typeof SOCIABLE_WORDS === "undefined" ? {} : SOCIABLE_WORDS;
  function say(text) { return words[text] || text; }
  function all(selector, root) { return Array.prototype.slice.call((root || doc).querySelectorAll(selector)); }
  function make(tag, attributes, text) {
    var made = doc.createElement(tag);
    Object.keys(attributes || {}).forEach(function (key) { made.setAttribute(key, attributes[key]); });
    if (text) { made.textContent = text; }
    return made;
  }

  function copyOld(text) {
    var area = make("textarea", { readonly: "", "aria-hidden": "true" });
    area.value = text;
    doc.body.appendChild(area);
    area.select();
    try { doc.execCommand("copy"); } catch (ignored) { /* the text is on the page anyway */ }
    area.remove();
  }
  all("button[data-copy]").forEach(function (button) {
    var before = button.textContent;
    button.hidden = false;
    button.addEventListener("click", function () {
      var text = button.getAttribute("data-copy");
      if (navigator.clipboard && window.isSecureContext) {
        navigator.clipboard.writeText(text).catch(function () { copyOld(text); });
      } else { copyOld(text); }
      button.textContent = say("Copied");
      setTimeout(function () { button.textContent = before; }, 1600);
      button.focus();
    });
  });

  all("[data-find]").forEach(function (box) {
    if (typeof SOCIABLE_PAGES === "undefined") { return; }
    var script = doc.querySelector('script[src$="assets/index.js"]');
    var root = script ? script.getAttribute("src").replace("assets/index.js", "") : "";
    var label = make("label", { "class": "quiet", "for": "find-box" }, say("Find a page"));
    var input = make("input", { id: "find-box", type: "search", placeholder: say("Find a page"), autocomplete: "off" });
    var list = make("ul", { "aria-label": say("Pages found") });
    list.hidden = true;
    box.hidden = false;
    [label, input, list].forEach(function (one) { box.appendChild(one); });
    input.addEventListener("input", function () {
      var wanted = input.value.toLowerCase().split(/\s+/).filter(Boolean);
      list.textContent = "";
      if (wanted.length) {
        SOCIABLE_PAGES.filter(function (page) {
          var text = (page[0] + " " + page[1]).toLowerCase();
          return wanted.every(function (word) { return text.indexOf(word) >= 0; });
        }).slice(0, 8).forEach(function (page) {
          var item = make("li");
          item.appendChild(make("a", { href: root + page[2] }, page[0]));
          list.appendChild(item);
        });
      }
      list.hidden = !list.children.length;
    });
    box.addEventListener("keydown", function (event) {
      if (event.key === "Escape") { input.value = ""; list.hidden = true; input.focus(); }
    });
  });

  function key(row, column) {
    var cell = row.cells[column];
    return cell.getAttribute("data-sort") || cell.textContent.trim();
  }
  all("table[data-sortable]").forEach(function (table) {
    all("thead th", table).forEach(function (head, column) {
      var button = make("button", { type: "button" }, head.textContent);
      head.textContent = "";
      head.appendChild(button);
      button.addEventListener("click", function () {
        var up = head.getAttribute("aria-sort") !== "ascending";
        all("thead th", table).forEach(function (one) { one.removeAttribute("aria-sort"); });
        head.setAttribute("aria-sort", up ? "ascending" : "descending");
        var body = table.tBodies[0];
        all("tr", body).sort(function (a, b) {
          return key(a, column).localeCompare(key(b, column), undefined, { numeric: true }) * (up ? 1 : -1);
        }).forEach(function (row) { body.appendChild(row); });
      });
    });
    var bar = table.parentNode.parentNode.querySelector("[data-filter]");
    var field = make("input", { type: "search", id: table.getAttribute("data-filterable") + "-filter" });
    var count = make("span", { role: "status", "class": "hint" });
    bar.appendChild(make("label", { "for": field.id }, say("Show only rows with")));
    bar.appendChild(field);
    bar.appendChild(count);
    bar.hidden = false;
    field.addEventListener("input", function () {
      var wanted = field.value.toLowerCase(), shown = 0;
      all("tbody tr", table).forEach(function (row) {
        row.hidden = row.textContent.toLowerCase().indexOf(wanted) < 0;
        shown += row.hidden ? 0 : 1;
      });
      count.textContent = wanted ? say("{n} shown").replace("{n}", shown) : "";
    });
  });

  function open() {
    var target = location.hash.length > 1 && doc.getElementById(decodeURIComponent(location.hash.slice(1)));
    for (var one = target; one && one !== doc.body; one = one.parentNode) {
      if (one.tagName === "DETAILS") { one.open = true; }
    }
    if (target) { target.scrollIntoView(); }
  }
  window.addEventListener("hashchange", open);
  open();
  window.addEventListener("beforeprint", function () {
    all("details:not([open]):not(.behind):not(.disagree)").forEach(function (one) { one.open = true; one.setAttribute("data-shut", ""); });
  });
  window.addEventListener("afterprint", function () {
    all("details[data-shut]").forEach(function (one) { one.open = false; one.removeAttribute("data-shut"); });
  });
  var here = doc.querySelector(".contents [aria-current]");
  if (here && here.scrollIntoView && window.innerWidth < 1024 && !location.hash) {
    here.closest(".contents").scrollLeft = Math.max(0, here.offsetLeft - 40);
  }
})();
