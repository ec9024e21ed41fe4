import { computed, signal } from "@preact/signals";
import { ask, Refused } from "../wire/http";

/** What the person at this page may do: presenters steer, onlookers look on. */
export type Role = "presenter" | "onlooker";

/** Who I am, as the server sees it; `refused` says why it lets me see nothing. */
export type Me = { role: Role; until: string | null } | { role: "asking" } | { role: "refused"; why: string };

export const me = signal<Me>({ role: "asking" });

/** Whether I may steer at all. */
export const steers = computed(() => me.value.role === "presenter");

const NAME = "scatola.name";

/** The name that my commands carry and under which others see me; empty as long as I have not said. */
export const name = signal(localStorage.getItem(NAME) ?? "");

/** @param said at most 40 characters count */
export function callMe(said: string): void {
  name.value = said
    .replace(/\p{Cc}|[\u2028\u2029]/gu, "")
    .trim()
    .slice(0, 40);
  localStorage.setItem(NAME, name.value);
}

/** What my commands are signed with. */
export const by = computed(() => (name.value === "" ? "web" : name.value));

/** Asks the server who I am; what it can't say now is asked again when the line opens. */
export async function introduce(): Promise<void> {
  try {
    const said = await ask<{ role: Role; until: string | null }>("/api/me");
    me.value = { role: said.role, until: said.until };
  } catch (failure) {
    if (failure instanceof Refused && failure.status === 401) {
      me.value = { role: "refused", why: failure.message };
    }
  }
}
