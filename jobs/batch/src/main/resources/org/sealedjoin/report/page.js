// Draws the charts from the manifest in the page. Tables beside the charts say the same; nothing else on the page needs a script.
(() => {
  "use strict";
  const manifest = JSON.parse(document.getElementById("manifest").textContent);
  const words = text => text.replaceAll("_", " ");
  const color = index => `var(--c${index % 6})`;
  const common = {className: "sj", marginLeft: 0, marginRight: 0};
  const number = new Intl.NumberFormat("en");
  const short = new Intl.NumberFormat("en", {notation: "compact", maximumFractionDigits: 1});
  const nights = manifest.nights.map(night => ({...night, day: new Date(night.as_of)}));

  const told = group => Object.entries(manifest.counts[group] ?? {})
    .map(([name, people]) => ({name: words(name), people: typeof people === "number" ? people : null}));
  const starting = prefix => Object.entries(manifest.counts)
    .filter(([name, value]) => name.startsWith(prefix) && typeof value === "number")
    .map(([name, value]) => ({name: words(name.slice(prefix.length)), people: value}));

  const shown = people => people === null ? "< 20" : number.format(people);

  // Horizontal bars: the name above the bar, so that long names fit on a phone; the figure at its end.
  const bars = (rows, width, format = row => shown(row.people)) => {
    const most = Math.max(1, ...rows.map(row => Math.max(row.people ?? 0, row.whole ?? 0)));
    return Plot.plot({
      ...common, width, height: rows.length * 38 + 4, marginTop: 0, marginBottom: 4,
      x: {axis: null, domain: [0, most], range: [0, width - 92]}, y: {axis: null, domain: rows.map(row => row.name), padding: 0},
      marks: [
        Plot.barX(rows, {x: () => most, y: "name", insetTop: 20, insetBottom: 8, fill: "var(--track)", rx: 3}),
        Plot.barX(rows, {x: row => row.people ?? 0, y: "name", insetTop: 20, insetBottom: 8, fill: "var(--accent)", rx: 3}),
        Plot.text(rows, {x: 0, y: "name", text: "name", textAnchor: "start", frameAnchor: "left", dy: -9, fill: "var(--ink)", fontSize: 13}),
        Plot.text(rows, {x: () => most, y: "name", text: format, textAnchor: "start", dx: 8, dy: 6, fill: "var(--ink)", fontSize: 13})
      ]
    });
  };

  const messages = () => {
    const counted = new Map(told("messages to customers").map(row => [row.name, row.people]));
    return [...counted.keys()].filter(name => name.endsWith(" permitted")).map(name => name.slice(0, name.lastIndexOf(" ")))
      .map(kind => ({name: kind, people: counted.get(`${kind} eligible`) ?? 0, whole: counted.get(`${kind} permitted`)}));
  };

  const histogram = width => {
    const rows = told("people by number of suggestions");
    return Plot.plot({
      ...common, width, height: 240, marginTop: 24, marginBottom: 46,
      x: {domain: rows.map(row => row.name), label: "suggestions a person", labelArrow: "none", labelOffset: 40, tickFormat: word => word.replace(" to ", "–").replace(" or more", "+"), tickSize: 0, padding: 0.15},
      y: {axis: null, zero: true},
      marks: [
        Plot.barY(rows, {x: "name", y: row => row.people ?? 0, fill: row => row.name === "none" ? "var(--quiet)" : "var(--accent)", rx: 3}),
        Plot.text(rows, {x: "name", y: row => row.people ?? 0, text: row => shown(row.people), dy: -8, fill: "var(--ink)", fontSize: 12}),
        Plot.ruleY([0], {stroke: "var(--line)"})
      ]
    });
  };

  const time = {type: "utc", label: null, ticks: 3, tickSize: 4};
  const panel = (title, draw, width) => {
    const box = document.createElement("div");
    const heading = document.createElement("h4");
    heading.textContent = title;
    box.append(heading, draw(width));
    return box;
  };
  const panels = (width, list) => {
    const box = document.createElement("div");
    box.className = "panels";
    const columns = Math.max(1, Math.floor((width + 24) / (272 + 24)));
    const each = Math.floor((width - (columns - 1) * 24) / columns);
    list.forEach(([title, draw]) => box.append(panel(title, draw, each)));
    return box;
  };
  const line = (rows, width, options = {}) => Plot.plot({
    ...common, width, height: 130, marginTop: 10, marginBottom: 24, marginLeft: 44, marginRight: 12,
    x: {...time, domain: span()}, y: {label: null, ticks: 3, tickFormat: value => short.format(value), tickSize: 0, zero: true, grid: true, nice: true},
    marks: [
      Plot.line(rows, {x: "day", y: "value", stroke: options.stroke ?? "var(--accent)", z: options.z, strokeWidth: 1.75}),
      Plot.dot(rows, {x: "day", y: "value", r: rows.length > 60 ? 0 : 2.5, fill: options.stroke ?? "var(--accent)"}),
      Plot.tip(rows, Plot.pointer({x: "day", y: "value", title: row => `${row.day.toISOString().slice(0, 10)}${row.region ? ", " + row.region : ""}\n${number.format(row.value)}`}))
    ]
  });
  // One night alone would stand on an axis without length.
  const span = () => {
    const days = nights.map(night => +night.day);
    const day = 86400000;
    return [new Date(Math.min(Math.min(...days), Math.max(...days) - 6 * day)), new Date(Math.max(...days))];
  };

  const overNights = width => {
    const sinks = ["products/friend_suggestions", "products/audience_members", "products/abuse_signals", "measurement/usage_metrics",
      "products/business_eligibility", "internal/account_links"].filter(sink => sink in nights.at(-1).rows);
    const list = sinks.map(sink => [words(sink.slice(sink.indexOf("/") + 1)) + ", rows", each =>
      line(nights.filter(night => sink in night.rows).map(night => ({day: night.day, value: night.rows[sink]})), each)]);
    list.push(["the whole run, seconds", each => line(nights.map(night => ({day: night.day, value: night.seconds})), each)]);
    return panels(width, list);
  };

  const consent = width => {
    const last = nights.at(-1);
    const regions = [...new Set(Object.keys(last.regions).map(group => group.slice(group.lastIndexOf(" ") + 1)))].sort();
    const purpose = group => group.slice(group.indexOf(" "));
    const groups = [...new Set(nights.flatMap(night => Object.keys(night.regions)).map(group => group.slice(0, group.lastIndexOf(" "))))]
      .sort((a, b) => d3.ascending(purpose(a), purpose(b)) || d3.ascending(a, b));
    const list = groups.map(group => [words(group), each => line(
      nights.flatMap(night => regions.filter(region => `${group} ${region}` in night.regions)
        .map(region => ({day: night.day, region, value: night.regions[`${group} ${region}`]}))),
      each, {stroke: row => color(regions.indexOf(row.region)), z: "region"})]);
    const box = document.createElement("div");
    const key = document.createElement("div");
    key.className = "key";
    regions.forEach((region, index) => {
      const item = document.createElement("span");
      const mark = d3.create("svg").attr("viewBox", "0 0 14 7");
      mark.append("rect").attr("y", 2).attr("width", 14).attr("height", 3).attr("rx", 1.5).attr("fill", color(index));
      item.append(mark.node(), region);
      key.append(item);
    });
    box.append(key, panels(width, list));
    return box;
  };

  const charts = {
    suggestions: histogram,
    audiences: width => bars(starting("audiences "), width),
    reach: width => bars(starting("business reach "), width),
    signals: width => bars(told("abuse signals"), width),
    messages: width => bars(messages(), width, row => `${shown(row.people)} of ${shown(row.whole)}`),
    numbers: width => bars(told("numbers refused"), width),
    stages: width => bars(Object.entries(manifest.stage_seconds).map(([name, seconds]) => ({name, people: seconds})), width,
      row => `${row.people.toFixed(1)} s`),
    nights: overNights,
    consent
  };

  const places = [...document.querySelectorAll("[data-chart]")];
  const drawn = new WeakMap();
  const draw = (place, width) => {
    if (width > 0 && drawn.get(place) !== width) {
      drawn.set(place, width);
      place.replaceChildren(charts[place.dataset.chart](width));
    }
  };
  const drawAll = () => places.forEach(place => draw(place, Math.floor(place.clientWidth)));
  drawAll();
  let waiting = 0;
  addEventListener("resize", () => {
    cancelAnimationFrame(waiting);
    waiting = requestAnimationFrame(() => drawAll());
  });

  document.documentElement.dataset.drawn = places.length;
})();
