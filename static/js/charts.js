// Draws a chart from the table behind it. <figure data-chart="line|bar"> holds a <table> whose
// first column is the axis and whose <th data-series> columns are the series.
const Chart = window.Chart;
const drawn = new Map();

function colour(name) {
  const probe = document.createElement("span");
  probe.hidden = true;
  probe.className = "chart-probe";
  probe.style.setProperty("color", `var(${name})`);
  document.body.append(probe);
  const value = getComputedStyle(probe).color;
  probe.remove();
  return value;
}

function number(cell) {
  const raw = cell?.dataset.value ?? "";
  return raw === "" ? null : Number(raw);
}

function read(table) {
  const rows = [...table.tBodies[0].rows];
  const heads = [...table.tHead.rows[0].cells];
  const labels = rows.map((row) => row.cells[0].dataset.axis || row.cells[0].textContent.trim());
  const series = heads
    .map((head, column) => ({ head, column }))
    .filter(({ head }) => head.dataset.series !== undefined)
    .map(({ head, column }) => ({
      label: head.dataset.series || head.textContent.trim(),
      data: rows.map((row) => number(row.cells[column])),
    }));
  return { labels, series };
}

// The name of a line stands at its end, so nobody has to match colours with a legend.
const directLabels = {
  id: "directLabels",
  afterDatasetsDraw(chart) {
    if (chart.config.type !== "line" || chart.data.datasets.length < 2) return;
    const taken = [];
    const ctx = chart.ctx;
    ctx.save();
    ctx.font = "600 12px system-ui, sans-serif";
    ctx.textBaseline = "middle";
    chart.data.datasets.forEach((set, index) => {
      const points = chart.getDatasetMeta(index).data;
      const last = set.data.findLastIndex((value) => value !== null);
      if (last < 0) return;
      let y = points[last].y;
      while (taken.some((other) => Math.abs(other - y) < 14)) y -= 14;
      taken.push(y);
      ctx.fillStyle = set.borderColor;
      ctx.fillText(set.label, points[last].x + 8, y);
    });
    ctx.restore();
  },
};

function options(figure, series) {
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const ink = colour("--ink-soft");
  const compact = new Intl.NumberFormat(document.documentElement.lang || "en", {
    notation: "compact",
    maximumFractionDigits: 1,
  });
  const widest = Math.max(...series.map((set) => set.label.length));
  return {
    maintainAspectRatio: false,
    animation: calm ? false : { duration: 250 },
    interaction: { mode: "index", intersect: false },
    layout: { padding: { right: series.length > 1 ? 14 + 8 * widest : 8, top: 8 } },
    plugins: {
      legend: { display: false },
      tooltip: { displayColors: series.length > 1 },
    },
    scales: {
      x: { grid: { display: false }, border: { color: colour("--line") },
        ticks: { color: ink, maxRotation: 0, autoSkipPadding: 24 } },
      y: { beginAtZero: true, border: { display: false }, grid: { color: colour("--chart-grid") },
        title: { display: Boolean(figure.dataset.unit), text: figure.dataset.unit, color: ink },
        ticks: { color: ink, maxTicksLimit: 6, callback: (value) => compact.format(value) } },
    },
  };
}

function style(set, index, kind) {
  const stroke = colour(`--chart-${(index % 5) + 1}`);
  return {
    ...set,
    borderColor: stroke,
    backgroundColor: kind === "bar" ? stroke : "transparent",
    borderWidth: kind === "bar" ? 0 : 2,
    borderRadius: 4,
    pointRadius: set.data.length > 30 ? 0 : 2.5,
    pointBackgroundColor: stroke,
    cubicInterpolationMode: "monotone",
    spanGaps: true,
  };
}

function draw(figure) {
  const { labels, series } = read(figure.querySelector("table"));
  const kind = figure.dataset.chart;
  drawn.get(figure)?.destroy();
  drawn.set(figure, new Chart(figure.querySelector("canvas"), {
    type: kind,
    data: { labels, datasets: series.map((set, index) => style(set, index, kind)) },
    options: options(figure, series),
    plugins: [directLabels],
  }));
  figure.dataset.drawn = "yes";
}

function drawAll() {
  for (const figure of document.querySelectorAll("figure[data-chart]")) draw(figure);
}

if (Chart) {
  drawAll();
  document.addEventListener("themechange", drawAll);
}
