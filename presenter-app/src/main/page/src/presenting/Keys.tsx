/** The keys of a presenter and of a clicker. */
export function Keys() {
  return null;
}
