import { signal } from "@preact/signals";
import { command, Refused } from "../wire/http";
import { by } from "./me";
import { nameOf, type Thing } from "./thing";

/** A command of this page, from the moment it was asked for until a little after its answer. */
export interface Order {
  readonly id: number;
  /** What it is about, as {@link nameOf} names it. */
  readonly thing: string;
  /** What was asked for, in words: "power down doge1". */
  readonly text: string;
  readonly state: "pending" | "done" | "failed";
  /** Why it failed, or what to mind although it was done. */
  readonly why: string | null;
  readonly since: number;
}

/** The newest last. */
export const orders = signal<readonly Order[]>([]);

const LINGER_MS = { done: 2500, failed: 12000 };
let count = 0;

/**
 * Sends a command to the bus, and shows it as pending until the bus has answered.
 *
 * @return the answer's data, or null if it was refused; why is shown with the order
 */
export async function order(
  thing: Thing,
  text: string,
  topic: string,
  payload: object = {},
): Promise<Record<string, unknown> | null> {
  const id = ++count;
  const began: Order = { id, thing: nameOf(thing), text, state: "pending", why: null, since: Date.now() };
  orders.value = [...orders.value, began].slice(-50);
  try {
    const answer = await command(topic, payload, by.value);
    const data = answer.data as Record<string, unknown>;
    const failed = answer.status === "error";
    const warning = typeof data["warning"] === "string" ? data["warning"] : null;
    settle(id, failed ? "failed" : "done", failed ? (answer.error ?? "refused") : warning);
    return failed ? null : data;
  } catch (failure) {
    settle(id, "failed", failure instanceof Refused ? failure.message : String(failure));
    return null;
  }
}

/** Takes an order off the page before its time. */
export function dismiss(id: number): void {
  orders.value = orders.value.filter((order) => order.id !== id);
}

function settle(id: number, state: "done" | "failed", why: string | null): void {
  orders.value = orders.value.map((order) => (order.id === id ? { ...order, state, why } : order));
  setTimeout(() => dismiss(id), why === null ? LINGER_MS.done : LINGER_MS.failed);
}
