/* Who stands where, and who depends on whom: networks whose nodes were given their places before. */
const Maps = (() => {
  "use strict";
  const { say, number, signed } = Words;
  const { make, greek, short } = Prose;
  const LINES = { 1: "solid", "-1": "dashed", 0: "dotted" };
  const TONES = { 1: "plus", "-1": "minus", 0: "even" };
  const MARKS = { 1: "+", "-1": "−", 0: "±" };
  const SPAN = 1000;

  function map(section) {
    const kind = section.dataset.kind;
    const { nodes, links, left_out: leftOut, own } = Data.maps[kind];
    const find = (query) => section.querySelector(query);
    const around = find(".around");
    const least = find("input.least");
    const most = Math.max(1, ...nodes.map((node) => node.claims));
    let zoom = 1;

    function chosen() {
      const actor = around.value === "" ? null : +around.value;
      const enough = Math.max(1, +least.value || 1);
      const kept = links.filter((link) => link.claims >= enough && (actor === null || link.from === actor || link.to === actor));
      const there = new Set(kept.flatMap((link) => [link.from, link.to]));
      return { kept, there };
    }

    const pair = (link) => `${short(Data.actor(link.from), 60)} → ${short(Data.actor(link.to), 60)}`;
    const counts = (link) => Object.entries(link.counts).filter(([, n]) => n).map(([value, n]) => `${say(value)} ${number(n)}`).join(", ");

    function tooltip({ dataType, data }) {
      if (dataType === "edge") return Charts.lines(pair(data.link), `${Words.claims(data.link.claims)}: ${counts(data.link)}`);
      return Charts.lines(short(Data.actor(data.node.actor), 80), Words.claims(data.node.claims));
    }

    function options(colours) {
      const { kept, there } = chosen();
      const { clientWidth: width, clientHeight: height } = find(".chart");
      const small = width < 560;
      const tight = kept.length <= 30;
      return {
        tooltip: { ...Charts.tip(), formatter: tooltip },
        series: [{
          type: "graph",
          layout: "none",
          roam: zoom > 1 ? "move" : false,
          zoom,
          left: "4%",
          right: small ? "16%" : "12%",
          top: "5%",
          bottom: "5%",
          edgeSymbol: ["none", "arrow"],
          edgeSymbolSize: small ? 5 : 7,
          labelLayout: { hideOverlap: true },
          emphasis: { focus: "adjacency", label: { show: true } },
          data: nodes.map((node) => ({
            node,
            id: String(node.actor),
            name: String(node.actor),
            x: node.x * SPAN * (width / height),
            y: node.y * SPAN,
            symbol: Data.actors.issues[node.actor] ? "diamond" : "circle",
            symbolSize: (small ? 7 : 9) + (small ? 16 : 26) * Math.sqrt(node.claims / most),
            itemStyle: {
              color: Data.actors.issues[node.actor] ? colours.paper : colours.ink,
              borderColor: colours.ink,
              borderWidth: 1.5,
              opacity: there.has(node.actor) ? 0.9 : 0.12,
            },
            label: {
              show: there.has(node.actor),
              formatter: short(Data.actor(node.actor), small ? 14 : 22),
              position: "right",
              color: colours.ink,
              textBorderColor: colours.paper,
              textBorderWidth: 3,
              fontSize: small ? 11 : 13,
            },
          })),
          links: kept.map((link) => ({
            link,
            source: String(link.from),
            target: String(link.to),
            lineStyle: {
              color: colours[TONES[link.sign]],
              type: LINES[link.sign],
              width: Math.min(8, 1.4 + 1.1 * Math.log2(link.claims)),
              curveness: 0.14,
              opacity: 0.75,
            },
            label: {
              show: tight && !small,
              formatter: MARKS[link.sign],
              color: colours[TONES[link.sign]],
              fontSize: 15,
              fontWeight: "bold",
              textBorderColor: colours.paper,
              textBorderWidth: 3,
            },
          })),
        }],
      };
    }

    const one = Charts.chart(find(".chart"), options);

    function row(link) {
      const button = make("button", { type: "button", class: "link" }, greek(Data.actor(link.from)), " → ", greek(Data.actor(link.to)));
      button.addEventListener("click", () => ask({ first: link.from, second: link.to }));
      return [button, make("span", { class: TONES[link.sign] }, signed(link.net)), number(link.claims), counts(link)];
    }

    const fill = Charts.below(find(".scroll"), () => {
      const heads = ["column.claim", "net", "claims", "filter.value"].map((key) => say(key));
      return Charts.table(heads, chosen().kept.map(row));
    });

    function texts() {
      const { kept, there } = chosen();
      const title = say(`map.${kind}`);
      find(".chart").setAttribute("aria-label", say("map.label", { title, nodes: number(there.size), links: number(kept.length) }));
      const said = [];
      if (leftOut) said.push(say("map.left_out", { shown: number(nodes.length), left: number(leftOut) }));
      if (own) said.push(say("map.own", { own: number(own) }));
      if (!kept.length) said.push(say("map.empty"));
      find(".left-out").textContent = said.join(" ");
      fill();
    }

    const ask = (values) => Filters.ask({ type: kind, ...values });

    function update() {
      one.draw();
      texts();
    }

    function choices() {
      const before = around.value;
      const byName = [...nodes].sort((a, b) => new Intl.Collator("el").compare(Data.actor(a.actor), Data.actor(b.actor)));
      around.replaceChildren(
        make("option", { value: "" }, say("map.actor.all")),
        ...byName.map((node) => make("option", { value: node.actor, lang: "el" }, short(Data.actor(node.actor), 40))),
      );
      around.value = before;
    }

    one.made.on("click", ({ dataType, data }) => {
      ask(dataType === "edge" ? { first: data.link.from, second: data.link.to } : { actor: data.node.actor });
    });
    for (const control of [around, least]) control.addEventListener("input", update);
    for (const button of section.querySelectorAll(".zoom")) {
      button.addEventListener("click", () => {
        zoom = { in: Math.min(6, zoom * 1.5), out: Math.max(1, zoom / 1.5), reset: 1 }[button.dataset.zoom];
        section.dataset.zoom = zoom.toFixed(2);
        one.draw();
      });
    }
    /* With many links only the stronger ones are drawn at first: 30 or so can be followed with the eye. */
    if (links.length > 60) least.value = links[44].claims + (links[44].claims === links.at(-1).claims ? 1 : 0);
    choices();
    Words.onChange(() => {
      choices();
      texts();
    });
    update();
  }

  return { starts: [...document.querySelectorAll("section.map")].map((section) => () => map(section)) };
})();
