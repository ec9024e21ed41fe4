import { useEffect, useRef, useState } from "preact/hooks";
import type { Drawn } from "./plot";
import type { Series } from "./series";

/** A plot, which is loaded when there is one to be drawn; `label` says what is seen in it. */
export function Plot({ series, label }: { series: Series; label: string }) {
  const place = useRef<HTMLDivElement>(null);
  const newest = useRef(series);
  const [drawn, setDrawn] = useState<Drawn | null>(null);
  const [failed, setFailed] = useState(false);
  newest.current = series;

  useEffect(() => {
    let mine: Drawn | null = null;
    let left = false;
    import("./plot")
      .then(({ draw }) => {
        if (!left && place.current !== null) {
          mine = draw(place.current, newest.current);
          setDrawn(mine);
        }
      })
      .catch(() => setFailed(true));
    return () => {
      left = true;
      mine?.destroy();
    };
  }, []);
  useEffect(() => drawn?.show(series), [drawn, series]);

  return (
    <div class="plot" ref={place} role="img" aria-label={label}>
      {failed && <p>The plot could not be loaded. Load the page again when the laptop answers.</p>}
    </div>
  );
}
