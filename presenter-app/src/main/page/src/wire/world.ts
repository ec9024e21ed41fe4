import type { Node as ApiNode } from "./generated/api";
import type {
  Alert,
  BoxInfo,
  BoxState,
  LinkState,
  NodeState,
  Presenter,
  Sample,
  TestResult,
  UplinkState,
  VmState,
} from "./generated/bus";

export type {
  Alert,
  BoxInfo,
  BoxState,
  LinkState,
  NodeState,
  Presenter,
  Sample,
  TestResult,
  UplinkState,
  VmState,
};

/** A Pi: what it says of itself, and whether it can be counted on. */
export type PiNode = Omit<ApiNode, "state"> & { state?: NodeState };

/** A traffic test: its last sample, and its result once it is over. */
export interface TestRun {
  sample?: Sample;
  result?: TestResult;
  last_heard: string;
}

/** The box at a moment: the contract's messages under the names they are about. Never changed in place. */
export interface World {
  readonly connected: boolean;
  readonly nodes: Readonly<Record<string, PiNode>>;
  readonly uplinks: Readonly<Record<string, UplinkState>>;
  readonly guests: Readonly<Record<string, VmState>>;
  /** By guest and network, `VM/NET`. */
  readonly links: Readonly<Record<string, LinkState>>;
  readonly tests: Readonly<Record<string, TestRun>>;
  readonly presenters: Readonly<Record<string, Presenter>>;
  /** By node and id, `NODE/ID`. */
  readonly alerts: Readonly<Record<string, Alert>>;
  readonly box: BoxState | null;
  readonly info: BoxInfo | null;
  readonly unreadable: number;
}

/** Nothing is known. */
export const NOTHING: World = {
  connected: false,
  nodes: {},
  uplinks: {},
  guests: {},
  links: {},
  tests: {},
  presenters: {},
  alerts: {},
  box: null,
  info: null,
  unreadable: 0,
};

/** The sections of a world that hold things by name. */
export const SECTIONS = [
  "nodes",
  "uplinks",
  "guests",
  "links",
  "tests",
  "presenters",
  "alerts",
] as const satisfies readonly (keyof World)[];

/** A command's payload or answer, an event of a node: what it says depends on its topic. */
export type Said = Readonly<Record<string, unknown>>;
