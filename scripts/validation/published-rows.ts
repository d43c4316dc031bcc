import { insideOneMachine } from './published/inside-one-machine';
import { emulatedIommuRows, iommuRows } from './published/iommu';
import { otherRows } from './published/machines';
import { exitlessRows, notificationRows, virtualFunctionRows } from './published/notifications';
import { persistentRows } from './published/persistent-grants';
import type { PublishedRow } from './published/rows';

/** Every published figure beside its prediction. */
export async function publishedRows(): Promise<PublishedRow[]> {
  return [
    ...persistentRows(),
    ...virtualFunctionRows(),
    ...notificationRows(),
    ...exitlessRows(),
    ...(await emulatedIommuRows()),
    ...iommuRows(),
    ...insideOneMachine(),
    ...otherRows(),
  ];
}
