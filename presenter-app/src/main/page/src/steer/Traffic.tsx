import { useState } from "preact/hooks";
import { world } from "../state/store";
import type { Thing } from "../state/thing";
import { visible } from "../state/visible";
import {
  type Action,
  execOf,
  iperfOf,
  listenOf,
  listens,
  pingOf,
  TEXT_PORT,
  targetsOf,
  textOf,
} from "./actions";
import { targetProblem } from "./address";
import { Field } from "./Field";
import { give, Key } from "./Key";
import { MAIN } from "./leaf";
import { view } from "./view";
import { readWords, textProblem, typed } from "./words";

const home = (done: boolean) => {
  if (done) {
    view.value = MAIN;
  }
};

/** Refuses what the fields say is wrong before anything else. */
const unless = (action: Action, problem: string | null): Action => ({
  ...action,
  refusal: problem ?? action.refusal,
});

/** Whole numbers of a contract's range; null while the field is empty and may be. */
function wholeProblem(text: string, least: number, most: number, what: string): string | null {
  const value = Number(text);
  return /^\d+$/.test(text.trim()) && value >= least && value <= most
    ? null
    : `say ${least} to ${most} ${what}`;
}

/** Pings somebody. */
export function Ping({ vm }: { vm: string }) {
  const [count, setCount] = useState("");
  const problem = count.trim() === "" ? null : wholeProblem(count, 1, 86400, "pings");
  const times = count.trim() === "" || problem !== null ? null : Number(count);
  return (
    <>
      <Targets
        vm={vm}
        verb="Ping"
        aim={(to) => unless(pingOf(world.value, vm, to, times), problem)}
        after={home}
      />
      <div class="form">
        <Field
          label="How often"
          inputmode="numeric"
          placeholder="until stopped"
          value={count}
          change={setCount}
          problem={problem}
        />
      </div>
    </>
  );
}

/** Measures throughput to somebody. */
export function Measure({ vm }: { vm: string }) {
  const [seconds, setSeconds] = useState("20");
  const problem = wholeProblem(seconds, 1, 3600, "seconds");
  return (
    <>
      <Targets
        vm={vm}
        verb="Measure to"
        aim={(to) => unless(iperfOf(world.value, vm, to, Number(seconds)), problem)}
        after={home}
      />
      <div class="form">
        <Field label="Seconds" inputmode="numeric" value={seconds} change={setSeconds} problem={problem} />
      </div>
    </>
  );
}

/** Sends a line of text to somebody who listens. */
export function SendText({ vm }: { vm: string }) {
  const [text, setText] = useState(`Hi from ${vm}!`);
  const [port, setPort] = useState(String(TEXT_PORT));
  const portWrong = wholeProblem(port, 1, 65535, "as a port");
  const wrong = (text === "" ? "write what to send" : textProblem(text)) ?? portWrong;
  return (
    <>
      <div class="form">
        <Field label="Text" value={text} change={setText} problem={textProblem(text)} />
      </div>
      <Targets
        vm={vm}
        verb="Send to"
        aim={(to) => unless(textOf(world.value, vm, to, text, Number(port)), wrong)}
        note={(to) => (listens(world.value, to) ? "listens" : null)}
      />
      <div class="form">
        <Field label="Port" inputmode="numeric" value={port} change={setPort} problem={portWrong} />
      </div>
    </>
  );
}

/** Waits for lines of text. */
export function Listen({ vm }: { vm: string }) {
  const thing: Thing = { kind: "guest", vm };
  const [port, setPort] = useState(String(TEXT_PORT));
  const problem = wholeProblem(port, 1, 65535, "as a port");
  const action = unless(listenOf(world.value, vm, Number(port)), problem);
  return (
    <form
      class="form"
      onSubmit={(event) => {
        event.preventDefault();
        void give(thing, action).then(home);
      }}
    >
      <Field label="Port" inputmode="numeric" value={port} change={setPort} problem={problem} />
      <Key thing={thing} action={action} tone="first" submits />
    </form>
  );
}

/** Runs a program in the guest. */
export function Run({ vm }: { vm: string }) {
  const thing: Thing = { kind: "guest", vm };
  const [line, setLine] = useState("");
  const words = readWords(line);
  const argv = "argv" in words ? words.argv : [];
  const action = unless(execOf(world.value, vm, argv), "problem" in words ? words.problem : null);
  return (
    <form
      class="form"
      onSubmit={(event) => {
        event.preventDefault();
        void give(thing, action).then(home);
      }}
    >
      <Field
        label="Program and arguments"
        class="mono"
        placeholder="uname -a"
        value={line}
        change={setLine}
        problem={line !== "" && "problem" in words ? words.problem : null}
        note={"note" in words ? words.note : null}
      />
      {argv.length === 0 ? null : (
        <ol class="argv mono" aria-label="As it will be sent">
          {argv.map((word, at) => (
            <li key={`${at} ${word}`} title={typed([word])}>
              {word === "" ? "\u2205" : visible(word)}
            </li>
          ))}
        </ol>
      )}
      <Key thing={thing} action={action} tone="first" submits />
    </form>
  );
}

/** Whom to aim at: each other guest by one press, or an address. */
function Targets(props: {
  vm: string;
  verb: string;
  aim: (to: string) => Action;
  after?: (done: boolean) => void;
  note?: (to: string) => string | null;
}) {
  const thing: Thing = { kind: "guest", vm: props.vm };
  const [address, setAddress] = useState("");
  const targets = targetsOf(world.value, props.vm);
  const to = address.trim();
  const action = unless(props.aim(to), targetProblem(to));
  return (
    <>
      {targets.length === 0 ? null : (
        <div class="choice one targets">
          {targets.map((target) => (
            <Key
              key={target.vm}
              thing={thing}
              action={{ ...unless(props.aim(target.vm), target.refusal), id: `to-${target.vm}` }}
              {...(props.after === undefined ? {} : { after: props.after })}
            >
              {props.verb} <b>{visible(target.vm)}</b>{" "}
              <span class="mono soft">{target.ip === null ? "no address" : visible(target.ip)}</span>{" "}
              <em>{props.note?.(target.vm)}</em>
            </Key>
          ))}
        </div>
      )}
      <form
        class="form"
        onSubmit={(event) => {
          event.preventDefault();
          void give(thing, action).then((done) => props.after?.(done));
        }}
      >
        <Field
          label="Or an address"
          class="mono"
          placeholder="10.1.1.2"
          value={address}
          change={setAddress}
          problem={address === "" ? null : targetProblem(to)}
        />
        <Key thing={thing} action={action} submits>
          {props.verb} it
        </Key>
      </form>
    </>
  );
}

/** Says whom the guest is aimed at; on the stage it can be pressed as well. */
export function Pick({ vm }: { vm: string }) {
  const targets = targetsOf(world.value, vm);
  return targets.length === 0 ? (
    <p class="said">There is no other guest yet.</p>
  ) : (
    <>
      <p class="said">Pick a guest here or on the map.</p>
      <div class="choice one targets">
        {targets.map(({ vm: to, ip }) => (
          <button key={to} type="button" class="key" onClick={() => (view.value = { name: "pair", to })}>
            <b>{visible(to)}</b> <span class="mono soft">{ip === null ? "no address" : visible(ip)}</span>
          </button>
        ))}
      </div>
    </>
  );
}

/** What can go from one guest to another one. */
export function Pair({ vm, to }: { vm: string; to: string }) {
  const thing: Thing = { kind: "guest", vm };
  const [text, setText] = useState(`Hi from ${vm}!`);
  const none = targetsOf(world.value, vm).find((target) => target.vm === to);
  const problem = none === undefined ? `${to} is no more` : none.refusal;
  const hears = listens(world.value, to);
  const send = unless(
    textOf(world.value, vm, to, text),
    problem ?? (text === "" ? "write what to send" : textProblem(text)),
  );
  return (
    <>
      <div class="choice">
        <Key thing={thing} action={unless(pingOf(world.value, vm, to), problem)} tone="first" after={home} />
        <Key thing={thing} action={unless(iperfOf(world.value, vm, to), problem)} after={home}>
          Measure for 20 s
        </Key>
      </div>
      <form
        class="form"
        onSubmit={(event) => {
          event.preventDefault();
          void give(thing, send);
        }}
      >
        <Field label={`Text for ${to}`} value={text} change={setText} problem={textProblem(text)} />
        {hears ? null : (
          <Key
            thing={{ kind: "guest", vm: to }}
            action={{ ...listenOf(world.value, to), id: "listen-there" }}
          >
            First let {visible(to)} listen
          </Key>
        )}
        <Key thing={thing} action={send} submits>
          Send text
        </Key>
      </form>
    </>
  );
}
