/** Whether a place of the page is one that opens beside the stage from the timeline. */
export function isPanel(path: string): boolean {
  return /^\/(recordings|timeline|perform|performance)(\/|$)/.test(path);
}
