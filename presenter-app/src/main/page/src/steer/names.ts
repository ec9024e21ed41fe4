/** The contract's names of guests, networks, nodes and tests. */
const NAME = /^[a-z0-9]([a-z0-9-]{0,30}[a-z0-9])?$/;
const MOST = 32;

/** Why that is no name of the contract, in words; null if it is one. `what` is what is to be named: "guest", "network". */
export function nameProblem(text: string, what: string): string | null {
  if (text === "") {
    return `give the ${what} a name`;
  }
  if (NAME.test(text)) {
    return null;
  }
  return text.length > MOST
    ? `a name has at most ${MOST} characters; this has ${text.length}`
    : "use a-z, 0-9 and -, with no - at either end";
}

/** A free name after that of an image: doge4 where doge1 to doge3 are taken. */
export function freeName(stem: string, taken: Iterable<string>): string {
  const there = new Set(taken);
  const clean = NAME.test(stem) ? stem : "guest";
  for (let number = 1; ; number++) {
    const suffix = String(number);
    const name = clean.slice(0, MOST - suffix.length).replace(/-+$/, "") + suffix;
    if (!there.has(name)) {
      return name;
    }
  }
}
