import "./people.css";
import { visible } from "../state/visible";
import { Wordmark } from "./Wordmark";

/** The whole page of whoever came by a link that lets nobody in: what is wrong with it, and what to do. */
export function Refused({ why }: { why: string }) {
  return (
    <main class="refused">
      <Wordmark />
      <h1>This link lets nobody in</h1>
      <p class="why">{visible(why)}</p>
      <ul>
        <li>In the room: scan the code again that is shown on the wall.</li>
        <li>Otherwise: ask whoever presents for a new link. Links end after a while.</li>
        <li>At the laptop itself: open the page without a link, at the address that ./scatola up prints.</li>
      </ul>
    </main>
  );
}
