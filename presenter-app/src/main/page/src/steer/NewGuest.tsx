import { useId, useState } from "preact/hooks";
import { world } from "../state/store";
import type { Thing } from "../state/thing";
import { visible } from "../state/visible";
import { createOf } from "./actions";
import { freeAddress, networks } from "./address";
import {
  alreadyAt,
  check,
  type Draft,
  type DraftNic,
  MOST_NICS,
  payloadOf,
  suggest,
  withImage,
  withNic,
} from "./creation";
import { Field } from "./Field";
import { give, Key } from "./Key";
import { MAIN } from "./leaf";
import { view } from "./view";

/** Makes a guest on a Pi: everything is filled in already, so that one press does it. */
export function NewGuest({ node }: { node: string }) {
  const thing: Thing = { kind: "node", node };
  const id = useId();
  const [draft, setDraft] = useState<Draft>(() => suggest(world.value, node));
  const images = world.value.nodes[node]?.state?.images ?? [];
  const problems = check(world.value, node, draft);
  const action = createOf(world.value, node, payloadOf(draft), problems.first);
  const image = images.find((one) => one.name === draft.image);
  const nic = (at: number, change: Partial<DraftNic>) =>
    setDraft({ ...draft, nics: draft.nics.map((one, n) => (n === at ? { ...one, ...change } : one)) });
  const known = networks(world.value);
  return (
    <form
      class="form"
      onSubmit={(event) => {
        event.preventDefault();
        void give(thing, action).then((done) => {
          if (done) {
            view.value = MAIN;
          }
        });
      }}
    >
      <Field
        label="Name"
        class="mono"
        value={draft.vm}
        change={(vm) => setDraft({ ...draft, vm })}
        problem={problems.vm}
      />
      <div class="field">
        <label for={`${id}-image`}>Image</label>
        <select
          id={`${id}-image`}
          value={draft.image}
          onInput={(event) => setDraft(withImage(world.value, draft, event.currentTarget.value))}
        >
          {images.map((one) => (
            <option key={one.name} value={one.name}>
              {one.name}, {one.memory_mib} MiB
            </option>
          ))}
        </select>
        {problems.image !== undefined || image !== undefined ? (
          <p class="said" data-wrong={problems.image !== undefined}>
            {visible(problems.image ?? image?.description ?? "")}
          </p>
        ) : null}
      </div>
      {draft.nics.map((one, at) => {
        const holder = alreadyAt(world.value, one);
        return (
          <fieldset key={at}>
            <legend>NIC {at + 1}</legend>
            <div class="form row">
              <Field
                label="Network"
                class="mono"
                list={`${id}-networks`}
                value={one.network}
                change={(network) =>
                  nic(at, {
                    network,
                    // An address that was only suggested follows the network.
                    ip:
                      one.ip === (freeAddress(world.value, one.network) ?? "")
                        ? (freeAddress(world.value, network) ?? "")
                        : one.ip,
                  })
                }
                problem={problems.nics[at]?.network}
              />
              <Field
                label="Address"
                class="mono"
                placeholder="none"
                value={one.ip}
                change={(ip) => nic(at, { ip })}
                problem={problems.nics[at]?.ip}
                note={holder === null ? null : `${holder} has it: this takes it over`}
              />
            </div>
            {draft.nics.length > 1 ? (
              <button
                type="button"
                class="key"
                onClick={() => setDraft({ ...draft, nics: draft.nics.filter((_, n) => n !== at) })}
              >
                Without NIC {at + 1}
              </button>
            ) : null}
          </fieldset>
        );
      })}
      <datalist id={`${id}-networks`}>
        {known.map((net) => (
          <option key={net} value={net} />
        ))}
      </datalist>
      <div class="form row">
        <Field
          label="Memory in MiB"
          inputmode="numeric"
          placeholder={image === undefined ? "" : String(image.memory_mib)}
          value={draft.memory}
          change={(memory) => setDraft({ ...draft, memory })}
          problem={problems.memory}
        />
        {draft.nics.length < MOST_NICS ? (
          <button type="button" class="key" onClick={() => setDraft(withNic(world.value, draft))}>
            One more NIC
          </button>
        ) : null}
      </div>
      <label class="check">
        <input
          type="checkbox"
          checked={draft.boot}
          onInput={(event) => setDraft({ ...draft, boot: event.currentTarget.checked })}
        />
        Boot it at once
      </label>
      {problems.first === null ? null : (
        <p class="said" data-wrong="true">
          {visible(problems.first)}
        </p>
      )}
      <Key thing={thing} action={action} tone="first" submits />
    </form>
  );
}
