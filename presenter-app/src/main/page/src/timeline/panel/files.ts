import { by } from "../../state/me";
import type { Recording } from "../../wire/generated/api";
import { ask, send } from "../../wire/http";
import { refresh } from "../past";

/** Recordings as files. They are fetched and not linked to, so that who asks is said along. */

/** Saves a recording where the browser saves files. */
export async function save(recording: Recording, gzip: boolean): Promise<void> {
  const response = await send(`/api/recordings/${recording.id}/export${gzip ? "?gzip" : ""}`);
  const address = URL.createObjectURL(await response.blob());
  const link = document.createElement("a");
  link.href = address;
  link.download =
    named(response.headers.get("Content-Disposition")) ??
    `recording-${recording.id}.scatola.jsonl${gzip ? ".gz" : ""}`;
  link.click();
  // The browser has begun to save by then.
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}

/** The name in a Content-Disposition: the plain one, or the one that may have any letters. */
export function named(disposition: string | null): string | null {
  const any = /filename\*=UTF-8''([^;]+)/i.exec(disposition ?? "")?.[1];
  if (any !== undefined) {
    try {
      return decodeURIComponent(any);
    } catch {
      // then the plain one
    }
  }
  return /filename="?([^";]+)"?/i.exec(disposition ?? "")?.[1] ?? null;
}

/** Takes a file as a new recording. @throws Refused naming the line that is wrong */
export async function bring(file: File): Promise<Recording> {
  const taken = await ask<Recording>(`/api/recordings?by=${encodeURIComponent(by.value)}`, {
    method: "POST",
    body: file,
  });
  await refresh();
  return taken;
}
