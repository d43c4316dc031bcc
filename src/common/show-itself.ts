/** What a notebook asks a value for when it shows it. */
export const displayHook = Symbol.for('Jupyter.display');

/**
 * Above this floor, so it is asked for by the name of the package, and only when a notebook shows something: no bundle
 * of an application takes tables and charts along, and imports still go down only.
 */
const display = 'sidecore/report';

const hook = {
  async value(this: object): Promise<object> {
    const report: { display(answer: object): Promise<object> } = await import(
      /* webpackIgnore: true */ /* @vite-ignore */ display
    );
    return report.display(this);
  },
};

/** Lets a value that is not frozen yet show itself in a notebook; neither its fields nor its JSON change. */
export function showItself<T extends object>(value: T): T {
  return Object.defineProperty(value, displayHook, hook);
}
