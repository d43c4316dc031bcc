export { comparisonTable } from './comparison-table';
export { ledgerTable } from './ledger-table';
export { stageLedgerTable } from './stage-ledger-table';
