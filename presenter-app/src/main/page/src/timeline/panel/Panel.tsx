import "./panel.css";
import { useEffect, useRef } from "preact/hooks";
import { go, route } from "../../state/route";
import { selected } from "../../state/store";
import { select } from "../../steer/view";
import { Lazily } from "../Lazily";
import { Recordings } from "./Recordings";
import { Told } from "./Told";

const TABS = [
  { path: "/recordings", name: "Recordings" },
  { path: "/timeline", name: "What happened" },
] as const;

/** Beside the stage: recordings, what happened, and performing again. */
export function Panel() {
  const aside = useRef<HTMLElement>(null);
  const path = route.value;
  const picked = selected.value;
  useEffect(() => {
    select(null);
  }, [path]);
  // The place beside the stage belongs to what was asked for last.
  useEffect(() => {
    if (picked !== null && selected.peek() !== null) {
      go("/");
    }
  }, [picked]);
  useEffect(() => {
    const before = document.activeElement;
    aside.current?.focus();
    return () => {
      if (before instanceof HTMLElement && before.isConnected) {
        before.focus();
      }
    };
  }, []);
  return (
    <aside
      class="panel"
      ref={aside}
      tabIndex={-1}
      aria-label="Timeline"
      onKeyDown={(event) => {
        if (event.key === "Escape" && !event.defaultPrevented) {
          event.preventDefault();
          go("/");
        }
      }}
    >
      <header class="panel-head">
        <nav aria-label="Timeline">
          {TABS.map((tab) => (
            <a
              key={tab.path}
              href={`#${tab.path}`}
              aria-current={path === tab.path || path.startsWith(`${tab.path}/`) ? "page" : undefined}
            >
              {tab.name}
            </a>
          ))}
        </nav>
        <button type="button" class="key" onClick={() => go("/")} aria-keyshortcuts="Escape">
          Close
        </button>
      </header>
      <div class="panel-body">{place(path)}</div>
    </aside>
  );
}

function place(path: string) {
  const [, kind = "", id = ""] = path.split("/");
  const number = /^\d{1,9}$/.test(id) ? Number(id) : null;
  switch (kind) {
    case "timeline":
      return <Told key={path} recording={number} />;
    case "perform":
    case "performance":
      return number === null ? (
        <p>There is nothing of that number.</p>
      ) : (
        <Lazily
          key={path}
          load={() =>
            kind === "perform"
              ? import("../perform/Prepare").then(({ Prepare }) => () => <Prepare recording={number} />)
              : import("../perform/Running").then(({ Running }) => () => <Running id={number} />)
          }
        />
      );
    default:
      return <Recordings />;
  }
}
