/** How often, and how soon, a line of progress is worth its ink: milliseconds. */
const pause = 500;

/** Says on stderr how much of a long computation is done, when somebody watches; `undefined` when nobody does. */
export function progressLine(): { readonly onProgress: (share: number) => void; clear(): void } | undefined {
  if (!process.stderr.isTTY) return undefined;
  let next = performance.now() + 2 * pause;
  let printed = false;
  return {
    onProgress: (share) => {
      const now = performance.now();
      if (now < next) return;
      next = now + pause;
      printed = true;
      process.stderr.write(`\rsidecore: ${Math.floor(100 * share)} % `);
    },
    clear: () => {
      if (printed) process.stderr.write('\r\u001b[K');
    },
  };
}
