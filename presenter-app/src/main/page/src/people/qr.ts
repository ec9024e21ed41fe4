import { encode } from "uqr";

/** Modules of light around the code: ISO/IEC 18004 wants four. */
const QUIET = 4;

/** A QR code as a path of an SVG of `size` by `size` units. */
export interface Code {
  readonly size: number;
  readonly path: string;
}

/** Draws a text as a QR code. A sixth of it may be covered (level M). Dark neighbours in a row are one piece. */
export function code(text: string): Code {
  const { data, size } = encode(text, { ecc: "M", border: QUIET });
  let path = "";
  data.forEach((row, y) => {
    for (let x = 0; x < row.length; x++) {
      if (row[x]) {
        const from = x;
        while (row[x + 1]) {
          x++;
        }
        path += `M${from} ${y}h${x - from + 1}v1H${from}z`;
      }
    }
  });
  return { size, path };
}
