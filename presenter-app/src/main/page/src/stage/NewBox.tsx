import "./newbox.css";
import { steers } from "../state/me";

/** What a box without a Pi says: how to connect one, or do without. */
export function NewBox() {
  const here = location.hostname;
  const local = here === "localhost" || here.startsWith("127.") || here === "[::1]";
  return (
    <section class="new-box" aria-label="No Pi is connected">
      <h2>No Pi is connected yet</h2>
      {steers.value ? (
        <ol>
          <li>
            <h3>Without any Pi</h3>
            <p>
              In a terminal on the laptop, in Scatola's folder. It makes three Pis out of network namespaces:
            </p>
            <pre>./scatola up 3</pre>
          </li>
          <li>
            <h3>With a Pi on the same switch</h3>
            <p>
              On the Pi, start the node service with a name of its own
              {local ? ", and the laptop's address on that switch:" : ":"}
            </p>
            <pre>
              SCATOLA_NODE_NAME=pi1 SCATOLA_BROKER_HOST={local ? "LAPTOP" : here} \{"\n"}
              {"  "}java -jar node-service/target/quarkus-app/quarkus-run.jar
            </pre>
            <p>It appears here as soon as it reaches the broker.</p>
          </li>
        </ol>
      ) : (
        <p>It will appear here as soon as a presenter connects one.</p>
      )}
    </section>
  );
}
