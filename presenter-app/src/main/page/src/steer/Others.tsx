import { world } from "../state/store";
import type { LinkState } from "../wire/world";
import { endShowOf, natural, plugOf, resetOf } from "./actions";
import { holders } from "./address";
import { amount, bytes, Facts } from "./Facts";
import { Key, Opener } from "./Key";
import { commands, view } from "./view";

/** A guest's cable into a network. */
export function Link({ vm, net, link }: { vm: string; net: string; link: LinkState }) {
  return (
    <>
      {commands.value ? (
        <div class="choice">
          <Key thing={{ kind: "link", vm, net }} action={plugOf(world.value, vm, net)} />
          <Opener id="address" refusal={null} open={() => (view.value = { name: "address", net })}>
            Set address
          </Opener>
        </div>
      ) : null}
      <Facts
        facts={[
          ["Cable", link.state === "ON" ? "in" : "unplugged"],
          ["Address", link.ip ?? "none"],
          ["MAC", link.mac],
          ["Received", bytes(link.rx_bytes)],
          ["Sent", bytes(link.tx_bytes)],
          ["Delay", link.delay_ms === 0 ? null : amount(link.delay_ms, "ms")],
          ["Loss", link.loss_pct === 0 ? null : amount(link.loss_pct, "%")],
          ["At most", amount(link.bandwidth_kbit, "kbit/s")],
          ["Found by", link.vnl],
          ["Last by", link.by],
        ]}
      />
    </>
  );
}

/** A virtual network. */
export function Network({ net }: { net: string }) {
  const all = Object.keys(world.value.links).filter((name) => name.split("/")[1] === net);
  const out = all
    .filter((name) => world.value.links[name]?.state === "OFF")
    .map((name) => name.split("/")[0] ?? "");
  const addressed = holders(world.value, net);
  return (
    <Facts
      facts={[
        ["Guests", String(all.length)],
        ...addressed.map(({ vm, ip }) => [ip, vm] as const),
        ["Unplugged", out.sort(natural).join(", ")],
        ["Found by", world.value.links[all[0] ?? ""]?.vnl],
      ]}
    />
  );
}

/** The switch that all Pis are plugged into. */
export function Switch() {
  const cables = Object.entries(world.value.uplinks).sort(([one], [other]) => natural(one, other));
  return (
    <>
      <p class="said">Every Pi and the laptop are plugged in here.</p>
      <Facts
        facts={cables.map(([node, uplink]) => [
          node,
          uplink.state === "OFF" ? "pulled" : (amount(uplink.speed_mbit, "Mbit/s") ?? "in"),
        ])}
      />
    </>
  );
}

/** The laptop, with the broker and this page. */
export function Laptop() {
  const { box, info, nodes, guests } = world.value;
  const online = Object.values(nodes).filter((pi) => pi.standing === "online").length;
  return (
    <>
      <Facts
        facts={[
          ["Broker", world.value.connected ? "answers" : "away"],
          ["Pis", `${online} of ${Object.keys(nodes).length} answer`],
          ["Guests", String(Object.keys(guests).length)],
          [
            "Show",
            box?.show === undefined ? null : `${box.show}, step ${box.step ?? 1} of ${box.steps ?? 1}`,
          ],
          ["Last show", box?.last === undefined ? null : `${box.last.show}: ${box.last.verdict}`],
          ["Recorder", box?.recorder === undefined ? null : box.recorder.state],
          ["Recording", box?.recorder?.recording],
          ["Trouble", box?.recorder?.problem],
          [
            "Buttons",
            box?.buttons === undefined ? null : (box.buttons.problem ?? `${box.buttons.rules} rules`),
          ],
          ["Page", info?.page],
          ["Version", info?.version],
        ]}
      />
      {world.value.unreadable === 0 ? null : (
        <p class="said">{world.value.unreadable} messages on the bus could not be read.</p>
      )}
      {commands.value ? (
        <div class="choice one">
          {box?.show === undefined ? null : (
            <Key thing={{ kind: "laptop" }} action={endShowOf(world.value)} />
          )}
          <Key thing={{ kind: "laptop" }} action={resetOf(world.value)} />
        </div>
      ) : null}
    </>
  );
}
