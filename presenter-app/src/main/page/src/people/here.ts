import type { Alert, World } from "../wire/world";

/** A presenter who is here. */
export interface Person {
  readonly id: string;
  readonly name: string;
  readonly mine: boolean;
}

/** Those who came by this page have names on the bus that begin so. */
const PAGE = "web-";

/**
 * The presenters who are here, oneself first, then by name. The app that serves this page is one on the bus as well, but
 * nobody: it is known by the session that its own words about the box have.
 */
export function present(presenters: World["presenters"], mine: string, app: number | null): Person[] {
  const people: Person[] = [];
  const names = new Set<string>();
  for (const [id, presenter] of Object.entries(presenters)) {
    const name = presenter.name.trim();
    if (presenter.session === app && !id.startsWith(PAGE)) {
      continue;
    }
    if (presenter.state === "online" && presenter.role === "presenter" && name !== "" && !names.has(name)) {
      names.add(name);
      people.push({ id, name, mine: mine !== "" && name === mine });
    }
  }
  return people.sort(
    (one, other) => Number(other.mine) - Number(one.mine) || collator.compare(one.name, other.name),
  );
}

/** An alert of a node. */
export interface Told {
  readonly key: string;
  readonly node: string;
  readonly severity: Alert["severity"];
  readonly text: string;
  readonly since: string;
}

const WEIGHT: Record<Alert["severity"], number> = { error: 0, warning: 1, info: 2 };

/** What is the matter, the worst first, then the newest. */
export function alertsOf(alerts: World["alerts"]): Told[] {
  return Object.entries(alerts)
    .map(([key, alert]) => ({
      key,
      node: key.split("/")[0] ?? "",
      severity: alert.severity,
      text: alert.text,
      since: alert.since,
    }))
    .sort((one, other) => weight(one) - weight(other) || other.since.localeCompare(one.since));
}

function weight(told: Told): number {
  return WEIGHT[told.severity] ?? 1;
}

const collator = new Intl.Collator("en", { numeric: true });
