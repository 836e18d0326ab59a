// Fixtures of every browser test: a relay, and as many devices as the story needs.
// After each test, whatever a page complained about fails it.
import { expect, test as base } from "@playwright/test";
import { Device, type DeviceOptions } from "./device.ts";
import { Relay } from "./relay.ts";

interface Fixtures {
  relay: Relay;
  /** Switches on another device at the relay's address. */
  device: (name: string, options?: DeviceOptions) => Promise<Device>;
}

export const test = base.extend<Fixtures>({
  relay: async ({}, use) => {
    const relay = await Relay.start();
    await use(relay);
    await relay.discard();
  },
  device: async ({ relay }, use, info) => {
    const devices: Device[] = [];
    await use(async (name, options) => {
      const device = await Device.start(name, relay.origin, options);
      devices.push(device);
      return device;
    });
    if (info.status !== info.expectedStatus) {
      for (const device of devices) {
        const path = info.outputPath(`${device.name}.png`);
        await device.page.screenshot({ path, timeout: 5000 }).catch(() => {});
        await info.attach(device.name, { path, contentType: "image/png" }).catch(() => {});
      }
      await info.attach("relay", { body: relay.printed, contentType: "text/plain" });
    }
    const complaints = devices.flatMap((device) => device.complaints);
    await Promise.all(devices.map((device) => device.discard()));
    expect(complaints, "errors in a browser console").toEqual([]);
  },
});

export { expect };
