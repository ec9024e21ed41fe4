import type { Answer } from "./generated/api";
import { headers } from "./visitor";

/** What the server refused, in words for people (RFC 9457's `detail`). */
export class Refused extends Error {
  override readonly name = "Refused";

  constructor(
    readonly status: number,
    detail: string,
  ) {
    super(detail);
  }
}

/**
 * Asks the server.
 *
 * @throws Refused with the reason, also if the server can't be reached (status 0)
 */
export async function ask<T>(path: string, how: RequestInit = {}): Promise<T> {
  const response = await send(path, how);
  return (response.status === 204 ? undefined : await response.json()) as T;
}

/** The same, for what is no JSON. */
export async function send(path: string, how: RequestInit = {}): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(path, { ...how, headers: { ...headers(), ...(how.headers ?? {}) } });
  } catch {
    throw new Refused(0, "the laptop does not answer: is it still running, and in this network?");
  }
  if (!response.ok) {
    throw new Refused(response.status, await reason(response));
  }
  return response;
}

/** Sends JSON. */
export function post<T>(path: string, body: unknown, method = "POST"): Promise<T> {
  return ask<T>(path, {
    method,
    body: JSON.stringify(body),
    headers: { "Content-Type": "application/json" },
  });
}

/** Sends a command of the bus and waits for its one answer; an answer with status error is an answer, too. */
export function command(topic: string, payload: object, by: string): Promise<Answer> {
  return post<Answer>("/api/commands", { topic, payload, by });
}

async function reason(response: Response): Promise<string> {
  try {
    const problem: unknown = await response.json();
    const detail = (problem as { detail?: unknown } | null)?.detail;
    return typeof detail === "string" ? detail : `the laptop answers ${response.status}`;
  } catch {
    return `the laptop answers ${response.status}`;
  }
}
