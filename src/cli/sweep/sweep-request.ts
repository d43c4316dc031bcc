import { SidecoreError } from '../../common';
import type { PathModel } from '../../iopath/model';
import type { SweepOptions } from '../../predict';
import { countOf, refuseVaried } from '../options';
import { type ScenarioOptions, scenariosOf } from '../scenarios';
import type { SweepFormat } from './row-text';
import { varyAxes } from './vary-axes';

/** What of the command line says which rows there are and how they are written. */
export interface SweepRequestOptions extends ScenarioOptions {
  readonly vary?: readonly string[];
  readonly random?: string;
  readonly seed: string;
  readonly independent?: boolean;
  readonly output?: readonly string[];
  readonly format?: SweepFormat;
  readonly json?: boolean;
  readonly out?: string;
}

/** What to ask: `--vary`, and before it several topologies or placements as axes of their own. */
export function sweepRequest(model: PathModel, options: SweepRequestOptions): SweepOptions {
  const { random, seed, independent, output } = options;
  const varied = varyAxes(model, options.vary ?? [], random !== undefined);
  refuseVaried(options, Object.keys(varied));
  if (independent && random === undefined)
    throw usage('--independent', 'this says how to draw, and nothing is drawn', 'draw with --random COUNT');
  const listed = (['topology', 'placement'] as const).filter((name) => (options[name]?.length ?? 0) > 1);
  const vary = {
    ...Object.fromEntries(listed.map((name) => [name, [...new Set(options[name])]])),
    ...varied,
  };
  if (Object.keys(vary).length === 0)
    throw usage('--vary', 'nothing varies', 'for example --vary message=64B:64KiB:x2');
  const first = (names: readonly string[] | undefined, table: object) =>
    names?.slice(0, 1) ?? Object.keys(table).slice(0, 1);
  const [scenario] = scenariosOf(model, {
    ...options,
    kind: options.kind ?? kindOf(vary),
    topology: first(options.topology, model.topologies),
    placement: first(options.placement, model.placements),
  });
  return {
    vary,
    scenario: Object.fromEntries(Object.entries(scenario).filter(([, value]) => value !== undefined)),
    ...(output === undefined ? {} : { outputs: output }),
    ...(random === undefined
      ? {}
      : {
          random: {
            samples: countOf(random, '--random', 1),
            seed: countOf(seed, '--seed', 0),
            design: independent ? ('independent' as const) : ('latin-hypercube' as const),
          },
        }),
  };
}

/** Arrivals at a rate are open load, unless the kind varies too; `--arrival-rate` says the same. */
function kindOf(vary: object): 'open' | undefined {
  return Object.hasOwn(vary, 'traffic.arrivalRate') && !Object.hasOwn(vary, 'traffic.kind')
    ? 'open'
    : undefined;
}

/** What is asked for, else what the end of the file's name says, else a table. */
export function formatOf({ format, json, out }: SweepRequestOptions): SweepFormat {
  if (json && format === 'csv') throw usage('--json', '--format csv is given as well', 'give one of them');
  return format ?? (json || /\.(ndjson|jsonl)$/i.test(out ?? '') ? 'ndjson' : 'csv');
}

function usage(path: string, message: string, hint: string): SidecoreError {
  return new SidecoreError({ code: 'invalid-usage', path, message, hint });
}
