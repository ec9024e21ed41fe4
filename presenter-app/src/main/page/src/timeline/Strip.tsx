/** The last minutes, with their chapters. */
export function Strip() {
  return <footer class="strip" />;
}
