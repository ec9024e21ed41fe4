import { useId } from "preact/hooks";

interface Props {
  readonly label: string;
  readonly value: string;
  readonly change: (value: string) => void;
  /** What is wrong with it. */
  readonly problem?: string | null | undefined;
  /** What to know about it, as long as nothing is wrong. */
  readonly note?: string | null | undefined;
  readonly class?: "mono";
  readonly placeholder?: string;
  readonly inputmode?: "text" | "numeric" | "decimal";
  /** The id of what is offered. */
  readonly list?: string;
}

/** A line to write in, with what is wrong about it below. */
export function Field({ label, value, change, problem, note, ...more }: Props) {
  const id = useId();
  const said = problem ?? note ?? null;
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <input
        type="text"
        autocomplete="off"
        autocapitalize="off"
        spellcheck={false}
        {...more}
        id={id}
        value={value}
        aria-invalid={problem != null}
        aria-describedby={said === null ? undefined : `${id}-said`}
        onInput={(event) => change(event.currentTarget.value)}
      />
      {said === null ? null : (
        <p id={`${id}-said`} class="said" data-wrong={problem != null}>
          {said}
        </p>
      )}
    </div>
  );
}
