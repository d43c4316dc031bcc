import type { FitResult, Suggestions, Validation } from '../fit';
import type {
  BreakEven,
  Check,
  Comparison,
  Explanation,
  PlacementAnswer,
  Prediction,
  SensitivityAnswer,
  Sweep,
} from '../predict';
import type { ClosedCurve, NetworkSolution } from '../queueing/networks';
import type { TimeDistribution } from '../queueing/stations';
import { breakEvenTable } from './break-even-table';
import type { ChartSpec } from './chart-theme';
import { checkTable } from './check-table';
import { comparisonTable } from './comparison-table';
import { curveChart } from './curve-chart';
import { curveTable } from './curve-table';
import { explanationChart } from './explanation-chart';
import { explanationTable } from './explanation-table';
import { fitChart } from './fit-chart';
import { fitTable } from './fit-table';
import { networkChart } from './network-chart';
import { networkTable } from './network-table';
import { placementChart } from './placement-chart';
import { placementTable } from './placement-table';
import { predictionChart } from './prediction-chart';
import { sensitivityChart } from './sensitivity-chart';
import { sensitivityTable } from './sensitivity-table';
import { stageLedgerTable } from './stage-ledger-table';
import { stationTable } from './station-table';
import { suggestionsTable } from './suggestions-table';
import { sweepView } from './sweep-view';
import { timeChart } from './time-chart';
import { validationChart } from './validation-chart';
import { validationTable } from './validation-table';

/** What a reader sees of an answer. */
export interface View {
  readonly table: string;
  readonly chart?: ChartSpec;
}

/** A kind of answer: the fields that no other kind has all of, and its view. */
interface Kind {
  readonly fields: readonly string[];
  view(answer: never): View;
}

const kinds: readonly Kind[] = [
  { fields: ['$schema'], view: (chart: ChartSpec) => ({ table: String(chart.description ?? ''), chart }) },
  { fields: ['predictions', 'descriptions'], view: comparisonView },
  { fields: ['ledger', 'bracket', 'centres'], view: predictionView },
  { fields: ['rows', 'withinBracket'], view: (check: Check) => ({ table: checkTable([check]) }) },
  {
    fields: ['saved', 'placements', 'refusals'],
    view: (one: Explanation) => ({ table: explanationTable(one), chart: explanationChart(one) }),
  },
  {
    fields: ['candidates', 'front', 'blocks'],
    view: (one: PlacementAnswer) => ({ table: placementTable(one), chart: placementChart(one) }),
  },
  {
    fields: ['sensitivities', 'without'],
    view: (one: SensitivityAnswer) => ({ table: sensitivityTable(one), chart: sensitivityChart(one) }),
  },
  { fields: ['crossings', 'verdict'], view: (one: BreakEven) => ({ table: breakEvenTable(one) }) },
  { fields: ['axes', 'rowCount', 'valuesAt'], view: (one: Sweep) => sweepView(one) },
  {
    fields: ['statistics', 'parameters', 'residuals'],
    view: (fit: FitResult) => ({ table: fitTable(fit), chart: fitChart(fit) }),
  },
  {
    fields: ['bounds', 'coverage', 'residuals'],
    view: (validation: Validation) => ({
      table: validationTable(validation),
      chart: validationChart(validation),
    }),
  },
  {
    fields: ['suggestions', 'candidates'],
    view: (suggestions: Suggestions) => ({ table: suggestionsTable(suggestions) }),
  },
  {
    fields: ['population', 'throughput', 'responseTime', 'method'],
    view: (curve: ClosedCurve) => ({ table: curveTable(curve), chart: curveChart(curve) }),
  },
  {
    fields: ['classes', 'stations', 'method', 'warnings'],
    view: (solution: NetworkSolution) => ({ table: networkTable(solution), chart: networkChart(solution) }),
  },
];

/** The view of any answer; what has no kind of its own is shown figure by figure. */
export function viewOf(answer: object): View {
  const kind = kinds.find(({ fields }) => fields.every((field) => field in answer));
  return kind ? kind.view(answer as never) : figuresView(answer);
}

function comparisonView(comparison: Comparison): View {
  return { table: comparisonTable(comparison), chart: predictionChart(comparison) };
}

function predictionView(prediction: Prediction): View {
  const comparison: Comparison = {
    model: prediction.model,
    predictions: [{ ...prediction, speedup: 1 }],
    descriptions: { topologies: {}, placements: {} },
  };
  const table = `${comparisonTable(comparison)}\n${stageLedgerTable(prediction)}`;
  return { table, chart: predictionChart(comparison) };
}

/** The figures, and where times have distributions, those. */
function figuresView(answer: object): View {
  const table = stationTable(answer);
  const times = Object.entries(answer).filter(([, time]) => isDrawable(time));
  return times.length === 0 ? { table } : { table, chart: timeChart(Object.fromEntries(times)) };
}

function isDrawable(time: unknown): boolean {
  const { mean, cumulative } = (time ?? {}) as Partial<TimeDistribution>;
  return typeof cumulative === 'function' && Number.isFinite(mean) && Number(mean) > 0;
}
