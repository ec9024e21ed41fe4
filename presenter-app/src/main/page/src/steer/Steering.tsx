/** The actions of what is selected. */
export function Steering() {
  return null;
}
