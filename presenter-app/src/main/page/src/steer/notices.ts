import type { Order } from "../state/orders";

/** More than a few say nothing. */
const MOST = 3;

/** The orders that are worth the band: those that failed first, then the newest. */
export function newest(orders: readonly Order[], most = MOST): Order[] {
  const urgent = (order: Order) => (order.state === "failed" ? 0 : order.why !== null ? 1 : 2);
  return [...orders].sort((one, other) => urgent(one) - urgent(other) || other.id - one.id).slice(0, most);
}

/** The orders that are in another state than before, or new, the newest last: what a reader is to be told. */
export function changed(before: readonly Order[], after: readonly Order[]): Order[] {
  const was = new Map(before.map((order) => [order.id, order.state]));
  return after.filter((order) => was.get(order.id) !== order.state);
}
