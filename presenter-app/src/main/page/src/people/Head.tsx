import "./people.css";
/** The page's head: which box this is, whether it can be heard, who is here. */
export function Head() {
  return (
    <header class="head">
      <h1>Scatola</h1>
    </header>
  );
}
