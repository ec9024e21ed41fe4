import { Consoles } from "./console/Consoles";
import { Head } from "./people/Head";
import { Refused } from "./people/Refused";
import { Keys } from "./presenting/Keys";
import { Stage } from "./stage/Stage";
import { me } from "./state/me";
import { replay } from "./state/store";
import { Notices } from "./steer/Notices";
import { Steering } from "./steer/Steering";
import { Strip } from "./timeline/Strip";
import { Board } from "./traffic/Board";

/** The page: a frame whose places are filled by features, each a folder of its own. */
export function App() {
  if (me.value.role === "refused") {
    return <Refused why={me.value.why} />;
  }
  return (
    <div class="page" data-mode={replay.value === null ? "live" : "replay"} data-role={me.value.role}>
      <Head />
      <Stage />
      <Board />
      <Notices />
      <Strip />
      <Steering />
      <Consoles />
      <Keys />
    </div>
  );
}
