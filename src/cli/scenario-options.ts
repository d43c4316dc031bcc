import { type Command, Option } from 'commander';
import { trafficKinds } from '../iopath/model';
import { collectNames, defaultTemplate } from './options';

/** Declares the model argument and the options that say which questions to ask of it. */
export function addScenarioOptions(command: Command): Command {
  return command
    .argument('[model]', `model file, or - for stdin; without it the built-in ${defaultTemplate}`)
    .option('--template <name>', 'a built-in model instead of a file; `sidecore templates` lists them')
    .option('--topology <names>', 'only these, separated by commas; may be repeated', collectNames)
    .option('--placement <names>', 'only these; the first is what speed-ups refer to', collectNames)
    .option('--message <size>', 'what the application writes at once, for example 64B or "16 KiB"')
    .option('--window <size>', 'packets in flight, or bytes, for example 64 or "64 KiB"')
    .addOption(new Option('--kind <kind>', 'kind of traffic').choices(trafficKinds))
    .option('--arrival-rate <rate>', 'that each flow offers, for example 800kpps; says --kind open')
    .option('--reply <size>', 'what answers a request, with --kind request-response')
    .option('--guests <count>', 'guests that each have such a flow')
    .option('--queues <count>', 'queues of each guest')
    .option('--segmentation <packets>', 'packets per unit of segmentation and receive offload')
    .option('--application-cycles <cycles>', 'that the application computes per message')
    .option('--variation <number>', 'coefficient of variation of the work of one packet, 0 to 1');
}
