import { story } from "./box";

/**
 * A recording of a large box, as a file of the form in docs/timeline.md: 12 Pis with 5 guests each on two networks, who all
 * ping each other for 30 s. It is the same each time.
 */
export function crowd(): string {
  const { box } = story();
  const start = "2026-05-01T18:30:00.000000Z";
  const lines: string[] = [
    JSON.stringify({ format: "scatola-recording", version: 1, box: "scatola", name: "A large box", start }),
  ];
  const seqs = new Map<string, number>();
  const stamp = (pi: string) => {
    const seq = (seqs.get(pi) ?? 0) + 1;
    seqs.set(pi, seq);
    return { session: 1, seq, ts: "2026-05-01T18:30:00Z" };
  };
  const say = (t: number, topic: string, payload: object) =>
    lines.push(JSON.stringify([Number(t.toFixed(6)), "message", topic, JSON.stringify(payload), 1, false]));
  const pis = Array.from({ length: 12 }, (_, i) => `pi${i + 1}`);
  const guests = pis.flatMap((pi, i) =>
    Array.from({ length: 5 }, (_, k) => ({ vm: `doge${i * 5 + k + 1}`, pi, ip: `10.1.${i + 1}.${k + 1}` })),
  );
  for (const pi of pis) {
    say(0, `node/${pi}/availability`, { state: "online", ...stamp(pi) });
    say(0, `node/${pi}`, { ...box.nodes["pi1"]!.state, ...stamp(pi) });
    say(0, `uplink/${pi}`, { ...box.uplinks["pi1"], ...stamp(pi) });
  }
  guests.forEach(({ vm, pi, ip }, index) => {
    const networks = index % 2 === 0 ? ["stage"] : ["stage", "backstage"];
    const mac = `52:54:00:00:00:${index.toString(16).padStart(2, "0")}`;
    const mine = { node: pi, mac, ip: `${ip}/24` };
    say(0.1, `vm/${vm}`, { ...box.guests["doge1"], ...mine, networks, ...stamp(pi) });
    for (const network of networks) {
      say(0.1, `link/${vm}/${network}`, { ...box.links["doge1/stage"], ...mine, ...stamp(pi) });
    }
  });
  for (let second = 1; second <= 30; second++) {
    for (const pi of pis) {
      say(second, `node/${pi}`, { ...box.nodes["pi1"]!.state, ...stamp(pi) });
    }
    guests.forEach(({ vm, pi }, index) => {
      const to = guests[(index + 7) % guests.length]!;
      const { ts } = stamp(pi);
      const ms = 1 + ((index * 7 + second * 3) % 40) / 10;
      const sample = {
        kind: "ping",
        from: vm,
        to: to.ip,
        session: 1,
        ts,
        seq: second,
        bytes: 64,
        ttl: 64,
        ms,
      };
      say(second + index / 70, `test/ping-${vm}`, sample);
    });
  }
  return `${lines.join("\n")}\n`;
}
