// Derives the key from the passphrase, off the main thread: loads the program that the page runs, asks it for this one
// thing, and is ended. Asked once, answers once: the key's bytes, or null.
self.onmessage = async ({ data }) => {
  let key = null;
  try {
    const program = await import(data.program);
    await program.default({ module_or_path: data.module });
    key = program.derive_in_worker(data.passphrase, data.salt, data.memory, data.passes, data.lanes) ?? null;
  } catch (error) {
    console.warn("The key worker failed; the page does its work.", error);
  }
  self.postMessage(key);
};
