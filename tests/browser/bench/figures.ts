// Figures as `cargo xtask bench` reads them: one JSON object a line.
export function report(name: string, value: number, unit: string, bar: number | null, better: "lower" | "higher" = "lower"): void {
  process.stdout.write(`${JSON.stringify({ name, value: Math.round(value * 100) / 100, unit, bar, better })}\n`);
}

/** The value that `share` of all values do not exceed. */
export function percentile(values: number[], share: number): number {
  if (values.length === 0) throw new Error("nothing was measured");
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * share) - 1)];
}

export const median = (values: number[]) => percentile(values, 0.5);
