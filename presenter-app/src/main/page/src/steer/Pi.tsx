import { useState } from "preact/hooks";
import { world } from "../state/store";
import type { Thing } from "../state/thing";
import { away, clock, PULL_S, pullOf, putBackOf, refreshOf } from "./actions";
import { amount, bytes, Facts } from "./Facts";
import { Field } from "./Field";
import { Key, Opener } from "./Key";
import { commands, view } from "./view";

/** What can be done with a Pi, and what it says of itself. */
export function Pi({ node }: { node: string }) {
  const thing: Thing = { kind: "node", node };
  const pi = world.value.nodes[node];
  const state = pi?.state;
  return (
    <>
      {commands.value ? (
        <div class="choice one">
          <Opener id="new" refusal={away(world.value, node)} open={() => (view.value = { name: "new" })}>
            New guest
          </Opener>
        </div>
      ) : null}
      <Pull node={node} />
      <Facts
        facts={
          state === undefined
            ? [["Last heard", pi === undefined ? null : clock(pi.last_heard)]]
            : [
                [
                  "CPU",
                  `${amount(state.cpu.used_pct, "%")} of ${state.cpu.cores} cores, load ${state.cpu.load_1m}`,
                ],
                [
                  "Memory",
                  `${amount(state.memory.available_mib, "MiB")} of ${amount(state.memory.total_mib, "MiB")} free`,
                ],
                ["Temperature", amount(state.temperature_c, "\u00b0C")],
                [
                  "Room",
                  `${state.room.guests} of ${state.room.guests_max} guests, ${state.room.memory_mib} of ${state.room.memory_max_mib} MiB`,
                ],
                ["Accelerator", `${state.accelerator.name}: ${state.accelerator.reason}`],
                ["Address", state.uplink.address],
                [
                  "Images",
                  state.images?.map((image) => `${image.name} (${bytes(image.size_bytes)})`).join(", "),
                ],
                [
                  "Versions",
                  [
                    `service ${state.versions.service}`,
                    `Java ${state.versions.java}`,
                    state.versions.qemu === undefined ? "no QEMU" : `QEMU ${state.versions.qemu}`,
                    `kernel ${state.versions.kernel}`,
                  ].join(", "),
                ],
              ]
        }
      />
      {commands.value ? (
        <div class="choice one">
          <Key thing={thing} action={refreshOf(world.value, node)} />
        </div>
      ) : null}
    </>
  );
}

/** What is known of a Pi's own cable. */
export function Cable({ node }: { node: string }) {
  const uplink = world.value.uplinks[node];
  const out = uplink?.state === "OFF";
  return (
    <>
      <Pull node={node} />
      <Facts
        facts={[
          [
            "Now",
            uplink === undefined ? null : out ? "pulled" : uplink.carrier === false ? "no signal" : "in",
          ],
          ["Comes back", out && uplink?.back_at !== undefined ? clock(uplink.back_at) : null],
          ["Speed", amount(uplink?.speed_mbit, "Mbit/s")],
          ["Interface", uplink?.interface],
          ["Address", uplink?.address],
          ["Last by", uplink?.by],
        ]}
      />
    </>
  );
}

/** Pulls a Pi's own cable for a while. */
function Pull({ node }: { node: string }) {
  const thing: Thing = { kind: "uplink", node };
  const [own, setOwn] = useState("");
  const uplink = world.value.uplinks[node];
  const seconds = own.trim() === "" ? Number.NaN : Number(own);
  const custom = pullOf(world.value, node, seconds);
  const wrong = own !== "" && custom.refusal?.startsWith(`say ${PULL_S.least}`) ? custom.refusal : null;
  return commands.value ? (
    <div class="form">
      <p class="said">Pull its cable for a while; it comes back by itself.</p>
      <div class="choice three">
        {[5, 10, 20].map((s) => (
          <Key key={s} thing={thing} action={pullOf(world.value, node, s)} />
        ))}
      </div>
      <div class="form row">
        <Field label="Or for seconds" inputmode="numeric" value={own} change={setOwn} problem={wrong} />
        <Key thing={thing} action={{ ...custom, id: "pull-own" }}>
          Pull
        </Key>
      </div>
      {uplink?.state === "OFF" ? (
        <div class="choice one">
          <Key thing={thing} action={putBackOf(world.value, node)} />
        </div>
      ) : null}
    </div>
  ) : null;
}
