import { computed, signal } from "@preact/signals";
import { ask, Refused } from "../wire/http";
import { properName } from "./name";

/** What the person at this page may do: presenters steer, onlookers look on. */
export type Role = "presenter" | "onlooker";

/** Who I am, as the server sees it; `refused` says why it lets me see nothing. */
export type Me = { role: Role; until: string | null } | { role: "asking" } | { role: "refused"; why: string };

export const me = signal<Me>({ role: "asking" });

/** Whether I may steer at all. */
export const steers = computed(() => me.value.role === "presenter");

const NAME = "scatola.name";

/** The name that my commands carry and under which others see me; empty as long as I have not said. */
export const name = signal(properName(localStorage.getItem(NAME) ?? ""));

/** From now on I am called so, as far as it is a name. */
export function callMe(said: string): void {
  name.value = properName(said);
  localStorage.setItem(NAME, name.value);
}

/** What my commands are signed with. */
export const by = computed(() => (name.value === "" ? "web" : name.value));

/** Asks the server who I am; what it can't say now is to be asked again. */
export async function introduce(): Promise<void> {
  try {
    const said = await ask<{ role: Role; until: string | null }>("/api/me");
    me.value = { role: said.role, until: said.until };
  } catch (failure) {
    if (failure instanceof Refused && failure.status === 401) {
      me.value = { role: "refused", why: failure.message };
    } else if (me.value.role === "asking") {
      // Another one, so that whoever waits for an answer asks again.
      me.value = { role: "asking" };
    }
  }
}
