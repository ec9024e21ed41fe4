import type { Fact, Finding, Performance, Step } from "../../wire/generated/api";

/** What a performance looks like. Pure. */

/** Whether it is over. */
export function over({ state }: Pick<Performance, "state">): boolean {
  return state === "passed" || state === "failed" || state === "stopped";
}

/** How it is, in words for everybody. */
export function standing({ state, step, of, divergence }: Performance): string {
  const where = `step ${step} of ${of}`;
  switch (state) {
    case "resetting":
      return "The box is being emptied";
    case "pausing":
      return step === 0 ? "It begins" : `Pausing as long as the recording did, before ${where}`;
    case "sending":
      return `Sending ${where}`;
    case "waiting":
      return `Waiting until what followed ${where} is seen`;
    case "diverged":
      // It names its step itself.
      return `Not as recorded: ${divergence?.text ?? where}`;
    case "passed":
      return "It is over: all was seen as it was recorded";
    case "failed":
      return "It is over: not all was as recorded";
    case "stopped":
      return `It was stopped at ${where}`;
  }
}

/** How a step is told apart: by a sign and by a word. */
export function mark(state: Step["state"]): { sign: string; word: string } {
  switch (state) {
    case "sent":
      return { sign: "→", word: "sent" };
    case "waiting":
      return { sign: "…", word: "waiting" };
    case "done":
      return { sign: "✓", word: "as recorded" };
    case "diverged":
      return { sign: "✕", word: "not as recorded" };
    case "accepted":
      return { sign: "≈", word: "taken as it was" };
    case "skipped":
      return { sign: "–", word: "left out" };
    default:
      return { sign: "", word: "to come" };
  }
}

/** Whether a step's facts are to be seen without asking: it is on, or it was not as recorded. */
export function opened({ state }: Step): boolean {
  return state === "sent" || state === "waiting" || state === "diverged";
}

/** What is expected and what is there, those that are still missing first. */
export function facts(step: Step): readonly Fact[] {
  return [...step.facts].sort((one, other) => Number(one.seen ?? false) - Number(other.seen ?? false));
}

/** A fact in words: "vm/doge1: phase". */
export function about({ about: topic, property }: Fact): string {
  return `${topic}: ${property}`;
}

/** How many steps are behind, from 0 to 1. */
export function progress({ steps }: Performance): number {
  const behind = steps.filter(({ state }) => state === "done" || state === "accepted" || state === "skipped");
  return steps.length === 0 ? 1 : behind.length / steps.length;
}

const CHOICES: Readonly<Record<string, string>> = {
  go_on: "Go on: take it as it is",
  retry: "Try again",
  skip: "Leave this step out",
  stop: "Stop it all",
};

/** What can be decided now. One that goes on can always be stopped. */
export function choices(performance: Performance): readonly { do: string; words: string }[] {
  if (over(performance)) {
    return [];
  }
  const offered = performance.divergence?.do ?? ["stop"];
  return Object.keys(CHOICES)
    .filter((choice) => offered.includes(choice))
    .map((choice) => ({ do: choice, words: CHOICES[choice]! }));
}

/** Whether what was found would be refused. */
export function blocked(findings: readonly Finding[]): boolean {
  return findings.some(({ severity }) => severity === "blocks");
}

/** What is said about a plan before it is begun. */
export function summary(plan: readonly Step[], findings: readonly Finding[]): string {
  if (plan.length === 0) {
    return "This recording has no commands that could be sent again.";
  }
  const many = plan.length === 1 ? "1 step" : `${plan.length} steps`;
  if (blocked(findings)) {
    return `${many}, but something stands in the way.`;
  }
  return findings.length > 0 ? `${many}. Mind what was found.` : `${many}, and nothing stands in the way.`;
}
