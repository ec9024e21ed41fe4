/** The box: a station on a line, inside of a box. */
export function Wordmark() {
  return (
    <span class="wordmark">
      <svg viewBox="0 0 40 40" aria-hidden="true">
        <rect class="box" x="2" y="2" width="36" height="36" rx="7" />
        <path class="line" d="M2 27h9c5 0 7-2 9-7s4-7 9-7h9" />
        <circle class="stop" cx="20" cy="20" r="5.2" />
      </svg>
      <b>Scatola</b>
    </span>
  );
}
