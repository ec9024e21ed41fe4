import { pretend, story } from "../box";
import { expect, shoot, test } from "../test";

const SECONDS = 5;
const PIECE = 16 * 1024;

test("a guest that prints a megabyte a second keeps nobody from steering, and what is missing is told", async ({
  page,
}) => {
  const { at, box } = story();
  await pretend(page, box, at);
  const line = "a guest that never stops talking fills the console ".padEnd(127, ".");
  const piece = Buffer.from(`${line}\n`.repeat(PIECE / 128));
  let sent = 0;
  await page.routeWebSocket(/\/api\/consoles\/doge1/, (socket) => {
    socket.send(JSON.stringify({ type: "console", vm: "doge1", typing: true, live: true }));
    socket.send(JSON.stringify({ type: "scrollback", bytes: 0 }));
    const began = Date.now();
    const talking = setInterval(() => {
      const due = Math.min(SECONDS * 1024 * 1024, (Date.now() - began) * 1024);
      while (sent < due) {
        socket.send(piece);
        sent += piece.length;
      }
      if (sent >= SECONDS * 1024 * 1024) {
        clearInterval(talking);
        socket.send(JSON.stringify({ type: "skipped", bytes: 12345 }));
        socket.send(Buffer.from("\r\nthe last line\r\n"));
      }
    }, 16);
    socket.onClose(() => clearInterval(talking));
  });
  await page.goto("/#/console/doge1");
  const rows = page.locator(".consoles .xterm-rows");
  await expect(rows).toContainText("never stops talking");

  // While it talks, the page does what it is asked.
  await page.locator('[data-thing="guest/doge3"]').click();
  await expect(page.locator('[data-thing="guest/doge3"]')).toHaveAttribute("aria-pressed", "true");
  expect(sent, "it was still talking").toBeLessThan(SECONDS * 1024 * 1024);
  await page.keyboard.press("Escape");

  await expect(rows).toContainText("the last line", { timeout: 60_000 });
  await expect(rows).toContainText(/not shown/);
  await shoot(page, "console-flood");
});
