import { nameOf, type Thing } from "../state/thing";

/** Which of a thing's leaves is open: its actions, or a form of one of them. */
export type View =
  | { readonly name: "main" }
  | { readonly name: "address"; readonly net: string }
  | { readonly name: "ping" | "iperf" | "text" | "listen" | "exec" }
  /** Somebody is about to say whom the guest is aimed at. */
  | { readonly name: "pick" }
  | { readonly name: "pair"; readonly to: string }
  | { readonly name: "new" };

export const MAIN: View = { name: "main" };

/** What is selected, and what is shown of it. */
export interface Open {
  readonly thing: Thing | null;
  readonly leaf: View;
}

/**
 * What is open after a click: on the same thing, what was; on a guest while another one waits for its target, what can
 * go there; else the thing's actions.
 */
export function clicked(before: Open, thing: Thing | null): Open {
  if (thing !== null && before.thing !== null && nameOf(thing) === nameOf(before.thing)) {
    return before;
  }
  return before.leaf.name === "pick" && before.thing?.kind === "guest" && thing?.kind === "guest"
    ? { thing: before.thing, leaf: { name: "pair", to: thing.vm } }
    : { thing, leaf: MAIN };
}
