import { useCallback, useEffect, useMemo, useState } from "preact/hooks";
import { visible } from "../state/visible";
import type { Link, Links } from "../wire/generated/api";
import { ask } from "../wire/http";
import { LinksOut } from "./LinksOut";
import { moment } from "./moment";
import { code } from "./qr";

/** Brings the audience to this page, and, by a second press, another presenter. */
export function Invite() {
  const [links, setLinks] = useState<Links | string | null>(null);
  const [both, setBoth] = useState(false);
  const look = useCallback(() => {
    ask<Links>("/api/links").then(setLinks, (failure) =>
      setLinks(failure instanceof Error ? failure.message : String(failure)),
    );
  }, []);
  useEffect(() => {
    look();
    const timer = setInterval(look, 3000);
    return () => clearInterval(timer);
  }, [look]);
  if (links === null) {
    return <p role="status">Asking the laptop for links</p>;
  }
  if (typeof links === "string") {
    return (
      <p class="advice" role="alert">
        {visible(links)}
      </p>
    );
  }
  return (
    <div class="invite">
      {links.reachable ? (
        <p>{visible(links.advice)}</p>
      ) : (
        <p class="advice" role="alert">
          {visible(links.advice)}
        </p>
      )}
      <LinkSign
        link={links.onlooker}
        title="Look on"
        words="Whoever opens this sees everything and changes nothing."
      />
      {both ? (
        <LinkSign
          small
          link={links.presenter}
          title="Present"
          words="Whoever has this one can command the box. Show it to those you trust, not to the room."
        />
      ) : (
        <button type="button" class="key" onClick={() => setBoth(true)}>
          Show the link for another presenter
        </button>
      )}
      <LinksOut links={links.links} changed={look} />
    </div>
  );
}

function LinkSign(props: { link: Link; title: string; words: string; small?: boolean }) {
  const { url, until } = props.link;
  const drawn = useMemo(() => code(url), [url]);
  const [copied, setCopied] = useState<string | null>(null);
  const [place, key] = split(url);
  return (
    <section class="link-sign" data-small={props.small === true}>
      <svg
        class="qr"
        viewBox={`0 0 ${drawn.size} ${drawn.size}`}
        role="img"
        aria-label={`QR code of the link: ${props.title}`}
      >
        <rect width={drawn.size} height={drawn.size} />
        <path d={drawn.path} shape-rendering="crispEdges" />
      </svg>
      <div>
        <h3>{props.title}</h3>
        <p>{props.words}</p>
        <p class="url mono">
          <b>{place}</b>
          {key}
        </p>
        <p class="until">Until {moment(until)}</p>
        <button type="button" class="key" onClick={() => void copy(url).then(setCopied)}>
          Copy the link
        </button>
        <p role="status">{copied}</p>
      </div>
    </section>
  );
}

/** What people read out, and what only machines do. */
function split(url: string): [string, string] {
  const at = url.indexOf("#");
  return at < 0 ? [url, ""] : [url.slice(0, at), url.slice(at)];
}

/** @return how it went, in words */
async function copy(text: string): Promise<string> {
  try {
    // Browsers offer it on the laptop itself and over TLS alone.
    await navigator.clipboard.writeText(text);
    return "Copied.";
  } catch {
    const area = document.createElement("textarea");
    area.value = text;
    (document.querySelector("dialog[open]") ?? document.body).append(area);
    area.select();
    const done = document.execCommand("copy");
    area.remove();
    return done ? "Copied." : "This browser does not copy: select the link and copy it by hand.";
  }
}
