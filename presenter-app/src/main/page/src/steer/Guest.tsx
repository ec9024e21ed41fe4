import { world } from "../state/store";
import type { Thing } from "../state/thing";
import { visible } from "../state/visible";
import type { VmState } from "../wire/world";
import { deaf, deletionOf, lifeOf, plugOf, stopsOf } from "./actions";
import { Key, Opener } from "./Key";
import { commands, view } from "./view";

/** What can be done with a guest. */
export function Guest({ vm, guest }: { vm: string; guest: VmState }) {
  const thing: Thing = { kind: "guest", vm };
  const may = commands.value;
  const silent = deaf(world.value, vm);
  const cause = guest.cause === undefined ? null : <p class="bar">{visible(guest.cause)}</p>;
  if (!may) {
    return (
      <>
        {cause}
        <Cables vm={vm} guest={guest} />
        <ConsoleLink vm={vm} />
      </>
    );
  }
  return (
    <>
      {cause}
      <div class="choice">
        {lifeOf(world.value, vm).map((action) => (
          <Key key={action.id === "resume" ? "pause" : action.id} thing={thing} action={action} />
        ))}
      </div>
      <Cables vm={vm} guest={guest} />
      <Running vm={vm} />
      <div class="choice">
        <Opener id="ping" refusal={silent} open={() => (view.value = { name: "ping" })}>
          Ping
        </Opener>
        <Opener id="iperf" refusal={silent} open={() => (view.value = { name: "iperf" })}>
          Measure
        </Opener>
        <Opener id="text" refusal={silent} open={() => (view.value = { name: "text" })}>
          Send text
        </Opener>
        <Opener id="listen" refusal={silent} open={() => (view.value = { name: "listen" })}>
          Listen
        </Opener>
        <Opener id="exec" refusal={silent} open={() => (view.value = { name: "exec" })}>
          Run a command
        </Opener>
        <ConsoleLink vm={vm} />
      </div>
      <div class="choice one">
        <Key thing={thing} action={deletionOf(world.value, vm)} />
      </div>
    </>
  );
}

function ConsoleLink({ vm }: { vm: string }) {
  return (
    <a class="key opener" href={`#/console/${encodeURIComponent(vm)}`}>
      Console
    </a>
  );
}

/** A guest's NICs, each with its cable and its address. */
function Cables({ vm, guest }: { vm: string; guest: VmState }) {
  const names: readonly string[] = guest.networks ?? [];
  return (
    <ul class="cables">
      {names.map((net) => {
        const link = world.value.links[`${vm}/${net}`];
        return (
          <li key={net}>
            <p>
              <b>{visible(net)}</b>{" "}
              <span class="mono">{link?.ip === undefined ? "no address" : visible(link.ip)}</span>
              {link?.state === "OFF" ? <em> unplugged</em> : null}
            </p>
            {commands.value ? (
              <div class="choice">
                <Key thing={{ kind: "link", vm, net }} action={plugOf(world.value, vm, net)} />
                <Opener
                  id={`address-${net}`}
                  refusal={null}
                  open={() => (view.value = { name: "address", net })}
                >
                  Set address
                </Opener>
              </div>
            ) : null}
          </li>
        );
      })}
    </ul>
  );
}

/** The tests that a guest runs, each with a key that ends it. */
function Running({ vm }: { vm: string }) {
  const stops = stopsOf(world.value, vm);
  return stops.length === 0 ? null : (
    <ul class="running" aria-label={`Tests of ${vm}`}>
      {stops.map((stop) => {
        const sample = world.value.tests[stop.test]?.sample;
        return (
          <li key={stop.test}>
            <span>
              {sample?.kind} {sample?.to === undefined ? "" : visible(sample.to)}
            </span>
            <Key thing={{ kind: "guest", vm }} action={stop}>
              Stop<span class="out-of-sight"> {visible(stop.words.replace(/^stop /, ""))}</span>
            </Key>
          </li>
        );
      })}
    </ul>
  );
}
