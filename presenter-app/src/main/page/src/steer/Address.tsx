import { useState } from "preact/hooks";
import { world } from "../state/store";
import type { Thing } from "../state/thing";
import { visible } from "../state/visible";
import { addressOf } from "./actions";
import { freeAddress, holders, readAddress } from "./address";
import { Field } from "./Field";
import { give, Key } from "./Key";
import { MAIN } from "./leaf";
import { view } from "./view";

/** Gives a NIC an address: its own changed, a free one, or one that another guest has now. */
export function Address({ vm, net }: { vm: string; net: string }) {
  const thing: Thing = { kind: "link", vm, net };
  const now = world.value.links[`${vm}/${net}`]?.ip ?? "";
  const [text, setText] = useState(now);
  const free = freeAddress(world.value, net);
  const others = holders(world.value, net).filter((holder) => holder.vm !== vm && holder.ip !== now);
  const read = readAddress(text);
  const holder =
    "address" in read
      ? others.find((other) => other.ip.split("/")[0] === read.address.host && other.vm !== vm)?.vm
      : undefined;
  const changed = text !== now;
  const action = addressOf(world.value, vm, net, text);
  const back = (done: boolean) => {
    if (done) {
      view.value = MAIN;
    }
  };
  return (
    <>
      <form
        class="form"
        onSubmit={(event) => {
          event.preventDefault();
          void give(thing, action).then(back);
        }}
      >
        <Field
          label={`Address of ${vm} in ${net}`}
          class="mono"
          inputmode="decimal"
          value={text}
          change={setText}
          problem={changed && "problem" in read ? read.problem : null}
          note={holder === undefined ? null : `${holder} has it now; ${vm} takes it over`}
        />
        <Key thing={thing} action={action} tone="first" submits>
          {holder === undefined ? "Set address" : "Take it over"}
        </Key>
      </form>
      {others.length === 0 ? null : (
        <>
          <h3>Take over</h3>
          <div class="choice one targets">
            {others.map((other) => (
              <Key
                key={`${other.vm} ${other.ip}`}
                thing={thing}
                action={{ ...addressOf(world.value, vm, net, other.ip), id: `take-${other.vm}` }}
                after={back}
              >
                <span class="mono">{visible(other.ip)}</span> from {visible(other.vm)}
              </Key>
            ))}
          </div>
        </>
      )}
      {free === null ? null : (
        <>
          <h3>Free</h3>
          <div class="choice one">
            <Key thing={thing} action={{ ...addressOf(world.value, vm, net, free), id: "free" }} after={back}>
              <span class="mono">{free}</span>
            </Key>
          </div>
        </>
      )}
    </>
  );
}
