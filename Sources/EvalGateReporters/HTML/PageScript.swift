/// The page's one script: search, order and keys. Without it every case is there, and the kinds can still be chosen.
enum PageScript {
  static let text: StaticString = #"""
    (() => {
      "use strict";
      const find = (id) => document.getElementById(id);
      const list = find("list");
      if (!list) return;
      const cases = Array.from(list.children);
      const words = new Map(cases.map((one) => [one, one.querySelector(".row").textContent.toLowerCase()]));
      const search = find("search"), suite = find("suite"), order = find("order"), count = find("count");
      const isShown = (one) => one.offsetParent !== null;

      const tell = () => {
        const shown = cases.filter(isShown).length;
        count.textContent = shown + " of " + cases.length + " shown";
        find("nothing").hidden = shown > 0;
      };
      const filter = () => {
        const wanted = search.value.toLowerCase().split(/\s+/).filter(Boolean);
        for (const one of cases) {
          const fits = !suite.value || one.dataset.suite === suite.value;
          one.hidden = !(fits && wanted.every((word) => words.get(one).includes(word)));
        }
        tell();
      };
      const sort = () => {
        const key = order.value;
        const sorted = cases.slice();
        if (key === "id") sorted.sort((a, b) => a.querySelector("code").textContent < b.querySelector("code").textContent ? -1 : 1);
        else if (key) sorted.sort((a, b) => Number(b.dataset[key] || -1) - Number(a.dataset[key] || -1));
        list.append(...sorted);
      };
      const details = () => Array.from(list.querySelectorAll("details")).filter((one) => isShown(one.parentElement));
      const move = (by) => {
        const all = details();
        const here = all.findIndex((one) => one.contains(document.activeElement));
        const next = all[here < 0 ? (by > 0 ? 0 : all.length - 1) : here + by];
        if (next) { next.firstElementChild.focus(); next.scrollIntoView({ block: "start" }); }
      };
      const follow = () => {
        const one = location.hash.length > 1 ? find(location.hash.slice(1)) : null;
        if (!one || one.parentElement !== list) return;
        if (!isShown(one)) { find("show-all").checked = true; search.value = ""; suite.value = ""; filter(); }
        const inside = one.querySelector("details");
        if (inside) inside.open = true;
        one.scrollIntoView({ block: "start" });
      };

      find("tools").hidden = false;
      search.addEventListener("input", filter);
      suite.addEventListener("change", filter);
      order.addEventListener("change", sort);
      document.querySelectorAll("input[name=show]").forEach((one) => one.addEventListener("change", tell));
      document.querySelector("form.filters").addEventListener("submit", (event) => event.preventDefault());
      find("open-all").addEventListener("click", (event) => {
        const all = details();
        const open = all.some((one) => !one.open);
        all.slice(0, 500).forEach((one) => { one.open = open; });
        event.target.textContent = open ? "Close all" : "Open all";
      });
      document.addEventListener("keydown", (event) => {
        if (event.ctrlKey || event.metaKey || event.altKey) return;
        const typing = /^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName) && event.target.type !== "radio";
        if (event.key === "Escape" && event.target === search) { search.value = ""; filter(); search.blur(); }
        else if (typing) return;
        else if (event.key === "/") { event.preventDefault(); search.focus(); }
        else if (event.key === "j") move(1);
        else if (event.key === "k") move(-1);
      });
      window.addEventListener("hashchange", follow);
      filter();
      follow();
    })();
    """#
}
