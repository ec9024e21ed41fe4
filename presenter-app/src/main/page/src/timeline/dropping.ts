import { signal } from "@preact/signals";
import { steers } from "../state/me";
import { go } from "../state/route";

/** A file that was dropped on the page and waits to be taken. */
export const brought = signal<File | null>(null);

/** Whether a file is held above the page. */
export const hovering = signal(false);

/** Takes files that are dropped anywhere on the page. @return ends that */
export function takeDrops(): () => void {
  const over = (event: DragEvent): void => {
    if (steers.peek() && event.dataTransfer?.types.includes("Files")) {
      event.preventDefault();
      hovering.value = true;
    }
  };
  const leave = (event: DragEvent): void => {
    if (event.relatedTarget === null) {
      hovering.value = false;
    }
  };
  const drop = (event: DragEvent): void => {
    hovering.value = false;
    const file = event.dataTransfer?.files[0];
    if (steers.peek() && file !== undefined) {
      event.preventDefault();
      brought.value = file;
      go("/recordings");
    }
  };
  addEventListener("dragover", over);
  addEventListener("dragleave", leave);
  addEventListener("drop", drop);
  return () => {
    removeEventListener("dragover", over);
    removeEventListener("dragleave", leave);
    removeEventListener("drop", drop);
  };
}
