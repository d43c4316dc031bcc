import { SidecoreError } from '../common';

/** Loads an optional package, or says how to install it. */
export async function loadOptional<T>(load: () => Promise<T>, packages: string): Promise<T> {
  try {
    return await load();
  } catch (error) {
    throw new SidecoreError({
      code: 'missing-dependency',
      path: packages,
      message: `needed to draw a chart, cannot be loaded: ${firstLine(error)}`,
      hint: `npm install ${packages}; format "vl.json" needs no package`,
    });
  }
}

function firstLine(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).split('\n')[0];
}
