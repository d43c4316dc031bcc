import { compare, xenPv } from '../src';
import { predictionChart, renderChart } from '../src/report';
import { pathPicture } from './path-picture';

/** The pictures of the README, by the name of their file in docs/images. */
export async function pictures(): Promise<Record<string, string>> {
  return {
    'path.svg': pathPicture(),
    'prediction.svg': await renderChart(predictionChart(compare(xenPv)), { format: 'svg' }),
  };
}
