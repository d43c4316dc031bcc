import type { Command } from 'commander';
import { collectTexts } from './options';

/** Declares the options that say what files of measurements hold. */
export function addImportOptions(command: Command): Command {
  return command
    .option('--format <name>', 'auto, iperf3, netperf, perf-stat, xentop, sysstat or csv', 'auto')
    .option('--configuration <name>', 'name of the setting that was measured')
    .option('--topology <name>', 'of the model, for example intra-node')
    .option('--placement <name>', 'of the model, for example none')
    .option('--message <size>', 'what the application wrote at once, where the tool does not say')
    .option('--window <packets>', 'packets in flight')
    .option('--replicate <name>', 'which repetition')
    .option('--set <name=value>', 'any other fact about the runs; may be repeated', collectTexts)
    .option('--name-pattern <pattern>', 'facts in file names: "tcp_{placement}_l{message}_r{replicate}.json"')
    .option(
      '--subject <tool=model>',
      'call a subject of the tool as the model does, or leave it out with -; repeatable',
      collectTexts,
    )
    .option('--column <meaning>', 'what a column of a wide table holds; repeatable', collectTexts)
    .option('--packets <number>', 'packets carried while perf counted: gives counts per packet')
    .option('--packet-rate <rate>', 'the same as a rate, for example 250kpps')
    .option('--interval <time>', 'between the samples of xentop, for example 1s');
}
