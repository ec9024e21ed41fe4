import { under } from "../state/route";

/** The console of the guest at `#/console/VM`. */
export function Consoles() {
  const vm = under("/console/");
  return vm === null ? null : <section aria-label={`Console of ${vm}`} />;
}
