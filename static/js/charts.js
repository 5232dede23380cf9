// Draws lines over time from the table behind them. <figure data-chart> holds a <table> whose
// first column says where on the axis a row stands and whose <th data-series> columns are lines.
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
  const places = rows.map((row) => Number(row.cells[0].dataset.axis));
  const series = heads
    .map((head, column) => ({ head, column }))
    .filter(({ head }) => head.dataset.series !== undefined)
    .map(({ head, column }) => ({
      label: head.dataset.series || head.textContent.trim(),
      data: rows
        .map((row, index) => ({ x: places[index], y: number(row.cells[column]) }))
        .sort((one, other) => one.x - other.x),
    }));
  return series;
}

// The name of a line stands at its end, so nobody has to match colours with a legend.
const directLabels = {
  id: "directLabels",
  afterDatasetsDraw(chart) {
    if (chart.data.datasets.length < 2) return;
    const taken = [];
    const ctx = chart.ctx;
    ctx.save();
    ctx.font = "600 12px system-ui, sans-serif";
    ctx.textBaseline = "middle";
    chart.data.datasets.forEach((set, index) => {
      const points = chart.getDatasetMeta(index).data;
      const last = set.data.findLastIndex((point) => point.y !== null);
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
    layout: { padding: { right: series.length > 1 ? 14 + 8 * widest : 8, top: series.length > 2 ? 22 : 8 } },
    plugins: {
      legend: { display: false },
      tooltip: {
        displayColors: series.length > 1,
        callbacks: { title: (points) => `${figure.dataset.axis}: ${points[0].parsed.x}` },
      },
    },
    scales: {
      x: { type: "linear", grid: { display: false }, border: { color: colour("--line") },
        title: { display: Boolean(figure.dataset.axis), text: figure.dataset.axis, color: ink },
        ticks: { color: ink, maxRotation: 0, precision: 0, maxTicksLimit: 8 } },
      y: { beginAtZero: true, border: { display: false }, grid: { color: colour("--chart-grid") },
        title: { display: Boolean(figure.dataset.unit), text: figure.dataset.unit, color: ink },
        ticks: { color: ink, maxTicksLimit: 6, callback: (value) => compact.format(value) } },
    },
  };
}

function style(set, index) {
  const stroke = colour(`--chart-${(index % 5) + 1}`);
  return {
    ...set,
    borderColor: stroke,
    backgroundColor: stroke,
    borderWidth: 2,
    pointRadius: set.data.length > 30 ? 0 : 2.5,
    pointBackgroundColor: stroke,
    cubicInterpolationMode: "monotone",
    spanGaps: true,
  };
}

function draw(figure) {
  const series = read(figure.querySelector("table"));
  drawn.get(figure)?.destroy();
  drawn.set(figure, new Chart(figure.querySelector("canvas"), {
    type: "line",
    data: { datasets: series.map(style) },
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
