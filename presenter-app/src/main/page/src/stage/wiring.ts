import type { World } from "../wire/world";

/**
 * Whether two worlds are drawn with the same wires and stations. Nodes speak every second and tests many times more often;
 * the wires are drawn anew only when something about them has changed.
 */
export function sameWiring(one: World, other: World): boolean {
  return (
    one.connected === other.connected &&
    same(one.nodes, other.nodes, (a, b) => a.standing === b.standing) &&
    same(one.uplinks, other.uplinks, (a, b) => a.state === b.state) &&
    same(one.links, other.links, (a, b) => a.state === b.state && a.ip === b.ip) &&
    same(one.guests, other.guests, (a, b) => a.phase === b.phase && a.node === b.node)
  );
}

function same<T>(
  one: Readonly<Record<string, T>>,
  other: Readonly<Record<string, T>>,
  alike: (a: T, b: T) => boolean,
): boolean {
  if (one === other) {
    return true;
  }
  const names = Object.keys(other);
  return (
    names.length === Object.keys(one).length &&
    names.every((name) => {
      const [a, b] = [one[name], other[name]!];
      return a === b || (a !== undefined && alike(a, b));
    })
  );
}
