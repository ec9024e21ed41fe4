import type { Seats } from "./seats";

/** Lengths are CSS pixels, from the stage's upper left corner. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface Box extends Point {
  readonly width: number;
  readonly height: number;
}

export interface PiPlace {
  readonly name: string;
  readonly box: Box;
  readonly headHeight: number;
  /** How far in from its left the lines take. */
  readonly lines: number;
  /** The cable's tunnel, from the switch to the Pi. */
  readonly tunnel: Box;
  /** The guests' places, by seat. */
  readonly seats: readonly Box[];
}

/** Where everything stands. */
export interface Layout {
  readonly width: number;
  readonly height: number;
  readonly shape: "wide" | "tall";
  readonly laptop: Box;
  readonly laptopTunnel: Box;
  readonly bar: Box;
  readonly pis: readonly PiPlace[];
  /** Type size of a guest's name. */
  readonly type: number;
  /** Type size of what is said of a Pi. */
  readonly small: number;
  /** From one line to the next. */
  readonly pitch: number;
  /** Whether a guest's address stands beside its name, because there is no room below it. */
  readonly flat: boolean;
}

/** How many seats a Pi is drawn with: in steps, so that a guest more does not make everything smaller at once. */
const CAPACITIES = [3, 4, 6, 8, 11, 15, 20, 30, 45, 64];

/** Below this width the switch stands at the left and the Pis one below the other. */
const TALL_BELOW = 640;

/** The layout for a stage of that size. Pure: the same seats and size stand the same. */
export function layout(seats: Seats, width: number, height: number): Layout {
  return width < TALL_BELOW ? tall(seats, width, height) : wide(seats, width, height);
}

function wide(seats: Seats, width: number, height: number): Layout {
  const n = Math.max(1, seats.pis.length);
  const lanes = Math.max(1, seats.networks.length);
  const rows = n > 6 || (n > 3 && width / n < 190) ? 2 : 1;
  const columns = Math.ceil(n / rows);
  const pad = clamp(width * 0.016, 12, 30);
  const gap = clamp(width * 0.014, 10, 28);
  const columnWidth = Math.min((width - 2 * pad - gap * (columns - 1)) / columns, 640);
  const capacity = capacityOf(seats);

  const rough = clamp(Math.min(height / rows / (capacity + 2.2) / 2.6, columnWidth * 0.1), 12, 58);
  const pitch = clamp(rough * 0.46, 7, 22);
  const barHeight = Math.max(clamp(rough * 1.5, 28, 72), lanes * pitch + pitch);
  const cable = clamp(height * (rows === 1 ? 0.085 : 0.06), 28, 92);
  const headHeight = clamp(rough * 1.75, 30, 76);
  const boxes = (height - 2 * pad - barHeight - rows * cable) / rows;
  const rowHeight = clamp((boxes - headHeight - pitch) / capacity, 26, 190);
  const boxHeight = Math.min(boxes, headHeight + capacity * rowHeight + pitch);
  const type = clamp(Math.min(rowHeight * 0.36, columnWidth * 0.1), 12, 58);
  const flat = rowHeight < type * 2.7;

  const used = rows * (boxHeight + cable) + barHeight;
  const top = pad + Math.max(0, height - 2 * pad - used) * (rows === 1 ? 0.4 : 0.5);
  const laptopWidth = Math.max(100, Math.min(rough * 6.4, columnWidth * 0.5, 280));
  const barY = rows === 1 ? top : top + boxHeight + cable;
  const rowWidth = columns * columnWidth + (columns - 1) * gap;
  const left = pad + Math.max(0, width - 2 * pad - rowWidth) / 2;
  const link = clamp(pitch * 2.6, 20, 44);
  const bar = { x: left, y: barY, width: rowWidth - laptopWidth - link, height: barHeight };
  const inset = tunnelInset(pitch);

  const pis = seats.pis.map((name, index): PiPlace => {
    const above = rows === 2 && index < columns;
    const column = rows === 2 && !above ? index - columns : index;
    const box = {
      x: left + column * (columnWidth + gap),
      y: above ? barY - cable - boxHeight : barY + barHeight + cable,
      width: columnWidth,
      height: boxHeight,
    };
    const bandWidth = lanes * pitch + pitch * 0.9;
    const x = box.x + inset;
    return {
      name,
      box,
      headHeight,
      lines: x + bandWidth - box.x,
      tunnel: {
        x,
        y: above ? box.y + box.height : bar.y + bar.height,
        width: bandWidth,
        height: cable,
      },
      seats: seatBoxes(seats.guests[name] ?? [], {
        x: x + bandWidth + pitch * 2.5,
        y: box.y + headHeight,
        width: box.x + box.width - (x + bandWidth + pitch * 2.5) - pitch * 0.6,
        height: rowHeight,
      }),
    };
  });
  return {
    width,
    height,
    shape: "wide",
    // Cables come down at the left of each Pi, so there is room for the laptop above the right of the last one.
    laptop: { x: left + rowWidth - laptopWidth, y: barY, width: laptopWidth, height: barHeight },
    laptopTunnel: { x: bar.x + bar.width, y: barY + barHeight * 0.3, width: link, height: barHeight * 0.4 },
    bar,
    pis,
    type,
    small: clamp(type * 0.5, 12, 22),
    pitch,
    flat,
  };
}

function tall(seats: Seats, width: number, height: number): Layout {
  const lanes = Math.max(1, seats.networks.length);
  const pad = 10;
  const pitch = 9;
  const type = 19;
  const rowHeight = 58;
  const headHeight = 48;
  const barWidth = lanes * pitch + pitch;
  const link = 22;
  const laptop = { x: pad, y: pad, width: width - 2 * pad, height: 44 };
  const x = pad + barWidth + link;
  let y = laptop.y + laptop.height + link + 4;
  const barTop = y - 4;
  const pis = seats.pis.map((name): PiPlace => {
    const guests = seats.guests[name] ?? [];
    const box = {
      x,
      y,
      width: width - x - pad,
      height: headHeight + Math.max(1, guests.length) * rowHeight + 6,
    };
    const bandWidth = lanes * pitch + pitch * 0.9;
    y += box.height + 14;
    return {
      name,
      box,
      headHeight,
      lines: 8 + bandWidth,
      tunnel: {
        x: pad + barWidth,
        y: box.y + headHeight / 2 - bandWidth / 2,
        width: link,
        height: bandWidth,
      },
      seats: seatBoxes(guests, {
        x: box.x + 8 + bandWidth + pitch * 2.5,
        y: box.y + headHeight,
        width: box.width - 8 - bandWidth - pitch * 2.5 - 6,
        height: rowHeight,
      }),
    };
  });
  const end = pis.at(-1);
  return {
    width,
    height: Math.max(height, y),
    shape: "tall",
    laptop,
    laptopTunnel: {
      x: pad + barWidth * 0.25,
      y: laptop.y + laptop.height,
      width: barWidth * 0.5,
      height: link,
    },
    bar: {
      x: pad,
      y: barTop,
      width: barWidth,
      height: Math.max(60, (end === undefined ? barTop : end.tunnel.y + end.tunnel.height) - barTop + 12),
    },
    pis,
    type,
    small: 13,
    pitch,
    flat: false,
  };
}

/** Where a line runs: within the switch, within a Pi's tunnel, and down through the Pi. */
export function lane(layout: Layout, pi: PiPlace, network: number): { trunk: Point; branch: Point } {
  const { pitch } = layout;
  const offset = pitch * 0.95 + network * pitch;
  if (layout.shape === "wide") {
    const x = pi.tunnel.x + offset;
    const y = layout.bar.y + offset + (layout.bar.height - trunkBand(layout)) / 2;
    return { trunk: { x, y }, branch: { x, y: pi.box.y + pi.headHeight } };
  }
  const y = pi.tunnel.y + offset;
  return { trunk: { x: layout.bar.x + offset, y }, branch: { x: pi.box.x + 8 + offset, y } };
}

/** Lines are few more often than many: they stay together in the middle of the switch. */
function trunkBand(layout: Layout): number {
  return Math.min(layout.bar.height, layout.pitch * 1.9 + (lanesOf(layout) - 1) * layout.pitch);
}

function lanesOf(layout: Layout): number {
  const first = layout.pis[0];
  const band = first === undefined ? 0 : layout.shape === "wide" ? first.tunnel.width : first.tunnel.height;
  return Math.max(1, Math.round((band - layout.pitch * 0.9) / layout.pitch));
}

function seatBoxes(guests: readonly (string | null)[], first: Box): Box[] {
  return guests.map((_, index) => ({ ...first, y: first.y + index * first.height }));
}

function capacityOf(seats: Seats): number {
  const most = Math.max(0, ...Object.values(seats.guests).map((guests) => guests.length));
  return CAPACITIES.find((capacity) => capacity >= most) ?? most;
}

function tunnelInset(pitch: number): number {
  return pitch * 0.8;
}

function clamp(value: number, low: number, high: number): number {
  return Math.min(high, Math.max(low, value));
}
