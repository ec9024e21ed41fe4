import { name, steers } from "../state/me";
import { say, showLive } from "../state/store";

/** Leaves the replay. */
export function backToLive(): void {
  showLive(steers.value && name.value !== "" ? name.value : null);
}

/** Goes to the next chapter of the replay, or to the one before. */
export function chapter(by: 1 | -1): void {
  say({ do: "seek", chapter: by === 1 ? "next" : "previous" });
}
