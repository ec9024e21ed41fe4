/** The topology. */
export function Stage() {
  return <main class="stage" />;
}
