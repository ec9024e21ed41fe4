import { signal } from "@preact/signals";
import { by, steers } from "../state/me";
import { replay } from "../state/store";
import { post } from "../wire/http";

/** Whether the strip asks for a chapter's title. */
export const marking = signal(false);

/** Asks for the title of a chapter that begins now; only the present can be marked. @return whether it asks */
export function askForMark(): boolean {
  marking.value = steers.peek() && replay.peek() === null;
  return marking.value;
}

/** Sets a chapter, now. @throws Refused with the reason */
export function mark(title: string): Promise<unknown> {
  return post("/api/recordings/mark", { title: title.trim(), by: by.peek() });
}
