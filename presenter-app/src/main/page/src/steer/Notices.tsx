import { orders } from "../state/orders";

/** What was asked for and how it went, in a band of its own that never covers the picture. */
export function Notices() {
  return (
    <section class="notices" aria-label="Commands" aria-live="polite">
      {orders.value.map((order) => (
        <p key={order.id}>{order.text}</p>
      ))}
    </section>
  );
}
