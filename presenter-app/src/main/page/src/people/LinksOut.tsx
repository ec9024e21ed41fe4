import { useState } from "preact/hooks";
import { visible } from "../state/visible";
import type { LinkOut } from "../wire/generated/api";
import { ask } from "../wire/http";
import { moment } from "./moment";

/** The links that let people in now, and the way to end them: one, or all. */
export function LinksOut({ links, changed }: { links: readonly LinkOut[]; changed: () => void }) {
  const [sure, setSure] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);
  const takeBack = (path: string): void => {
    setSure(false);
    ask(path, { method: "DELETE" })
      .then(
        () => setFailure(null),
        (refused) => setFailure(refused instanceof Error ? refused.message : String(refused)),
      )
      .finally(changed);
  };
  return (
    <section class="links-out">
      <h3>Links that are out</h3>
      <ul>
        {links.map((link) => (
          <li key={link.id}>
            <span>
              <b>{link.role === "presenter" ? "Present" : "Look on"}</b> since {moment(link.made)}, until{" "}
              {moment(link.until)}: {use(link.in_use)}
            </span>
            <button
              type="button"
              class="key"
              aria-label={`Take back: ${link.role}, made ${moment(link.made)}`}
              onClick={() => takeBack(`/api/links/${link.id}`)}
            >
              Take back
            </button>
          </li>
        ))}
      </ul>
      {sure ? (
        <p>
          Everybody who came by a link is put out, and needs a new one.{" "}
          <button type="button" class="key" onClick={() => takeBack("/api/links")}>
            Yes, take back all
          </button>{" "}
          <button type="button" class="key" onClick={() => setSure(false)}>
            No
          </button>
        </p>
      ) : (
        <button type="button" class="key" disabled={links.length === 0} onClick={() => setSure(true)}>
          Take back all links
        </button>
      )}
      <p role="status">{failure === null ? null : visible(failure)}</p>
    </section>
  );
}

function use(open: number): string {
  return open === 0 ? "not in use now" : "in use now";
}
