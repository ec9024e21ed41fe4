import "./steer.css";
import { useSignal, useSignalEffect } from "@preact/signals";
import { useRef } from "preact/hooks";
import { steers } from "../state/me";
import { dismiss, type Order, orders } from "../state/orders";
import { visible } from "../state/visible";
import { changed, newest } from "./notices";

/** What was asked for and how it went, in a band of its own that never covers the picture. */
export function Notices() {
  const all = orders.value;
  const shown = newest(all);
  const more = all.length - shown.length;
  return steers.value ? (
    <section class="notices" aria-label="Commands">
      <Spoken />
      {shown.map((one) => (
        <Notice key={one.id} order={one} />
      ))}
      {more > 0 ? <span class="more">and {more} more</span> : null}
    </section>
  ) : (
    <section class="notices" aria-label="Commands" hidden />
  );
}

/** Says each change once to who can't see the band. */
function Spoken() {
  const words = useSignal("");
  const before = useRef<readonly Order[]>([]);
  useSignalEffect(() => {
    const news = changed(before.current, orders.value);
    before.current = orders.value;
    if (news.length > 0) {
      words.value = news.map(say).join(" ");
    }
  });
  return (
    <p class="out-of-sight" aria-live="polite">
      {words}
    </p>
  );
}

function Notice({ order }: { order: Order }) {
  const sign = order.state === "done" && order.why !== null ? "warned" : order.state;
  return (
    <p class="asked" data-state={sign}>
      <Sign of={sign} />
      <span>
        <b>{visible(capital(order.text))}</b>{" "}
        <span class="why">
          {order.state === "pending" ? "asked for" : order.why === null ? "done" : visible(order.why)}
        </span>
      </span>
      {order.state === "pending" ? null : (
        <button
          type="button"
          class="plain"
          aria-label={`Dismiss: ${visible(order.text)}`}
          onClick={() => dismiss(order.id)}
        >
          <svg viewBox="0 0 16 16" aria-hidden="true">
            <path d="m4 4 8 8M12 4l-8 8" />
          </svg>
        </button>
      )}
    </p>
  );
}

/** The state's sign, which can be told without its colour. */
function Sign({ of }: { of: "pending" | "done" | "warned" | "failed" }) {
  return (
    <svg class="sign" viewBox="0 0 20 20" aria-hidden="true">
      {of === "pending" ? <circle cx="10" cy="10" r="7" stroke-dasharray="4 3.3" /> : null}
      {of === "done" ? <path d="m3 10.5 5 5 9-11" /> : null}
      {of === "warned" ? <path d="M10 2.5 18 17H2ZM10 8v4M10 14v.6" /> : null}
      {of === "failed" ? <path d="m4 4 12 12M16 4 4 16" /> : null}
    </svg>
  );
}

function say(order: Order): string {
  const how = order.state === "pending" ? "asked for" : order.state === "done" ? "done" : "failed";
  return visible(`${capital(order.text)}: ${how}${order.why === null ? "" : `, ${order.why}`}.`);
}

function capital(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}
