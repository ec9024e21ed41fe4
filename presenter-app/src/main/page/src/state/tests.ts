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

/** A sample that was asked for: of a time that this page has not seen. */
export interface Recalled {
  readonly at: number;
  readonly test: string;
  readonly sample: Sample;
}

/** The logs with what was before them; of tests that the world has forgotten nothing is recalled. */
export function recall(
  logs: ReadonlyMap<string, TestLog>,
  recalled: readonly Recalled[],
): ReadonlyMap<string, TestLog> {
  const byTest = new Map<string, Recalled[]>();
  for (const one of recalled) {
    byTest.set(one.test, [...(byTest.get(one.test) ?? []), one]);
  }
  const next = new Map(logs);
  for (const [id, known] of logs) {
    const seen = new Set(known.samples.map(({ sample }) => name(sample)));
    const older = (byTest.get(id) ?? [])
      .filter(
        ({ sample }) => sample.from === known.from && sample.kind === known.kind && !seen.has(name(sample)),
      )
      .map(({ at, sample }) => ({ at, sample }));
    if (older.length > 0) {
      const samples = [...older, ...known.samples].sort((one, other) => one.at - other.at).slice(-LIMIT);
      next.set(id, { ...known, samples });
    }
  }
  return next;
}

/** What tells a sample from all others of its test. */
function name({ session, seq, ts }: Sample): string {
  return `${session} ${seq} ${ts}`;
}

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
