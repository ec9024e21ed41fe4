/** Something on the stage that can be pointed at. */
export type Thing =
  | { kind: "guest"; vm: string }
  | { kind: "link"; vm: string; net: string }
  | { kind: "node"; node: string }
  | { kind: "uplink"; node: string }
  | { kind: "network"; net: string }
  | { kind: "switch" }
  | { kind: "laptop" };

/** A thing's name in the page's own addresses, such as `guest/doge1` or `link/doge1/stage`. */
export function nameOf(thing: Thing): string {
  switch (thing.kind) {
    case "guest":
      return `guest/${thing.vm}`;
    case "link":
      return `link/${thing.vm}/${thing.net}`;
    case "node":
    case "uplink":
      return `${thing.kind}/${thing.node}`;
    case "network":
      return `network/${thing.net}`;
    default:
      return thing.kind;
  }
}

/** The thing of that name, or null if there can be none. */
export function thingOf(name: string): Thing | null {
  const [kind, first, second] = name.split("/");
  if (kind === "switch" || kind === "laptop") {
    return { kind };
  }
  if (first === undefined || first === "") {
    return null;
  }
  switch (kind) {
    case "guest":
      return { kind, vm: first };
    case "link":
      return second === undefined ? null : { kind, vm: first, net: second };
    case "node":
    case "uplink":
      return { kind, node: first };
    case "network":
      return { kind, net: first };
    default:
      return null;
  }
}
