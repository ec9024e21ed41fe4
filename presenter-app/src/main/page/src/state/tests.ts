import type { Sample, World } from "../wire/world";

/** A traffic test as this page has seen it, sample by sample. */
export interface TestLog {
  readonly id: string;
  readonly kind: Sample["kind"];
  readonly from: string;
  readonly to: string | null;
  /** Oldest first, the newest `LIMIT` of them; times are those of the telegrams, in ms since 1970. */
  readonly samples: readonly { readonly at: number; readonly sample: Sample }[];
}

const LIMIT = 1200;

/** The logs after these tests were told of at a moment; of tests that the world has forgotten there is none. */
export function log(
  logs: ReadonlyMap<string, TestLog>,
  before: World,
  after: World,
  at: number,
): ReadonlyMap<string, TestLog> {
  if (before.tests === after.tests) {
    return logs;
  }
  const next = new Map(logs);
  for (const [id, run] of Object.entries(after.tests)) {
    const sample = run.sample;
    const said = sample ?? run.result;
    if (said === undefined || before.tests[id] === run) {
      continue;
    }
    const old = next.get(id);
    const known = old !== undefined && old.from === said.from && old.kind === said.kind ? old.samples : [];
    const last = known.at(-1)?.sample;
    const fresh = sample !== undefined && !(last?.ts === sample.ts && last.seq === sample.seq);
    next.set(id, {
      id,
      kind: said.kind,
      from: said.from,
      to: said.to ?? null,
      samples: fresh ? [...known, { at, sample }].slice(-LIMIT) : known,
    });
  }
  for (const id of next.keys()) {
    if (after.tests[id] === undefined) {
      next.delete(id);
    }
  }
  return next;
}
