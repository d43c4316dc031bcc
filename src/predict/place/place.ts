import { checkedAnswer, integer, oneOf, onlyFields, plainObject, SidecoreError, shown } from '../../common';
import type { PathModel } from '../../iopath/model';
import { checkedModel, pathModel } from '../../iopath/path-model';
import type { PathModelInput } from '../../iopath/path-model-input';
import { parameterDraws } from '../parameter-draws';
import { predict, type Scenario, type SolvedScenario, solveScenario } from '../predict';
import { bitsOfFlows, predictionOf } from '../prediction-of';
import { mostChanges } from './best-sets';
import type { PlacedCandidate, PlacementAnswer, PlacementStep } from './placed';
import { Search } from './search';
import type { Found, SearchAnswer } from './search-answer';
import { type SearchSpace, searchSpace } from './search-space';
import { chooseSideCores } from './side-cores';
import { withoutNeedlessMoves } from './without-needless-moves';

/** How many side-cores there are, and what may be moved to them. */
export interface PlaceOptions extends Omit<Scenario, 'placement'> {
  /** The placement to start from; default: the model's first. What is not moved stays as it is there. */
  readonly from?: string;
  /** Side-cores on offer; default 1. */
  readonly sideCores?: number;
  /** Their names; default: cores of the machine that the path leaves free on the same socket. */
  readonly cores?: readonly string[];
  /** What may move: what moves `today`, or after a `code-change` too (default). */
  readonly allow?: 'today' | 'code-change';
  /** Most stages that may move although that needs a code change; default: any number. */
  readonly changes?: number;
  /** Models drawn for the probability that a candidate is the best; 0: none; default 100. */
  readonly draws?: number;
  readonly seed?: number;
}

const fields = [
  'topology',
  'message',
  'window',
  'batch',
  'traffic',
  'from',
  'sideCores',
  'cores',
  'allow',
  'changes',
  'draws',
  'seed',
];

/**
 * Finds which stages to put on which side-cores: the assignment of movable blocks to cores whose busiest core has the
 * least to do, max_k D_k, with every cost that depends on who shares a core and on what crosses between cores.
 *
 * A block is what a context does that can move today, as one, or a single stage that could move after a code change.
 * Up to 8 blocks every assignment is evaluated; up to 13, on one socket, dynamic programming over sets of blocks finds
 * the same; beyond that branch and bound starts from the best cut of the path into contiguous pieces. The search takes batches as they are before; its ten best are then
 * predicted in full, and ranked by throughput. `search.proven` says whether the search ran to its end.
 *
 * @throws SidecoreError `unknown-name` for names that the model lacks, `unsupported` for open load, `too-large` for more
 * than 30 movable blocks
 * @example
 * const { candidates } = place(xenPv, { topology: 'inter-node-receive', sideCores: 1, changes: 1 });
 * candidates[0].changes; // ['grant-copy']
 * candidates[0].throughput; // 3.63e9
 * @see docs/theory.md, section 5
 */
export function place(model: PathModel | PathModelInput, options: PlaceOptions = {}): PlacementAnswer {
  const given = pathModel(model);
  onlyFields(plainObject(options, 'options'), fields, 'options');
  const { from, sideCores, cores, allow, changes, draws, seed, ...load } = options;
  const allowed = oneOf(allow ?? 'code-change', ['today', 'code-change'] as const, 'options.allow');
  const limit = changes === undefined ? Number.POSITIVE_INFINITY : integer(changes, 'options.changes');
  const drawn = integer(draws ?? 100, 'options.draws');
  const scenario = { ...load, placement: from ?? Object.keys(given.placements)[0] };
  const start = solvable(given, scenario);
  const side = chooseSideCores(given, start.planned, sideCores, cores);
  const widened = withCores(given, side.added);
  const base = side.names.length === 0 ? start : solveScenario(widened, scenario);
  const space = searchSpace(widened, base, allowed, side.names);
  if (space.blocks.length > mostBlocks)
    throw new SidecoreError({
      code: 'too-large',
      path: 'options',
      message: `${space.blocks.length} movable blocks are more than ${mostBlocks}`,
      hint: 'mark what need not move as movable: no, or ask for what moves today',
    });
  const search = new Search(space);
  const answers = new Map<string, SearchAnswer>();
  const run = (sides: number, most: number): SearchAnswer => {
    const limits = { sideCores: sides, changes: Math.min(most, mostChanges(space)) };
    const key = JSON.stringify(limits);
    const answer = answers.get(key) ?? search.run(limits);
    answers.set(key, answer);
    return answer;
  };
  const all = side.names.length;
  const full = run(all, limit);
  const bases = carriedBy(base);
  const made = new Map<string, PlacedCandidate>();
  const predicted = ({ assignment }: Found): PlacedCandidate => {
    const tidy = withoutNeedlessMoves(space, assignment);
    const key = tidy.join();
    const known = made.get(key) ?? candidateOf(widened, space, tidy, scenario, bases);
    made.set(key, known);
    return known;
  };
  const ranked = (found: readonly Found[]) =>
    [...new Set(found.map(predicted))].sort((a, b) => b.throughput - a.throughput);
  const steps = (limits: readonly number[], of: (most: number) => readonly Found[]) =>
    risingSteps(
      limits.flatMap((one) =>
        ranked(of(one))
          .slice(0, 1)
          .map((candidate) => ({ limit: one, candidate })),
      ),
    );
  const byChanges = steps(
    [...[0, 1, 2].filter((most) => most < limit), Math.min(limit, space.blocks.length)],
    (most) => run(all, most).found,
  );
  const front = steps(
    Array.from({ length: all + 1 }, (_, sides) => sides),
    (sides) => run(sides, limit).found,
  );
  const best = [
    ...ranked(full.found),
    ...byChanges.map(({ candidate }) => candidate),
    ...front.map(({ candidate }) => candidate),
  ];
  const candidates = [...new Set(best)].sort((a, b) => b.throughput - a.throughput).slice(0, mostCandidates);
  const chances = bestShares(widened, candidates, scenario, drawn, integer(seed ?? 1, 'options.seed'));
  const withShare = (one: PlacedCandidate): PlacedCandidate => {
    const share = chances.shares[candidates.indexOf(one)];
    return share === undefined ? one : { ...one, bestShare: share };
  };
  const { traffic, planned } = base;
  return checkedAnswer(
    {
      model: given.name,
      topology: planned.topology,
      kind: traffic.kind,
      message: traffic.message,
      window: traffic.window,
      from: planned.placement,
      throughput: bases,
      coresBefore: space.cores.slice(0, space.sideFrom),
      sideCores: side.names,
      addedCores: side.added,
      blocks: space.blocks.map(({ name, stages, movable }) => ({ name, stages, movable })),
      candidates: candidates.map(withShare),
      byChanges: byChanges.map((step) => ({ ...step, candidate: withShare(step.candidate) })),
      front: front.map((step) => ({ ...step, candidate: withShare(step.candidate) })),
      search: { method: search.method, evaluated: search.evaluations(), proven: full.proven },
      source: chances.source,
      draws: chances.draws,
      warnings: predict(widened, scenario).warnings,
      exact: false as const,
    },
    'model',
  );
}

const mostBlocks = 30;
const mostCandidates = 10;

function solvable(model: PathModel, scenario: Scenario): SolvedScenario {
  const kind = scenario.traffic?.kind ?? model.traffic.kind;
  if (kind !== 'open') return solveScenario(model, scenario);
  throw new SidecoreError({
    code: 'unsupported',
    path: 'traffic.kind',
    message: `${shown(kind)} load carries what is offered, whatever the placement`,
    hint: 'ask with --kind stream which placement can carry most',
  });
}

function withCores(model: PathModel, added: PathModel['machine']['cores']): PathModel {
  if (Object.keys(added).length === 0) return model;
  const cores = { ...model.machine.cores, ...added };
  return checkedModel({ ...model, machine: { ...model.machine, cores } });
}

/** Payload bits per second. */
function carriedBy({ planned, traffic, run, solved }: SolvedScenario): number {
  const bits = bitsOfFlows(planned, traffic, run);
  return solved.throughput.reduce((sum, rate, f) => sum + rate * bits[f], 0);
}

function candidateOf(
  model: PathModel,
  space: SearchSpace,
  assignment: readonly number[],
  scenario: Scenario,
  base: number,
): PlacedCandidate {
  const changes = space.changesOf(assignment).map((b) => space.blocks[b].name);
  const placed = space.placementOf(assignment);
  const placement = {
    ...placed,
    description:
      changes.length === 0 ? 'found: possible today' : `found: needs a code change of ${changes.join(', ')}`,
  };
  // Its names are those of the model, which was checked.
  const found = solveScenario(
    { ...model, placements: { found: placement } },
    { ...scenario, placement: 'found' },
  );
  const prediction = predictionOf(found.model, found.planned, found.traffic, found.run, found.solved);
  const names = new Set(
    Object.keys(prediction.ledger.cores).map((name) => name.slice(name.lastIndexOf('/') + 1)),
  );
  return {
    placement,
    assignment: Object.fromEntries(space.blocks.map(({ name }, b) => [name, space.cores[assignment[b]]])),
    sideCores: space.cores.slice(space.sideFrom).filter((name) => names.has(name)),
    coreCount: Object.keys(prediction.ledger.cores).length,
    changes,
    throughput: prediction.throughput,
    bracket: prediction.bracket,
    speedup: prediction.throughput / base,
    cyclesPerPacket: prediction.cyclesPerPacket,
    bottleneck: prediction.bottleneck.name,
  };
}

/** Steps of which each carries more than the one before, by what a reader would see. */
function risingSteps(steps: readonly PlacementStep[]): PlacementStep[] {
  let most = 0;
  return steps.filter(({ candidate }) => {
    if (candidate.throughput <= most * (1 + 1e-6)) return false;
    most = candidate.throughput;
    return true;
  });
}

/** For each candidate, the share of drawn models in which it carries most. */
function bestShares(
  model: PathModel,
  candidates: readonly PlacedCandidate[],
  scenario: Scenario,
  draws: number,
  seed: number,
) {
  const placements = Object.fromEntries(candidates.map(({ placement }, c) => [`found-${c}`, placement]));
  const { source, models } = parameterDraws(checkedModel({ ...model, placements }), draws, seed);
  if (models.length === 0) return { source, draws: 0, shares: [] as number[] };
  const wins = candidates.map(() => 0);
  for (const drawn of models) {
    let best = 0;
    let most = 0;
    candidates.forEach((_, c) => {
      const carried = carriedBy(solveScenario(drawn, { ...scenario, placement: `found-${c}` }));
      if (carried <= most) return;
      most = carried;
      best = c;
    });
    wins[best] += 1;
  }
  return { source, draws: models.length, shares: wins.map((count) => count / models.length) };
}
