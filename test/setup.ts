import fc from 'fast-check';

/**
 * Property tests draw the same cases in every run, so that a run can be trusted and repeated. To hunt for new
 * counterexamples draw others: `SEED=random npm run test:unit`, or a number to repeat a hunt.
 */
const seed = process.env.SEED === 'random' ? Date.now() % 2 ** 31 : Number(process.env.SEED ?? 20_130_716);
fc.configureGlobal({ seed });
if (process.env.SEED) console.info(`property tests: SEED=${seed}`);
