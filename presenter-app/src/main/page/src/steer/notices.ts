import type { Order } from "../state/orders";

/** More than a few say nothing. */
const MOST = 3;

/** The orders that are worth the band: those that failed first, then the newest. */
export function newest(orders: readonly Order[], most = MOST): Order[] {
  const urgent = (order: Order) => (order.state === "failed" ? 0 : order.why !== null ? 1 : 2);
  return [...orders].sort((one, other) => urgent(one) - urgent(other) || other.id - one.id).slice(0, most);
}
