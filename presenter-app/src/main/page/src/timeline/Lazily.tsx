import type { ComponentType } from "preact";
import { useEffect, useState } from "preact/hooks";

/** A part of the page that is fetched when it is first wanted. */
export function Lazily({ load }: { load: () => Promise<ComponentType> }) {
  const [part, setPart] = useState<{ Part: ComponentType } | { why: string } | null>(null);
  // what is loaded does not change, only who asks does
  useEffect(() => {
    let wanted = true;
    load().then(
      (Part) => wanted && setPart({ Part }),
      () => wanted && setPart({ why: "This part of the page can't be fetched: is the laptop still there?" }),
    );
    return () => {
      wanted = false;
    };
  }, []);
  if (part === null) {
    return null;
  }
  return "Part" in part ? <part.Part /> : <p role="alert">{part.why}</p>;
}
