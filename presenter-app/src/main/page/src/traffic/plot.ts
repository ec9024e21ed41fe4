import "uplot/dist/uPlot.min.css";
import uPlot from "uplot";
import { colours, onTheme } from "../style/colours";
import type { Series } from "./series";

/** A plot on the page. */
export interface Drawn {
  show(series: Series): void;
  destroy(): void;
}

const TOKENS = {
  ink: "--ink",
  soft: "--soft",
  rule: "--rule",
  paper: "--sheet",
  line: "--line",
  signal: "--signal",
} as const;

/** Draws a series into an element, as large as that is and in its colours and type, and follows all of them. */
export function draw(into: HTMLElement, first: Series): Drawn {
  let shown = first;
  let look = lookOf(into);
  const plot = new uPlot(
    options(
      () => shown,
      () => look,
      into,
    ),
    data(first),
    into,
  );

  const size = new ResizeObserver(() => {
    look = lookOf(into);
    plot.setSize(room(into));
  });
  size.observe(into);
  const theme = onTheme(() => {
    look = lookOf(into);
    plot.redraw(false);
  });
  return {
    show: (series) => {
      shown = series;
      plot.setData(data(series));
    },
    destroy: () => {
      theme();
      size.disconnect();
      plot.destroy();
    },
  };
}

interface Look extends Record<keyof typeof TOKENS, string> {
  /** The type's size, px. */
  readonly type: number;
  readonly family: string;
}

function lookOf(into: HTMLElement): Look {
  const style = getComputedStyle(into);
  return { ...colours(into, TOKENS), type: Number.parseFloat(style.fontSize), family: style.fontFamily };
}

function room(into: HTMLElement): { width: number; height: number } {
  return { width: Math.max(1, into.clientWidth), height: Math.max(1, into.clientHeight) };
}

function data(series: Series): uPlot.AlignedData {
  return [series.x as number[], series.y as (number | null)[]];
}

function options(series: () => Series, look: () => Look, into: HTMLElement): uPlot.Options {
  const { type, family } = look();
  const axis: uPlot.Axis = {
    stroke: () => look().soft,
    font: `600 ${type}px ${family}`,
    ticks: { show: false },
    border: { show: false },
  };
  const stepped = uPlot.paths.stepped?.({ align: 1 });
  return {
    ...room(into),
    legend: { show: false },
    cursor: { show: false },
    select: { show: false, left: 0, top: 0, width: 0, height: 0 },
    padding: [type * 1.6, type * 1.6, 0, 0],
    scales: {
      x: { time: false, range: () => [series().scale.from, series().scale.to] },
      y: { range: () => [0, series().scale.top] },
    },
    axes: [
      {
        ...axis,
        size: type * 1.9,
        gap: type * 0.4,
        grid: { show: false },
        border: { show: true, stroke: () => look().soft, width: 1 },
        splits: () => seconds(series().scale),
        values: (_, at) => at.map(clock),
      },
      {
        ...axis,
        size: type * 3.4,
        gap: type * 0.5,
        grid: { stroke: () => look().rule, width: 1 },
        splits: () => [0, series().scale.top / 2, series().scale.top],
        values: (_, at) => at.map(String),
      },
    ],
    series: [
      {},
      {
        stroke: () => look().line,
        width: 3,
        fill: () => (series().stepped ? translucent(look().line, 0.22) : "transparent"),
        ...(series().stepped && stepped !== undefined ? { paths: stepped } : {}),
        points: { show: !series().stepped, size: 6, width: 0, fill: () => look().line },
      },
    ],
    hooks: {
      drawClear: [(plot) => bands(plot, series(), look())],
      draw: [
        (plot) => crosses(plot, series(), look()),
        (plot) => words(plot, series(), look()),
        (plot) => unit(plot, series(), look()),
      ],
    },
  };
}

function seconds({ from, to }: Series["scale"]): number[] {
  const step = to - from <= 20 ? 5 : to - from <= 60 ? 20 : 30;
  const at: number[] = [];
  for (let next = Math.ceil(from / step) * step; next <= to; next += step) {
    at.push(next);
  }
  return at;
}

function clock(at: number): string {
  return at < 120 ? `${at} s` : `${Math.floor(at / 60)}:${String(at % 60).padStart(2, "0")}`;
}

function translucent(rgb: string, alpha: number): string {
  return rgb.replace(/^rgb\((.+)\)$/, (_, parts: string) => `rgba(${parts}, ${alpha})`);
}

/** Within the plot, in the canvas's pixels. */
function within(plot: uPlot, draws: (context: CanvasRenderingContext2D, ratio: number) => void): void {
  const { ctx, bbox } = plot;
  ctx.save();
  ctx.beginPath();
  ctx.rect(bbox.left, bbox.top, bbox.width, bbox.height);
  ctx.clip();
  draws(ctx, uPlot.pxRatio);
  ctx.restore();
}

/** An outage is a closed stretch: hatched, between two bars. */
function bands(plot: uPlot, series: Series, look: Look): void {
  within(plot, (context, ratio) => {
    const { top, height } = plot.bbox;
    for (const band of series.bands) {
      const left = plot.valToPos(band.from, "x", true);
      const right = Math.max(plot.valToPos(band.to, "x", true), left + 2 * ratio);
      context.save();
      context.beginPath();
      context.rect(left, top, right - left, height);
      context.fillStyle = translucent(look.signal, 0.1);
      context.fill();
      context.clip();
      context.beginPath();
      for (let x = left - height; x < right; x += 10 * ratio) {
        context.moveTo(x, top + height);
        context.lineTo(x + height, top);
      }
      context.strokeStyle = translucent(look.signal, 0.35);
      context.lineWidth = 2 * ratio;
      context.stroke();
      context.restore();
      context.fillStyle = look.signal;
      context.fillRect(left - ratio, top, 2 * ratio, height);
      context.fillRect(right - ratio, top, 2 * ratio, height);
    }
  });
}

/** Each missing answer is a cross on the axis, as far as there is room for them all. */
function crosses(plot: uPlot, series: Series, look: Look): void {
  within(plot, (context, ratio) => {
    const arm = look.type * 0.26 * ratio;
    const y = plot.bbox.top + plot.bbox.height - arm * 2;
    context.strokeStyle = look.signal;
    context.lineWidth = 2.5 * ratio;
    context.lineCap = "round";
    context.beginPath();
    let last = Number.NEGATIVE_INFINITY;
    for (const miss of series.misses) {
      const x = plot.valToPos(miss, "x", true);
      if (x - last >= arm * 2.6) {
        context.moveTo(x - arm, y - arm);
        context.lineTo(x + arm, y + arm);
        context.moveTo(x + arm, y - arm);
        context.lineTo(x - arm, y + arm);
        last = x;
      }
    }
    context.stroke();
  });
}

/** What the figures of the upright axis are, above them. */
function unit({ ctx, bbox }: uPlot, series: Series, look: Look): void {
  const ratio = uPlot.pxRatio;
  ctx.save();
  ctx.font = `600 ${look.type * ratio}px ${look.family}`;
  ctx.textAlign = "left";
  ctx.textBaseline = "bottom";
  ctx.fillStyle = look.soft;
  ctx.fillText(series.unit, bbox.left, bbox.top - look.type * 0.3 * ratio);
  ctx.restore();
}

/** The words on outages stand in rows, so that those of neighbours fit. */
const ROWS = [0, 1, 2] as const;

/** The outages' lengths, the newest first and then the longest; where there is no room left, the shortest are not told. */
function words(plot: uPlot, series: Series, look: Look): void {
  const { ctx, bbox } = plot;
  const ratio = uPlot.pxRatio;
  const newest = series.bands.at(-1);
  const order = [...series.bands].sort(
    (a, b) => Number(b === newest) - Number(a === newest) || b.to - b.from - (a.to - a.from),
  );
  const taken: { row: number; left: number; right: number }[] = [];
  ctx.save();
  ctx.font = `700 ${look.type * 1.1 * ratio}px ${look.family}`;
  ctx.textBaseline = "middle";
  ctx.textAlign = "left";
  for (const band of order) {
    const [from, to] = [plot.valToPos(band.from, "x", true), plot.valToPos(band.to, "x", true)];
    if (to < bbox.left || from > bbox.left + bbox.width) {
      continue;
    }
    const pad = look.type * 0.4 * ratio;
    const width = ctx.measureText(band.words).width + 2 * pad;
    const height = look.type * 1.6 * ratio;
    const left = Math.min(Math.max((from + to - width) / 2, bbox.left), bbox.left + bbox.width - width);
    const row = ROWS.find((at) =>
      taken.every((other) => other.row !== at || left + width < other.left || left > other.right),
    );
    if (row !== undefined && (row + 1) * (height + pad) <= bbox.height) {
      taken.push({ row, left, right: left + width });
      const top = bbox.top + pad + row * (height + pad);
      ctx.fillStyle = look.paper;
      ctx.fillRect(left, top, width, height);
      ctx.strokeStyle = look.signal;
      ctx.lineWidth = 2 * ratio;
      ctx.strokeRect(left, top, width, height);
      ctx.fillStyle = look.ink;
      ctx.fillText(band.words, left + pad, top + height / 2);
    }
  }
  ctx.restore();
}
