import { useSignal } from "@preact/signals";
import { Refused } from "../../wire/http";

/** Something that is asked of the laptop: whether it is being done, and why it could not be. */
export interface Attempt {
  readonly busy: boolean;
  readonly why: string | null;
  /** Does it; @return whether it went well */
  run(what: () => Promise<unknown>): Promise<boolean>;
}

export function useAttempt(): Attempt {
  const busy = useSignal(false);
  const why = useSignal<string | null>(null);
  return {
    get busy() {
      return busy.value;
    },
    get why() {
      return why.value;
    },
    async run(what) {
      busy.value = true;
      why.value = null;
      try {
        await what();
        return true;
      } catch (failure) {
        why.value = failure instanceof Refused ? failure.message : String(failure);
        return false;
      } finally {
        busy.value = false;
      }
    },
  };
}

/** Why it could not be done. */
export function Why({ of }: { of: Attempt }) {
  return of.why === null ? null : (
    <p class="why" role="alert">
      {of.why}
    </p>
  );
}
