import type { QueueingNetwork } from '../queueing/networks';

/** A model in the XML of JMT's JMVA, with what else the file holds. */
export interface JmvaModel {
  readonly description: string;
  readonly network: QueueingNetwork;
  /** Station at which a passage of each class begins and ends, as JMT counts; may be absent. */
  readonly referenceStations: Readonly<Record<string, string>>;
  /** The algorithms that the file asks for, by JMT's names. The first is the one to use, others are compared. */
  readonly algorithms: readonly JmvaAlgorithm[];
  readonly whatIf?: JmvaWhatIf;
  /** Results that JMT has written into the file. */
  readonly solutions: readonly JmvaSolution[];
}

/** An algorithm that a JMVA file may ask for. */
export interface JmvaAlgorithm {
  /** For example `MVA`, `Linearizer`, `Bard-Schweitzer`. */
  readonly name: string;
  readonly tolerance: number;
}

/** One quantity that takes several values in turn. */
export interface JmvaWhatIf {
  readonly type: JmvaWhatIfType;
  /** The class that it is about; without one, all classes, and the values are factors. */
  readonly className?: string;
  /** Of `Service Demands`. */
  readonly stationName?: string;
  readonly values: readonly number[];
}

export const jmvaWhatIfTypes = [
  'Customer Numbers',
  'Population Mix',
  'Service Demands',
  'Arrival Rates',
] as const;
export type JmvaWhatIfType = (typeof jmvaWhatIfTypes)[number];

/** Means of one class at one station, as JMT writes them. */
export interface JmvaMeasures {
  readonly queueLength?: number;
  readonly throughput?: number;
  /** Per passage. */
  readonly residenceTime?: number;
  /** Throughput x demand: not divided by the number of servers. */
  readonly utilization?: number;
}

/** The results of one algorithm, for one value of the what-if if there is one. */
export interface JmvaSolution {
  readonly algorithm: string;
  /** `analytical`, `analytical whatif` or `simulation`. */
  readonly solutionMethod: string;
  /** Position in the values of the what-if. */
  readonly iteration?: number;
  /** Measures by station and class. */
  readonly stations: Readonly<Record<string, Readonly<Record<string, JmvaMeasures>>>>;
}
