import "./style/tokens.css";
import "./style/page.css";
import { effect } from "@preact/signals";
import { render } from "preact";
import { App } from "./app";
import { wear } from "./presenting/looks";
import { introduce, me, name } from "./state/me";
import { line, replay, showLive, tell } from "./state/store";

wear();
render(<App />, document.getElementById("page")!);
void introduce();

// Live as soon as the server lets us in; under another name once one was given.
effect(() => {
  const who = me.value;
  if ((who.role === "presenter" || who.role === "onlooker") && replay.peek() === null) {
    showLive(who.role === "presenter" && name.value !== "" ? name.value : null);
  }
});

// Who was not answered, or was heard again, asks who they are: a link may have expired meanwhile.
effect(() => {
  if (line.value.state === "lost" || me.value.role === "asking") {
    const timer = setTimeout(() => void introduce(), 2000);
    return () => clearTimeout(timer);
  }
  return undefined;
});

if (import.meta.env.DEV) {
  Object.assign(globalThis, { __scatola: { tell } });
}
