/** Whether text for this stream may carry colour: NO_COLOR, then FORCE_COLOR, then what the stream is. */
export function wantsColor(stream: { readonly isTTY?: boolean }): boolean {
  const { NO_COLOR, FORCE_COLOR, TERM } = process.env;
  if (NO_COLOR) return false;
  if (FORCE_COLOR !== undefined) return FORCE_COLOR !== '0' && FORCE_COLOR !== 'false';
  return stream.isTTY === true && TERM !== 'dumb';
}

/** How tables on stdout look: with colour or without, and as wide as the terminal, within reason. */
export function tableLook(): { readonly color: boolean; readonly width?: number } {
  const { isTTY, columns } = process.stdout;
  const width = isTTY && columns > 0 ? { width: Math.min(Math.max(columns, 60), 120) } : {};
  return { color: wantsColor(process.stdout), ...width };
}

/**
 * Replaces control characters, so that names and texts of a file cannot steer the terminal. Lines and tabs stay, and
 * so do colours when asked.
 */
export function printable(text: string, colors = false): string {
  return text.replace(colors ? controlsButColors : controls, '\ufffd');
}

const controls = /(?![\n\t])[\p{Cc}\u2028-\u202e\u2066-\u2069]/gu;
const controlsButColors = new RegExp(`(?!\\u001b\\[[0-9;]*m)${controls.source}`, 'gu');
