import "./people.css";
import { signal } from "@preact/signals";
import { useState } from "preact/hooks";
import { Dialog } from "../presenting/Keys";
import { callMe, me, name, steers } from "../state/me";
import { audience, line, moment, reliable, replay, world } from "../state/store";
import { visible } from "../state/visible";
import { Badge } from "./Badge";
import { alertsOf, present } from "./here";
import { Invite } from "./Invite";
import { type Standing, standing } from "./standing";
import { Wordmark } from "./Wordmark";

const shown = signal<"alerts" | "here" | "invite" | null>(null);
const hide = () => {
  shown.value = null;
};

/** The page's head: which box this is, whether it can be heard, what is said to the audience, who is here. */
export function Head() {
  const state = standing(
    line.value.state,
    line.value.why,
    world.value.connected,
    replay.value !== null,
    lastHeard(),
  );
  return (
    <>
      <header class="head">
        <div class="head-row">
          <h1 aria-label="Scatola">
            <Wordmark />
          </h1>
          <State state={state} />
          <span class="host mono">{location.host}</span>
          <span class="gap" />
          <Alerts />
          <Here />
          {me.value.role === "presenter" ? (
            <button
              type="button"
              class="key invite-key"
              aria-label="Invite"
              onClick={() => (shown.value = "invite")}
            >
              <svg viewBox="0 0 20 20" aria-hidden="true">
                <path d="M2 2h6v6H2zM12 2h6v6h-6zM2 12h6v6H2zM12 12h2v2h-2zM16 12h2v2h-2zM12 16h2v2h-2zM16 16h2v2h-2z" />
              </svg>
              <span class="word">Invite</span>
            </button>
          ) : null}
        </div>
        <p
          class="notice-bar"
          role="alert"
          data-empty={state.notice === null}
          data-late={state.kind === "waiting"}
        >
          {state.notice === null ? null : visible(state.notice)}
        </p>
        <Say />
      </header>
      <Dialog title="Invite" open={shown.value === "invite"} close={hide}>
        <Invite />
      </Dialog>
      <AlertList />
      <HereList />
    </>
  );
}

/** When the server was last heard, on this page's clock; null if it never was. */
function lastHeard(): string | null {
  return world.value.info === null && !world.value.connected
    ? null
    : new Date(moment.value).toLocaleTimeString([], { hourCycle: "h23" });
}

function State({ state }: { state: Standing }) {
  return (
    <span class="state" data-kind={state.kind}>
      <svg viewBox="0 0 16 16" aria-hidden="true">
        {state.kind === "live" ? <circle cx="8" cy="8" r="6" class="full" /> : null}
        {state.kind === "waiting" ? <circle cx="8" cy="8" r="5.5" stroke-dasharray="3.4 3.4" /> : null}
        {state.kind === "unsure" ? <path d="m3 3 10 10M13 3 3 13" /> : null}
        {state.kind === "replay" ? <path d="M13 8a5 5 0 1 1-2-4M11.5 1v3.5H8" /> : null}
      </svg>
      {state.word}
    </span>
  );
}

/** The step's line for the audience, with the show's way so far as a line with its stops. */
function Say() {
  const box = world.value.box;
  if (box?.show === undefined && box?.say === undefined) {
    return null;
  }
  const { step = 0, steps = 0 } = box;
  return (
    <div class="say" data-sure={reliable.value}>
      <p aria-live="polite">{visible(box.say ?? box.show ?? "")}</p>
      {steps > 0 ? (
        <div class="way">
          {steps <= 24 ? <Stops step={step} steps={steps} /> : null}
          <span>
            {box.say === undefined || box.show === undefined ? "" : `${visible(box.show)}, `}
            {step === 0 ? `${steps} steps` : `step ${step} of ${steps}`}
            {box.state === "waiting" ? ", waiting" : ""}
          </span>
        </div>
      ) : null}
    </div>
  );
}

function Stops({ step, steps }: { step: number; steps: number }) {
  const x = (n: number) => 8 + n * 16;
  return (
    <svg
      class="stops"
      viewBox={`0 0 ${x(steps - 1) + 8} 16`}
      style={{ aspectRatio: `${x(steps - 1) + 8} / 16` }}
      aria-hidden="true"
    >
      <path d={`M8 8H${x(steps - 1)}`} class="ahead" />
      <path d={`M8 8H${x(Math.max(0, Math.min(step, steps) - 1))}`} class="behind" />
      {Array.from({ length: steps }, (_, n) => (
        <circle
          key={n}
          cx={x(n)}
          cy="8"
          r={n === step - 1 ? 6 : 3.5}
          data-at={n < step - 1 ? "behind" : n === step - 1 ? "here" : "ahead"}
        />
      ))}
    </svg>
  );
}

/** What the nodes say is the matter. */
function Alerts() {
  const all = alertsOf(world.value.alerts);
  const worst = all[0]?.severity ?? "info";
  return all.length === 0 ? null : (
    <button
      type="button"
      class="key alerts"
      data-worst={worst}
      aria-label={`${all.length} ${all.length === 1 ? "alert" : "alerts"}`}
      onClick={() => (shown.value = "alerts")}
    >
      <svg viewBox="0 0 20 20" aria-hidden="true">
        <path d="M10 2.5 18.5 17.5h-17zM10 8v4.5M10 14.6v.6" />
      </svg>
      {all.length} <span class="word">{all.length === 1 ? "alert" : "alerts"}</span>
    </button>
  );
}

function AlertList() {
  const all = alertsOf(world.value.alerts);
  return (
    <Dialog title="Alerts" open={shown.value === "alerts"} close={hide}>
      {all.length === 0 ? <p>Nothing is the matter any more.</p> : null}
      <ul class="alert-list">
        {all.map((alert) => (
          <li key={alert.key} data-severity={alert.severity}>
            <b>
              {visible(alert.severity)}, {visible(alert.node)}
            </b>{" "}
            <span class="since">since {time(alert.since)}</span>
            <p>{visible(alert.text)}</p>
          </li>
        ))}
      </ul>
    </Dialog>
  );
}

function time(when: string): string {
  const at = new Date(when);
  return Number.isNaN(at.getTime()) ? "some time" : at.toLocaleTimeString([], { hourCycle: "h23" });
}

/** Who is here, and under which name oneself. */
function Here() {
  const people = present(world.value.presenters, name.value, world.value.info?.session ?? null);
  const { onlookers } = audience.value;
  const presenter = steers.value;
  return (
    <>
      {presenter && name.value === "" ? <NameForm short /> : null}
      <button
        type="button"
        class="here"
        onClick={() => (shown.value = "here")}
        aria-label={whoIsHere(people.length, onlookers)}
      >
        {people.slice(0, 4).map((person) => (
          <span key={person.id} class="person">
            <Badge name={person.name} />
            <span class="name">{visible(person.name)}</span>
          </span>
        ))}
        {people.length > 4 ? <span>+{people.length - 4}</span> : null}
        {presenter ? null : <span class="role">onlooker</span>}
        <span class="onlookers">
          <svg viewBox="0 0 24 16" aria-hidden="true">
            <path d="M1.5 8S5.5 2 12 2s10.5 6 10.5 6-4 6-10.5 6S1.5 8 1.5 8z" />
            <circle cx="12" cy="8" r="2.6" />
          </svg>
          {onlookers}
        </span>
      </button>
    </>
  );
}

function HereList() {
  const people = present(world.value.presenters, name.value, world.value.info?.session ?? null);
  const { onlookers } = audience.value;
  const presenter = steers.value;
  return (
    <Dialog title="Who is here" open={shown.value === "here"} close={hide}>
      <ul class="people">
        {people.map((person) => (
          <li key={person.id}>
            <Badge name={person.name} />
            <span>
              {visible(person.name)}
              {person.mine ? <em> you</em> : null}
            </span>
          </li>
        ))}
      </ul>
      <p>{whoIsHere(people.length, onlookers)}</p>
      {presenter ? <NameForm /> : <p>You look on: this link can't command the box.</p>}
    </Dialog>
  );
}

function whoIsHere(named: number, onlookers: number): string {
  const all = Math.max(named, audience.value.presenters);
  return `${all} ${all === 1 ? "presenter" : "presenters"}, ${onlookers} looking on`;
}

/** Asks for one's own name, under which others see what one does. */
function NameForm({ short = false }: { short?: boolean }) {
  const [said, setSaid] = useState(name.value);
  return (
    <form
      class="name-form"
      data-short={short}
      onSubmit={(event) => {
        event.preventDefault();
        callMe(said);
        if (!short) {
          hide();
        }
      }}
    >
      <label>
        <span class={short ? "out-of-sight" : ""}>Your name, which others see on what you do</span>
        <input
          type="text"
          autocomplete="nickname"
          maxLength={40}
          placeholder="Your name"
          value={said}
          onInput={(event) => setSaid(event.currentTarget.value)}
        />
      </label>
      {short && said.trim() === "" ? null : (
        <button type="submit" class="key">
          {short ? "OK" : "Take this name"}
        </button>
      )}
    </form>
  );
}
