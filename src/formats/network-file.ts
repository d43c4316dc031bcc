import * as z from 'zod/mini';
import { disciplines } from '../queueing/networks/model';
import { notes, type Shape } from './file-fields';
import { quantityPattern } from './plain-quantity';
import { ratePattern } from './si-quantity';

/** The shape of a network file: the one declaration behind reading and the published JSON Schema. */

type Note = NonNullable<ReturnType<typeof notes.get>>;

function noted<T extends Shape>(note: Note, shape: T): T {
  notes.add(shape, note);
  return shape;
}

const field = (description: string, shape: Shape) => noted({ description }, z.optional(shape));

const number = z.number();
const timeText = noted({ pattern: quantityPattern('time'), examples: ['10 ms', '30 us'] }, z.string());
const time = noted(
  { id: 'seconds', dimension: 'time', description: 'a time: "10 ms"; a number is in seconds' },
  z.union([number, timeText]),
);
const rateText = noted({ pattern: ratePattern, examples: ['90/s', '1.5 kHz'] }, z.string());
const rate = noted(
  { id: 'per-second', description: 'a rate: "90/s", "1.5 kHz"; a number is per second' },
  z.union([number, rateText]),
);
const perClass = (shape: Shape) => z.union([shape, z.record(z.string(), shape)]);

const networkClass = z.strictObject({
  population: field('closed class: number of customers', number),
  thinkTime: field('closed class: time outside every station between two passages', time),
  arrivalRate: field('open class: arrivals from outside', rate),
  priority: field('for the priority disciplines: 0 is the most urgent', number),
});

const station = z.strictObject({
  discipline: field('in which order customers are served; delay: nobody waits', z.enum(disciplines)),
  servers: field('identical servers; 1 when not given', number),
  demand: field('work that a customer brings per passage, of all classes or by class', perClass(time)),
  visits: field('visits per passage, of all classes or by class; 1 when not given', perClass(number)),
  serviceTime: field('mean service time of a visit, of all classes or by class', perClass(time)),
  rates: field(
    'speed with 1, 2, ... customers present, relative to one customer alone; in place of servers',
    z.array(number),
  ),
  serviceVariability: field(
    'squared coefficient of variation of the service time; 1 when not given',
    perClass(number),
  ),
  weight: field('share of each class under discriminatory processor sharing', perClass(number)),
  capacity: field('most customers that fit, waiting and in service', number),
});

const route = z.strictObject({
  from: noted({ description: 'station, or null for the world outside' }, z.nullable(z.string())),
  to: noted({ description: 'station, or null for the world outside' }, z.nullable(z.string())),
  probability: noted({ description: 'share of the customers at `from` that go this way' }, number),
  class: field('class before the transition', z.string()),
  toClass: field('class after it; the same when not given', z.string()),
});

/** A whole file. */
export const networkFile: Shape = z.strictObject({
  sidecore: field('version of the format', z.literal(1)),
  description: field('what the network stands for', z.string()),
  classes: noted({ description: 'classes of customers by name' }, z.record(z.string(), networkClass)),
  stations: noted({ description: 'stations by name, in the order to report' }, z.record(z.string(), station)),
  routing: field('transitions; visits then follow from the traffic equations', z.array(route)),
});
