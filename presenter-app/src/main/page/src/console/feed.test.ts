import { expect, test } from "vitest";
import { Feed, type Piece } from "./feed";

/** A terminal that shows a piece when it is told to. */
function slow(most?: number) {
  const seen: string[] = [];
  let done: (() => void) | null = null;
  let lost = 0;
  const feed = new Feed(
    (piece, shown) => {
      seen.push(told(piece));
      done = shown;
    },
    (bytes) => {
      lost += bytes;
    },
    most,
  );
  const step = (): boolean => {
    const shown = done;
    done = null;
    shown?.();
    return shown !== null;
  };
  return { feed, seen, step, all: () => (step() ? drain(step) : undefined), lost: () => lost };
}

function drain(step: () => boolean): void {
  while (step()) {
    // until nothing is left
  }
}

function told(piece: Piece): string {
  switch (piece.kind) {
    case "bytes":
      return new TextDecoder().decode(piece.bytes);
    case "gap":
      return `<${piece.missing}>`;
    case "reset":
      return "<reset>";
  }
}

const bytes = (text: string) => new TextEncoder().encode(text);

test("one piece is shown at a time, in order, and the next when it is done", () => {
  const { feed, seen, step } = slow();
  feed.add(bytes("one"));
  feed.add(bytes("two"));
  feed.gap(7);
  expect(seen).toEqual(["one"]);
  step();
  step();
  expect(seen).toEqual(["one", "two", "<7>"]);
});

test("a flood is bounded: the oldest is dropped, and what is missing is told once in its place", () => {
  const { feed, seen, all, lost } = slow(10);
  feed.add(bytes("begin"));
  for (const part of ["aaaa", "bbbb", "cccc", "dddd"]) {
    feed.add(bytes(part));
  }
  all();
  expect(seen).toEqual(["begin", "<8>", "cccc", "dddd"]);
  expect(lost()).toBe(8);
});

test("a gap that is dropped with its neighbours counts", () => {
  const { feed, seen, all, lost } = slow(8);
  feed.add(bytes("begin"));
  feed.add(bytes("aaaa"));
  feed.gap(100);
  feed.add(bytes("bbbb"));
  feed.add(bytes("cccc"));
  all();
  expect(seen).toEqual(["begin", "<104>", "bbbb", "cccc"]);
  expect(lost()).toBe(4);
});

test("gaps in a row are one", () => {
  const { feed, seen, all } = slow();
  feed.add(bytes("begin"));
  feed.gap(1);
  feed.gap(2);
  all();
  expect(seen).toEqual(["begin", "<3>"]);
});

test("after a reset nothing of before is shown, and nothing of after is lost", () => {
  const { feed, seen, all } = slow();
  feed.add(bytes("being shown"));
  feed.add(bytes("waiting"));
  feed.reset();
  feed.add(bytes("past"));
  all();
  expect(seen).toEqual(["being shown", "<reset>", "past"]);
});

test("a reset is not dropped by a flood behind it", () => {
  const { feed, seen, all } = slow(4);
  feed.add(bytes("seen"));
  feed.reset();
  feed.add(bytes("aaaa"));
  feed.add(bytes("bbbb"));
  all();
  expect(seen).toEqual(["seen", "<reset>", "<4>", "bbbb"]);
});

test("much at once is shown in parts", () => {
  const { feed, seen, all } = slow();
  feed.add(bytes("x".repeat(150_000)));
  all();
  expect(seen.map((part) => part.length)).toEqual([65536, 65536, 18928]);
});

test("who is gone is shown nothing more", () => {
  const { feed, seen, all } = slow();
  feed.add(bytes("a"));
  feed.add(bytes("b"));
  feed.end();
  feed.add(bytes("c"));
  feed.reset();
  all();
  expect(seen).toEqual(["a"]);
});
