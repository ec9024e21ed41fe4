/** A time as people write it. */
export function moment(time: string): string {
  const at = new Date(time);
  return Number.isNaN(at.getTime())
    ? "it is taken back"
    : at.toLocaleString("en-GB", {
        weekday: "long",
        hour: "2-digit",
        minute: "2-digit",
        day: "numeric",
        month: "long",
      });
}
