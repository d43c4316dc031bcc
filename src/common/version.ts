/** Of this package: it goes into what is kept, so that it is known what made it. */
export { version } from '../../package.json';
