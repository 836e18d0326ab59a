// How long the main thread is busy because of each keystroke, read from a trace that Chromium itself records.
import type { CDPSession, Page } from "@playwright/test";

interface TraceEvent {
  name: string;
  ph: string;
  ts: number;
  dur?: number;
  /** Time on the processor in it, which other programs on this machine do not lengthen. */
  tdur?: number;
  pid: number;
  tid: number;
  args?: { data?: { type?: string }; name?: string };
}

/** Milliseconds for each keystroke typed while `work` ran. */
export interface Busy {
  /** Handling the events of the keystroke: everything before the browser may go on. */
  handlers: number[];
  /** Every task on the main thread from this keystroke to the next: painting, storing, sealing. */
  everything: number[];
}

export async function busyWhile(page: Page, work: () => Promise<void>): Promise<Busy> {
  const session = await page.context().newCDPSession(page);
  const events = await trace(session, work);
  return busyIn(events);
}

async function trace(session: CDPSession, work: () => Promise<void>): Promise<TraceEvent[]> {
  const events: TraceEvent[] = [];
  session.on("Tracing.dataCollected", ({ value }) => events.push(...(value as unknown as TraceEvent[])));
  await session.send("Tracing.start", {
    transferMode: "ReportEvents",
    traceConfig: { includedCategories: ["devtools.timeline", "disabled-by-default-devtools.timeline", "toplevel"] },
  });
  await work();
  const complete = new Promise((resolve) => session.once("Tracing.tracingComplete", resolve));
  await session.send("Tracing.end");
  await complete;
  return events;
}

/** The events of one keystroke, in the order they are dispatched. */
const OF_A_KEYSTROKE = new Set(["keydown", "keypress", "beforeinput", "textInput", "input", "selectionchange", "keyup"]);

function busyIn(events: TraceEvent[]): Busy {
  const dispatched = events.filter((event) => event.name === "EventDispatch" && event.ph === "X");
  const type = (event: TraceEvent) => event.args?.data?.type ?? "";
  const input = dispatched.filter((event) => type(event) === "input");
  if (input.length === 0) throw new Error("the trace holds no input event");
  const { pid, tid } = input[0];
  const here = (event: TraceEvent) => event.pid === pid && event.tid === tid;
  const starts = dispatched.filter((event) => here(event) && type(event) === "keydown").map((event) => event.ts);
  starts.sort((a, b) => a - b);
  const handlers = starts.map(() => 0);
  const everything = starts.map(() => 0);
  const add = (sums: number[], event: TraceEvent) => {
    const index = starts.findLastIndex((start) => start <= event.ts + (event.dur ?? 0));
    if (index >= 0) sums[index] += (event.tdur ?? event.dur ?? 0) / 1000;
  };
  // An event dispatched inside another one is part of it already.
  let end = 0;
  for (const event of dispatched.filter((event) => here(event) && OF_A_KEYSTROKE.has(type(event))).sort((a, b) => a.ts - b.ts)) {
    if (event.ts < end) continue;
    end = event.ts + (event.dur ?? 0);
    add(handlers, event);
  }
  const tasks = events.filter((event) => here(event) && event.ph === "X" && event.name === "RunTask");
  for (const event of tasks) add(everything, event);
  // The last keystroke's time is not complete: the trace ends somewhere in it.
  return { handlers: handlers.slice(0, -1), everything: everything.slice(0, -1) };
}
