import type { ComponentChildren } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { order, orders } from "../state/orders";
import { nameOf, type Thing } from "../state/thing";
import { visible } from "../state/visible";
import type { Action } from "./actions";
import { bar, hint } from "./view";

/** How long a dangerous key waits for being pressed again. */
const ARMED_MS = 4000;

/** Gives the command, unless it makes no sense now, which is then told. @return whether it was given and done */
export async function give(thing: Thing, action: Action): Promise<boolean> {
  const refusal = refusalOf(thing, action);
  if (refusal !== null) {
    hint.value = refusal;
    return false;
  }
  hint.value = null;
  return (await order(thing, action.words, action.topic, action.payload)) !== null;
}

function pending(thing: Thing, action: Action): boolean {
  const name = nameOf(thing);
  return orders.value.some(
    (one) => one.state === "pending" && one.thing === name && one.text === action.words,
  );
}

function refusalOf(thing: Thing, action: Action): string | null {
  return (
    bar.value ?? action.refusal ?? (pending(thing, action) ? "Asked for: waiting for the answer." : null)
  );
}

interface Props {
  readonly thing: Thing;
  readonly action: Action;
  /** What stands on the key instead of the action's own label. */
  readonly children?: ComponentChildren;
  readonly tone?: "first";
  /** After it was given; `done` says whether it was done. */
  readonly after?: (done: boolean) => void;
  /** Sends the form that it stands in, which then gives the command. */
  readonly submits?: boolean;
}

/**
 * A key that gives a command. One that makes no sense now stays reachable and says why when it is pointed at or pressed. A
 * dangerous one asks once, in place: the first press arms it, the second one within four seconds does it.
 */
export function Key({ thing, action, children, tone, after, submits = false }: Props) {
  const [armed, setArmed] = useState(false);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const refusal = refusalOf(thing, action);
  const waits = pending(thing, action);
  const disarm = () => {
    clearTimeout(timer.current);
    setArmed(false);
  };
  useEffect(() => () => clearTimeout(timer.current), []);
  useEffect(disarm, [action.id, action.words, refusal === null]);

  const press = () => {
    if (refusal !== null) {
      hint.value = refusal;
    } else if (action.danger && !armed) {
      setArmed(true);
      hint.value = `Press again to ${visible(action.words)}.`;
      timer.current = setTimeout(() => {
        setArmed(false);
        hint.value = null;
      }, ARMED_MS);
    } else {
      disarm();
      void give(thing, action).then((done) => after?.(done));
    }
  };
  // It stays where it is and hardly grows, so that the second press meets it; the hint says it in full.
  const sure = `${action.label}: sure?`;
  return (
    <button
      type={submits ? "submit" : "button"}
      class="key"
      data-tone={armed ? "armed" : action.danger ? "danger" : tone}
      data-action={action.id}
      data-waits={waits}
      aria-disabled={refusal !== null}
      onClick={submits ? undefined : press}
      onKeyDown={(event) => {
        if (armed && event.key === "Escape") {
          event.stopPropagation();
          disarm();
          hint.value = null;
        }
      }}
      {...explains(refusal)}
    >
      {armed ? visible(sure) : (children ?? action.label)}
    </button>
  );
}

/** A key that opens something on this page; the same as {@link Key} where it makes no sense now. */
export function Opener(props: {
  refusal: string | null;
  open: () => void;
  children: ComponentChildren;
  id: string;
}) {
  const refusal = bar.value ?? props.refusal;
  return (
    <button
      type="button"
      class="key opener"
      data-action={props.id}
      aria-disabled={refusal !== null}
      onClick={() => {
        if (refusal === null) {
          hint.value = null;
          props.open();
        } else {
          hint.value = refusal;
        }
      }}
      {...explains(refusal)}
    >
      {props.children}
    </button>
  );
}

function explains(refusal: string | null) {
  const say = () => {
    if (refusal !== null) {
      hint.value = refusal;
    }
  };
  const hush = () => {
    if (hint.peek() === refusal) {
      hint.value = null;
    }
  };
  return refusal === null
    ? {}
    : {
        onPointerEnter: say,
        onPointerMove: say,
        onFocus: say,
        onPointerLeave: hush,
        onBlur: hush,
        title: visible(refusal),
      };
}
