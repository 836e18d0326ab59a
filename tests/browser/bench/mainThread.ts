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
  /** Scripts that run while the events of the keystroke are handled: the app's part of what the next letter waits for. */
  handlers: number[];
  /** All scripts from this keystroke to the next: also storing, sealing, telling the screen. */
  scripts: number[];
  /** Handling the events, with the browser's own part: putting the letter into the text and breaking its lines anew. */
  events: number[];
  /** Every task on the main thread from this keystroke to the next, painting among them. */
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
    // No more than is read below: what Chromium notes down besides, such as the size of its heap after every script, takes
    // time of the very scripts that are measured.
    traceConfig: { includedCategories: ["devtools.timeline", "toplevel"] },
  });
  await work();
  const complete = new Promise((resolve) => session.once("Tracing.tracingComplete", resolve));
  await session.send("Tracing.end");
  await complete;
  return events;
}

/** The events of one keystroke, in the order they are dispatched. */
const OF_A_KEYSTROKE = new Set(["keydown", "keypress", "beforeinput", "textInput", "input", "selectionchange", "keyup"]);

/** What a script's time on the main thread is recorded as. */
const SCRIPTS = new Set(["FunctionCall", "RunMicrotasks", "EvaluateScript", "v8.callFunction"]);

function busyIn(events: TraceEvent[]): Busy {
  const dispatched = events.filter((event) => event.name === "EventDispatch" && event.ph === "X");
  const type = (event: TraceEvent) => event.args?.data?.type ?? "";
  const input = dispatched.filter((event) => type(event) === "input");
  if (input.length === 0) throw new Error("the trace holds no input event");
  const { pid, tid } = input[0];
  const here = (event: TraceEvent) => event.pid === pid && event.tid === tid;
  const starts = dispatched.filter((event) => here(event) && type(event) === "keydown").map((event) => event.ts);
  starts.sort((a, b) => a - b);
  const sums = { handlers: starts.map(() => 0), scripts: starts.map(() => 0), events: starts.map(() => 0), everything: starts.map(() => 0) };
  const add = (sum: number[], event: TraceEvent) => {
    const index = starts.findLastIndex((start) => start <= event.ts + (event.dur ?? 0));
    if (index >= 0) sum[index] += (event.tdur ?? event.dur ?? 0) / 1000;
  };
  const ofKeystroke = outermost(dispatched.filter((event) => here(event) && OF_A_KEYSTROKE.has(type(event))));
  for (const event of ofKeystroke) add(sums.events, event);
  const scripts = outermost(events.filter((event) => here(event) && event.ph === "X" && SCRIPTS.has(event.name)));
  const within = (event: TraceEvent) => ofKeystroke.some((outer) => outer.ts <= event.ts && event.ts < outer.ts + (outer.dur ?? 0));
  for (const event of scripts) {
    add(sums.scripts, event);
    if (within(event)) add(sums.handlers, event);
  }
  const tasks = events.filter((event) => here(event) && event.ph === "X" && event.name === "ThreadControllerImpl::RunTask");
  for (const event of tasks) add(sums.everything, event);
  // The last keystroke's time is not complete: the trace ends somewhere in it.
  const complete = (sum: number[]) => sum.slice(0, -1);
  return {
    handlers: complete(sums.handlers),
    scripts: complete(sums.scripts),
    events: complete(sums.events),
    everything: complete(sums.everything),
  };
}

/** Without those that are part of another one. */
function outermost(events: TraceEvent[]): TraceEvent[] {
  let end = 0;
  return events
    .sort((a, b) => a.ts - b.ts)
    .filter((event) => {
      if (event.ts < end) return false;
      end = event.ts + (event.dur ?? 0);
      return true;
    });
}
